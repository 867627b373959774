/**
 * Relative TCP sequence numbers, as the recordings count them: from the latest SYN of the same addresses and
 * ports seen anywhere in the case, by the order of frames over all devices.
 */

import type { Ipv4Packet } from "#sim/wire/ipv4";
import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";

/** The latest SYN's sequence number by direction of a flow. */
export type Origins = Map<string, number>;

/** Notes the SYN of a packet, if it is one, on the outside or within a tunnel. */
export function noteSyn(origins: Origins, packet: Ipv4Packet): void {
  const { payload } = packet;
  if (payload.kind === "ipv4") {
    noteSyn(origins, payload);
    return;
  }
  if (payload.kind !== "tcp" || (payload.flags & tcpFlags.syn) === 0) return;
  origins.set(wayOf(packet, payload), payload.seq);
}

export interface Numbers {
  readonly seq: number | null;
  readonly rawseq?: number;
  readonly ack: number | null;
  readonly rawack?: number;
}

/** The relative numbers of a segment; the raw ones where no SYN was seen. */
export function relativeNumbers(origins: Origins, packet: Ipv4Packet, segment: TcpSegment): Numbers {
  const own = origins.get(wayOf(packet, segment));
  const other = origins.get(wayBack(packet, segment));
  const hasAck = (segment.flags & tcpFlags.ack) !== 0;
  const seq = own === undefined ? null : (segment.seq - own) >>> 0;
  const ack = !hasAck ? 0 : other === undefined ? null : (segment.ack - other) >>> 0;
  return {
    seq,
    ...(seq === null ? { rawseq: segment.seq } : {}),
    ack,
    ...(ack === null ? { rawack: segment.ack } : {}),
  };
}

const wayOf = ({ src, dst }: Ipv4Packet, { srcPort, dstPort }: TcpSegment): string =>
  `${src} ${srcPort} ${dst} ${dstPort}`;

const wayBack = ({ src, dst }: Ipv4Packet, { srcPort, dstPort }: TcpSegment): string =>
  `${dst} ${dstPort} ${src} ${srcPort}`;
