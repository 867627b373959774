/**
 * Resets: the answer to a segment that no socket wants (RFC 9293 section 3.10.7.1), and the end of a
 * connection that its program throws away.
 */

import type { Ipv4Packet } from "#sim/wire/ipv4";
import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import type { Stack } from "../stack.ts";
import { noBytes, transmit, transmitBare } from "./segment.ts";
import { seqAdd } from "./sequence.ts";
import type { TcpSocket } from "./tcp-socket.ts";
import { destroy, type Ends } from "./tcp-table.ts";

/** The ends of an arriving segment as its receiver sees them. */
export const endsOf = (packet: Ipv4Packet, segment: TcpSegment): Ends => ({
  localAddress: packet.dst,
  localPort: segment.dstPort,
  remoteAddress: packet.src,
  remotePort: segment.srcPort,
});

/** How far a segment reaches in sequence numbers: its data, and one each for SYN and FIN. */
export const spanOf = ({ flags, payload }: TcpSegment): number =>
  payload.length + ((flags & tcpFlags.syn) === 0 ? 0 : 1) + ((flags & tcpFlags.fin) === 0 ? 0 : 1);

/** Answers a segment with a reset; a reset is never answered. */
export function answerWithReset(stack: Stack, packet: Ipv4Packet, segment: TcpSegment): void {
  if ((segment.flags & tcpFlags.rst) !== 0) return;
  const hasAck = (segment.flags & tcpFlags.ack) !== 0;
  transmitBare(stack, endsOf(packet, segment), {
    flags: hasAck ? tcpFlags.rst : tcpFlags.rst | tcpFlags.ack,
    seq: hasAck ? segment.ack : 0,
    ack: hasAck ? 0 : seqAdd(segment.seq, spanOf(segment)),
    window: 0,
    options: undefined,
  });
}

/** Throws a connection away: the peer gets a reset with the numbers of the connection. */
export function abort(socket: TcpSocket): void {
  const { state, stack } = socket;
  const isSynchronised = state !== "SYN_SENT" && state !== "CLOSE" && state !== "TIME_WAIT";
  const needsReset = isSynchronised && state !== "LAST_ACK" && state !== "CLOSING";
  if (state === "ESTABLISHED" || state === "CLOSE_WAIT") stack.snmp.TcpEstabResets++;
  if (needsReset && !socket.isGone) {
    stack.snmp.TcpOutRsts++;
    transmit(socket, tcpFlags.rst | tcpFlags.ack, socket.sndNxt, noBytes);
  }
  destroy(socket);
}
