/**
 * Segments of a socket leave: ports, numbers, window and options filled in, wrapped in a packet.
 *
 * Packets of a socket have "don't fragment" set and count their identification; those of no socket have 0.
 */

import { type Ipv4Packet, protocols, withoutDf } from "#sim/wire/ipv4";
import { type TcpOptions, type TcpSegment, tcpFlags } from "#sim/wire/tcp";

import { tcpOptions, tcpOptionsLength } from "#sim/wire/tcp-options";
import { nextOrigin } from "../ip-id.ts";
import { tellMissing } from "../missing-frame.ts";
import { send, sendDatagram } from "../output.ts";
import { isPathLocked } from "../path-cache.ts";
import { markProven } from "../proven-packets.ts";
import type { ResolvedRoute } from "../route.ts";
import { outputRoute } from "../route-lookup.ts";
import type { Stack } from "../stack.ts";
import type { MissingFrame } from "../stack-events.ts";
import { seqAdd } from "./sequence.ts";
import { type EarlySegment, type Features, never, type TcpSocket } from "./tcp-socket.ts";
import { type Ends, tcpOf } from "./tcp-table.ts";
import { offerWindow, routeOf, scaledField, unscaledField } from "./window.ts";

export const noBytes = new Uint8Array(0);
const headerLength = 20;
const ipHeaderLength = 20;
const quickAckEndsAto = 40e6;

/**
 * Sends one segment of a socket, with its present acknowledgement and window. Answers whether it left: a
 * program that hands it down learns at once of a missing route and of a rule that drops it.
 */
export function transmit(socket: TcpSocket, flags: number, seq: number, payload: Uint8Array): boolean {
  const { stack, receiver } = socket;
  const route = routeOf(socket);
  if (route === undefined) {
    tellMissing(stack, missingOf(flags), { to: socket.remoteAddress, errno: "ENETUNREACH" });
    return false;
  }
  const options = optionsOf(socket, flags);
  const isSyn = (flags & tcpFlags.syn) !== 0;
  const window = isSyn
    ? unscaledField(receiver.capacity)
    : scaledField(offerWindow(receiver), socket.features.receiveScale);
  const segment: TcpSegment = {
    kind: "tcp",
    srcPort: socket.localPort,
    dstPort: socket.remotePort,
    seq,
    ack: (flags & tcpFlags.ack) === 0 ? 0 : receiver.next,
    flags,
    window,
    options,
    payload,
    length: headerLength + (options === undefined ? 0 : tcpOptionsLength(options)) + payload.length,
    checksumOk: true,
  };
  if (!isSyn) noteAck(socket);
  socket.ipId = (socket.ipId + 1) & 0xffff;
  stack.snmp.TcpOutSegs++;
  const whole = packetOf(stack, socket, segment, socket.ipId);
  const isWhole = socket.discoversPath && !isPathLocked(stack, socket.remoteAddress, route);
  const packet = isWhole ? whole : withoutDf(whole);
  if (socket.hasProgress) markProven(stack, packet);
  socket.hasProgress = false;
  return send(stack, packet, route, socket.mark);
}

/** What a segment with these flags is called. */
function missingOf(flags: number): MissingFrame {
  if ((flags & tcpFlags.rst) !== 0) return "reset";
  if ((flags & tcpFlags.syn) === 0) return "segment";
  return (flags & tcpFlags.ack) === 0 ? "SYN" : "SYN-ACK";
}

/** Every segment carries the acknowledgement: what was owed is paid. */
function noteAck({ receiver }: TcpSocket): void {
  receiver.acknowledged = receiver.next;
  if (!receiver.ackPending) return;
  receiver.ackPending = false;
  receiver.ackDue = never;
  if (receiver.quick === 0) return;
  receiver.quick--;
  if (receiver.quick === 0) receiver.ato = quickAckEndsAto;
}

const packetOf = (stack: Stack, ends: Ends, segment: TcpSegment, id: number): Ipv4Packet => ({
  kind: "ipv4",
  origin: nextOrigin(stack),
  tos: 0,
  id,
  dontFragment: true,
  moreFragments: false,
  fragmentOffset: 0,
  ttl: stack.sysctl.global.ip_default_ttl,
  protocol: protocols.tcp,
  src: ends.localAddress,
  dst: ends.remoteAddress,
  options: undefined,
  payload: segment,
  length: ipHeaderLength + segment.length,
  checksumOk: true,
});

