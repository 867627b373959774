/**
 * UDP ports that take packets of other protocols (`ip fou`): FOU, where a datagram is nothing but such a
 * packet, and GUE, which says in a header of its own which protocol it is.
 *
 * What is within goes on to its protocol as if it had come without the datagram. Linux notes that in the
 * outer header it had: an error about such a packet quotes it with a total length that is too short by the
 * headers taken off, and the header's checksum of before. Leaves out GUE's control messages and protocols
 * other than IPIP and GRE.
 */

import type { Ipv4Address } from "../wire/address.ts";
import { get16, put16 } from "../wire/bytes.ts";
import { gueContent, gueHeader } from "../wire/gue.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { type Ipv4Packet, type Ipv4Payload, protocols } from "../wire/ipv4.ts";
import { decodeCarried, encodePacket } from "../wire/packet.ts";
import { udpHeaderLength } from "../wire/udp.ts";
import { drop } from "./drop.ts";
import { receiveGre } from "./gre.ts";
import { sendError } from "./icmp-error.ts";
import type { PacketContext } from "./packet-context.ts";
import { failed, type Outcome } from "./socket-errors.ts";
import type { Stack } from "./stack.ts";
import { refuseTunnelled, takeIn, tunnelFor } from "./tunnel.ts";
import { openUdp } from "./udp-calls.ts";
import type { UdpSocket } from "./udp-socket.ts";
import { closeUdp } from "./udp-socket.ts";
import { dropFor } from "./verdict.ts";

/** One port that takes packets. */
export interface FouPort {
  readonly port: number;
  /** 0: any address of the node. */
  readonly address: Ipv4Address;
  /** The protocol of what it takes; `gue`: what each datagram says. */
  readonly takes: number | "gue";
  readonly socket: UdpSocket;
}

/** `ip fou add`. EADDRINUSE: somebody has the port. */
export function addFouPort(stack: Stack, request: Pick<FouPort, "port" | "address" | "takes">): Outcome {
  const { port, address, takes } = request;
  const handlers = { onPacket: (context: PacketContext) => receive(stack, context, takes) };
  const opening = openUdp(stack, { port, address }, handlers, undefined);
  if (!opening.ok) return failed(opening.errno);
  stack.tunnels.fouPorts.unshift({ ...request, socket: opening.socket });
  return { ok: true };
}

/** `ip fou del`. EINVAL: there is no such port. */
export function removeFouPort({ tunnels }: Stack, port: number, address: Ipv4Address): Outcome {
  const index = tunnels.fouPorts.findIndex((known) => known.port === port && known.address === address);
  const [found] = index < 0 ? [] : tunnels.fouPorts.splice(index, 1);
  if (found === undefined) return failed("EINVAL");
  closeUdp(found.socket);
  return { ok: true };
}

/** What a datagram carries, and how many bytes came before it, the UDP header included. */
interface Content {
  readonly protocol: number;
  readonly bytes: Uint8Array;
  readonly before: number;
  /** The transport checksum of what was within was completed here. */
  readonly isUnsummed: boolean;
}

function receive(stack: Stack, context: PacketContext, takes: FouPort["takes"]): void {
  const { payload } = context.packet;
  if (payload.kind !== "udp") return;
  const content = takes === "gue" ? contentOfGue(payload.payload) : plain(takes, payload.payload);
  if (content === undefined) {
    drop(stack, context, dropFor("bad-encapsulation"));
    return;
  }
  handOn(stack, context, content);
}

const plain = (protocol: number, bytes: Uint8Array): Content => ({
  protocol,
  bytes,
  before: udpHeaderLength,
  isUnsummed: false,
});

function contentOfGue(bytes: Uint8Array): Content | undefined {
  const header = gueHeader(bytes);
  if (header === undefined || header.isControl) return undefined;
  return {
    protocol: header.protocol,
    bytes: gueContent(bytes, header),
    before: udpHeaderLength + header.length,
    isUnsummed: header.remoteChecksum !== undefined,
  };
}

/** Hands what was within to its protocol. */
function handOn(stack: Stack, context: PacketContext, content: Content): void {
  const { packet } = context;
  const { protocol, before } = content;
  const payload = decodeCarried(protocol, { bytes: content.bytes, origin: packet.origin });
  if (!stack.protocols.has(protocol)) {
    context.packet = withoutHeaders(packet, before);
    drop(stack, context, dropFor("no-protocol"));
    const { unreachable } = icmpTypes;
    const quotedBytes = quotedAs(packet, before);
    sendError(stack, context, { type: unreachable, code: unreachableCodes.protocol, rest: 0, quotedBytes });
    return;
  }
  if (protocol === protocols.ipip) handToIpip(stack, context, payload, content);
  else if (protocol === protocols.gre && payload !== undefined) {
    const quotedBytes = quotedAs(packet, before);
    context.packet = { ...packet, payload };
    receiveGre(stack, context, quotedBytes);
  } else drop(stack, context, dropFor("bad-encapsulation"));
}

function handToIpip(
  stack: Stack,
  context: PacketContext,
  payload: Ipv4Payload | undefined,
  { before, isUnsummed }: Content,
): void {
  const { packet } = context;
  const tunnel = tunnelFor(stack, "ipip", packet);
  if (tunnel !== undefined && payload?.kind === "ipv4") {
    takeIn(stack, context, { tunnel, inner: payload, isUnsummed });
    return;
  }
  context.packet = withoutHeaders(packet, before);
  refuseTunnelled(stack, context, quotedAs(packet, before));
}

/** The outer header as it is left: shorter, and with the checksum of before. */
const withoutHeaders = (packet: Ipv4Packet, before: number): Ipv4Packet => ({
  ...packet,
  length: packet.length - before,
  checksumOk: false,
});

/** The bytes of the whole packet under that header. */
function quotedAs(packet: Ipv4Packet, before: number): Uint8Array {
  const bytes = encodePacket(packet);
  put16(bytes, 2, get16(bytes, 2) - before);
  return bytes;
}
