/**
 * UDP of one node (RFC 768, RFC 1122 section 4.1): datagrams that arrive, and errors about those that left.
 * What programs do is in udp-calls.ts.
 */

import { isMulticast } from "../wire/address.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import type { UdpDatagram } from "../wire/udp.ts";
import { drop } from "./drop.ts";
import { sendError } from "./icmp-error.ts";
import { learnFromTooBig } from "./icmp-input.ts";
import type { PacketContext } from "./packet-context.ts";
import { takeRedirect } from "./redirect-input.ts";
import type { IcmpReport } from "./socket.ts";
import { errorOf } from "./socket-errors.ts";
import type { Stack } from "./stack.ts";
import { type DatagramEnds, findUdpSocket, type UdpSocket, udpSocketsOfGroup } from "./udp-socket.ts";
import { dropFor } from "./verdict.ts";

/** Takes a packet of protocol 17 that is for this node. */
export function receiveUdp(stack: Stack, context: PacketContext): void {
  const { packet } = context;
  const datagram = packet.payload;
  if (datagram.kind !== "udp" || !datagram.checksumOk) {
    stack.snmp.UdpInErrors++;
    if (datagram.kind === "udp") stack.snmp.UdpInCsumErrors++;
    drop(stack, context, dropFor("bad-checksum"));
    return;
  }
  const ends = {
    localAddress: packet.dst,
    localPort: datagram.dstPort,
    remoteAddress: packet.src,
    remotePort: datagram.srcPort,
    input: context.input,
  };
  if (isMulticast(packet.dst) || context.route?.type === "broadcast") {
    deliverToGroup(stack, context, datagram, ends);
    return;
  }
  const socket = findUdpSocket(stack.sockets.udp, ends);
  if (socket === undefined) refuse(stack, context);
  else hand(socket, context, datagram);
}

/** Every member gets it; where there is none it ends in silence. */
function deliverToGroup(
  stack: Stack,
  context: PacketContext,
  datagram: UdpDatagram,
  ends: DatagramEnds,
): void {
  const members = udpSocketsOfGroup(stack.sockets.udp, ends);
  if (members.length === 0) {
    stack.snmp.UdpIgnoredMulti++;
    drop(stack, context, dropFor("no-socket"));
  }
  for (const member of members) hand(member, context, datagram);
}

function hand(socket: UdpSocket, context: PacketContext, datagram: UdpDatagram): void {
  const { packet, input } = context;
  socket.stack.snmp.UdpInDatagrams++;
  if (socket.handlers.onPacket !== undefined) {
    socket.handlers.onPacket(context);
    return;
  }
  socket.handlers.onDatagram?.(socket, socket.owner as never, {
    bytes: datagram.payload,
    src: packet.src,
    srcPort: datagram.srcPort,
    dst: packet.dst,
    interface: input,
    ttl: packet.ttl,
  });
}

function refuse(stack: Stack, context: PacketContext): void {
  stack.snmp.UdpNoPorts++;
  drop(stack, context, dropFor("no-socket"));
  sendError(stack, context, { type: icmpTypes.unreachable, code: unreachableCodes.port, rest: 0 });
}

/** An error about a datagram: hard ones, and "too big", are told to a connected socket. */
export function reportToUdp(stack: Stack, report: IcmpReport): void {
  const { quote, type, code } = report;
  const { payload } = quote;
  if (payload.kind !== "udp") return;
  const socket = findUdpSocket(stack.sockets.udp, {
    localAddress: quote.src,
    localPort: payload.srcPort,
    remoteAddress: quote.dst,
    remotePort: payload.dstPort,
  });
  const isTooBig = type === icmpTypes.unreachable && code === unreachableCodes.fragmentationNeeded;
  // The path is learnt even where the socket has gone meanwhile, as recorded of Linux 6.1.
  if (isTooBig) learnFromTooBig(stack, quote.dst, report.rest);
  if (socket === undefined) {
    stack.snmp.IcmpInErrors++;
    return;
  }
  if (type === icmpTypes.redirect) {
    takeRedirect(stack, report);
    return;
  }
  if (isTooBig && !socket.dontFragment) return;
  const error = errorOf(type, code);
  if (error === undefined || socket.remoteAddress === undefined) return;
  if (!error.isHard && !isTooBig) return;
  socket.handlers.onError?.(socket, socket.owner as never, error.errno);
}