/** A segment that belongs to no socket: an answer to a stray one, or of a request or TIME_WAIT record. */
export interface BareSegment {
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
  readonly options: TcpOptions | undefined;
}

/** Sends a segment that belongs to no socket; answers whether it could leave. */
export function transmitBare(stack: Stack, ends: Ends, bare: BareSegment): boolean {
  const way = outputRoute(stack, { dst: ends.remoteAddress, src: ends.localAddress });
  if (!way.ok) {
    countBare(stack, bare);
    tellMissing(stack, missingOf(bare.flags), { to: ends.remoteAddress, errno: way.errno });
    return false;
  }
  return transmitBareVia(stack, ends, bare, way.route);
}

/** The same where the route is known already. */
export function transmitBareVia(stack: Stack, ends: Ends, bare: BareSegment, route: ResolvedRoute): boolean {
  const segment: TcpSegment = {
    kind: "tcp",
    srcPort: ends.localPort,
    dstPort: ends.remotePort,
    seq: bare.seq,
    ack: bare.ack,
    flags: bare.flags,
    window: bare.window,
    options: bare.options,
    payload: noBytes,
    length: headerLength + (bare.options === undefined ? 0 : tcpOptionsLength(bare.options)),
    checksumOk: true,
  };
  countBare(stack, bare);
  const packet = packetOf(stack, ends, segment, 0);
  return (bare.flags & tcpFlags.syn) === 0 ? sendDatagram(stack, packet, route) : send(stack, packet, route);
}

/** The kernel counts what it means to send, route or no route. */
function countBare({ snmp }: Stack, { flags }: BareSegment): void {
  snmp.TcpOutSegs++;
  if ((flags & tcpFlags.rst) !== 0) snmp.TcpOutRsts++;
}

/** The clock that timestamps show: milliseconds from a random start. */
export const timestampOf = (stack: Stack): number =>
  (Math.floor(stack.simulation.now / 1e6) + tcpOf(stack).timestampBase) >>> 0;

function optionsOf(socket: TcpSocket, flags: number): TcpOptions | undefined {
  const { features, stack, receiver } = socket;
  if ((flags & tcpFlags.syn) !== 0) return synOptions(stack, receiver.mss, features, socket.tsRecent);
  const hasEarly = features.sack && receiver.early !== undefined;
  if (!features.timestamps && !hasEarly) return undefined;
  const sack = hasEarly ? sackBlocks(receiver.early ?? []) : [];
  if (!features.timestamps) return tcpOptions({ sack });
  return tcpOptions({ timestamps: { value: timestampOf(stack), echo: socket.tsRecent }, sack });
}

/** The options of a SYN or SYN-ACK: the MSS alone, or what else is wanted. */
export function synOptions(stack: Stack, mss: number, features: Features, echo: number): TcpOptions {
  const { sack, timestamps, receiveScale } = features;
  if (!sack && !timestamps && receiveScale === 0) return mssOnly(stack, mss);
  return tcpOptions({
    mss,
    sackPermitted: sack,
    windowScale: receiveScale === 0 ? undefined : receiveScale,
    timestamps: timestamps ? { value: timestampOf(stack), echo } : undefined,
  });
}

function mssOnly(stack: Stack, mss: number): TcpOptions {
  const { mssOptions } = tcpOf(stack);
  const known = mssOptions.get(mss);
  if (known !== undefined) return known;
  const made = tcpOptions({ mss });
  mssOptions.set(mss, made);
  return made;
}

const mostBlocks = 3;

/** Runs of early data, as left and right edges (RFC 2018). */
function sackBlocks(early: readonly EarlySegment[]): (readonly [number, number])[] {
  const blocks: [number, number][] = [];
  for (const { seq, bytes } of early) {
    const end = seqAdd(seq, bytes.length);
    const last = blocks.at(-1);
    if (last !== undefined && last[1] === seq) last[1] = end;
    else blocks.push([seq, end]);
  }
  return blocks.slice(0, mostBlocks);
}
