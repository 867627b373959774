/**
 * Raw sockets: programs that see every packet of one IP protocol that is for this node: ping, traceroute,
 * VRRP. How they send: raw-output.ts.
 */

import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import { learnFromTooBig } from "./icmp-input.ts";
import type { PacketContext } from "./packet-context.ts";
import { takeRedirect } from "./redirect-input.ts";
import type { IcmpReport } from "./socket.ts";
import type { Stack } from "./stack.ts";

export interface RawSocket {
  readonly stack: Stack;
  readonly protocol: number;
  readonly onPacket: (context: PacketContext) => void;
  /** An error about a packet of this protocol that this node sent, from the network or from its own ARP. */
  readonly onError: ((report: IcmpReport) => void) | undefined;
}

export interface RawRequest {
  readonly protocol: number;
  readonly onPacket: (context: PacketContext) => void;
  readonly onError?: (report: IcmpReport) => void;
}

/** Opens a raw socket; `closeRaw` ends it. */
export function openRaw(stack: Stack, request: RawRequest): RawSocket {
  const { protocol, onPacket, onError } = request;
  const socket: RawSocket = { stack, protocol, onPacket, onError };
  stack.sockets.raw.push(socket);
  return socket;
}

export function closeRaw(socket: RawSocket): void {
  const { raw } = socket.stack.sockets;
  const index = raw.indexOf(socket);
  if (index >= 0) raw.splice(index, 1);
}

/** Shows a packet that is for this node to the raw sockets of its protocol; answers whether there was one. */
export function deliverRaw(stack: Stack, context: PacketContext): boolean {
  const { raw } = stack.sockets;
  if (raw.length === 0) return false;
  let isTaken = false;
  for (const socket of [...raw]) {
    if (socket.protocol !== context.packet.protocol) continue;
    isTaken = true;
    socket.onPacket(context);
  }
  return isTaken;
}

/** An error about an ICMP packet that this node sent. A redirect is learnt from, and is no error. */
export function reportToRaw(stack: Stack, report: IcmpReport): void {
  const { type, code, rest, quote } = report;
  if (!isOfInterest(stack, quote)) return;
  if (type === icmpTypes.redirect) takeRedirect(stack, report);
  if (type === icmpTypes.unreachable && code === unreachableCodes.fragmentationNeeded) {
    learnFromTooBig(stack, quote.dst, rest);
  }
  tellRaw(stack, report);
}

/** The kernel's own echo replies concern it; of other packets it knows only if a raw socket is open. */
function isOfInterest({ sockets }: Stack, { protocol, payload }: Ipv4Packet): boolean {
  if (payload.kind === "icmp" && payload.type === icmpTypes.echoReply) return true;
  return sockets.raw.some((socket) => socket.protocol === protocol);
}

/** Tells the raw sockets of the quoted packet's protocol. */
export function tellRaw({ sockets }: Stack, report: IcmpReport): void {
  if (report.type === icmpTypes.redirect) return;
  for (const socket of [...sockets.raw]) {
    if (socket.protocol === report.quote.protocol) socket.onError?.(report);
  }
}
