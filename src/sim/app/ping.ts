/**
 * ICMP echo as `ping` does it: a raw socket, an identifier, numbered requests, and what comes back for each.
 *
 * When requests are sent, and how many, is the caller's business.
 */

import type { Nanos } from "../engine/time.ts";
import type { PacketContext } from "../stack/packet-context.ts";
import { sendRaw } from "../stack/raw-output.ts";
import { closeRaw, openRaw, type RawSocket } from "../stack/raw-socket.ts";
import type { IcmpReport } from "../stack/socket.ts";
import type { Outcome } from "../stack/socket-errors.ts";
import type { Stack } from "../stack/stack.ts";
import type { Ipv4Address } from "../wire/address.ts";
import { echo, echoId, echoSeq, icmpTypes } from "../wire/icmp.ts";
import { protocols } from "../wire/ipv4.ts";

export interface EchoReply {
  readonly seq: number;
  readonly from: Ipv4Address;
  readonly ttl: number;
  /** ICMP header and data, in bytes. */
  readonly length: number;
  readonly roundTrip: Nanos;
  /** The same reply has come before. */
  readonly isDuplicate: boolean;
}

export interface PingHandlers {
  readonly onReply: (reply: EchoReply) => void;
  /** An ICMP error about a request; from this host itself where its ARP failed. */
  readonly onError: (error: IcmpReport & { readonly seq: number }) => void;
}

export interface PingRequest {
  readonly dst: Ipv4Address;
  readonly src?: Ipv4Address | undefined;
  /** Distinguishes pings of one host; 16 bits. */
  readonly id: number;
  /** Bytes of data; ping's own default is 56. */
  readonly size?: number;
  readonly ttl?: number | undefined;
  readonly dontFragment?: boolean | undefined;
  readonly mark?: number | undefined;
}

export interface Ping {
  readonly socket: RawSocket;
  readonly request: PingRequest;
  readonly handlers: PingHandlers;
  /** When each request left, by sequence number. */
  readonly sentAt: Map<number, Nanos>;
  readonly answered: Set<number>;
}

const usualSize = 56;

/** Opens a ping; nothing is sent yet. */
export function openPing(stack: Stack, request: PingRequest, handlers: PingHandlers): Ping {
  const socket = openRaw(stack, {
    protocol: protocols.icmp,
    onPacket: (context) => takePacket(ping, context),
    onError: (report) => takeError(ping, report),
  });
  const ping: Ping = { socket, request, handlers, sentAt: new Map(), answered: new Set() };
  return ping;
}

export const closePing = (ping: Ping): void => closeRaw(ping.socket);

/** Sends the request with a number. Fails with ENETUNREACH and the like. */
export function sendEcho(ping: Ping, seq: number): Outcome {
  const { socket, request } = ping;
  const { dst, src, id, size = usualSize, ttl, dontFragment, mark } = request;
  ping.sentAt.set(seq, socket.stack.simulation.now);
  const payload = echo({ reply: false, id, seq, payload: pattern(size) });
  return sendRaw(socket, { dst, src, payload, ttl, dontFragment, mark });
}

/** The bytes that ping counts up in its data. */
function pattern(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index++) bytes[index] = index & 255;
  return bytes;
}

function takePacket(ping: Ping, { packet }: PacketContext): void {
  const message = packet.payload;
  if (message.kind !== "icmp" || message.type !== icmpTypes.echoReply || !message.checksumOk) return;
  if (echoId(message) !== ping.request.id) return;
  const seq = echoSeq(message);
  const sentAt = ping.sentAt.get(seq);
  if (sentAt === undefined) return;
  const isDuplicate = ping.answered.has(seq);
  ping.answered.add(seq);
  const roundTrip = (ping.socket.stack.simulation.now - sentAt) as Nanos;
  const { src: from, ttl } = packet;
  ping.handlers.onReply({ seq, from, ttl, length: message.length, roundTrip, isDuplicate });
}

function takeError(ping: Ping, report: IcmpReport): void {
  const quoted = report.quote.payload;
  if (quoted.kind !== "icmp" || quoted.type !== icmpTypes.echoRequest) return;
  if (echoId(quoted) !== ping.request.id) return;
  ping.handlers.onError({ ...report, seq: echoSeq(quoted) });
}
