/**
 * The headers of a frame, from the outside in.
 */

import type { ArpMessage } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { IcmpMessage } from "#sim/wire/icmp";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import type { TcpSegment } from "#sim/wire/tcp";
import type { UdpDatagram } from "#sim/wire/udp";

/** The headers that a frame has; of each kind the outer before the inner. */
export interface Headers {
  readonly ethernet: EthernetFrame;
  readonly arp: ArpMessage | undefined;
  readonly ipv4: readonly Ipv4Packet[];
  readonly tcp: readonly TcpSegment[];
  readonly udp: readonly UdpDatagram[];
  readonly icmp: readonly IcmpMessage[];
}

/** Looks into packets within packets as far as they can be read. */
export function headersOf(frame: EthernetFrame): Headers {
  const { payload } = frame;
  const headers = {
    ethernet: frame,
    arp: payload.kind === "arp" ? payload : undefined,
    ipv4: [] as Ipv4Packet[],
    tcp: [] as TcpSegment[],
    udp: [] as UdpDatagram[],
    icmp: [] as IcmpMessage[],
  };
  let packet = payload.kind === "ipv4" ? payload : undefined;
  while (packet !== undefined) {
    headers.ipv4.push(packet);
    const inner: Ipv4Packet["payload"] = packet.payload;
    if (inner.kind === "tcp") headers.tcp.push(inner);
    if (inner.kind === "udp") headers.udp.push(inner);
    if (inner.kind === "icmp") headers.icmp.push(inner);
    packet = packetWithin(inner);
  }
  return headers;
}

/** The packet that a payload carries: by itself, or within GRE. */
export function packetWithin(payload: Ipv4Packet["payload"]): Ipv4Packet | undefined {
  if (payload.kind === "ipv4") return payload;
  return payload.kind === "gre" && payload.payload.kind === "ipv4" ? payload.payload : undefined;
}
