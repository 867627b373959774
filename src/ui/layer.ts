/**
 * The layers of a frame: which headers it has, outermost first, each with the colour it has everywhere on
 * the page (`--layer-…` of style/tokens.css) and a short word.
 *
 * Leaves out what the bytes do not say: a datagram that is a tunnel's without a header of its own (fou).
 */

import type { EthernetFrame } from "#sim/wire/ethernet";
import { gueHeader } from "#sim/wire/gue";
import { type Ipv4Packet, isFragment, protocols } from "#sim/wire/ipv4";
import { decodePacketAt } from "#sim/wire/packet";
import type { UdpDatagram } from "#sim/wire/udp";

export type LayerName = "ethernet" | "arp" | "outer" | "ip" | "transport" | "icmp" | "data";

/** A header: its layer and the word on it. The words are names of protocols, alike in any language. */
export interface Layer {
  readonly layer: LayerName;
  readonly word: string;
}

const ethernetLayer: Layer = { layer: "ethernet", word: "ETH" };
const arpLayer: Layer = { layer: "arp", word: "ARP" };
const ipLayer: Layer = { layer: "ip", word: "IP" };
const outerLayer: Layer = { layer: "outer", word: "IP" };
const greLayer: Layer = { layer: "outer", word: "GRE" };
const gueLayer: Layer = { layer: "outer", word: "GUE" };
const tcpLayer: Layer = { layer: "transport", word: "TCP" };
const udpLayer: Layer = { layer: "transport", word: "UDP" };
const icmpLayer: Layer = { layer: "icmp", word: "ICMP" };

/** The headers of a frame, outermost first. */
export function layersOf({ payload }: EthernetFrame): readonly Layer[] {
  switch (payload.kind) {
    case "arp":
      return [ethernetLayer, arpLayer];
    case "ipv4":
      return [ethernetLayer, ...layersOfPacket(payload)];
    case "other":
      return [ethernetLayer, { layer: "data", word: payload.etherType.toString(16).padStart(4, "0") }];
  }
}

/** The headers of a packet without a frame around it. */
export function layersOfPacket(packet: Ipv4Packet): readonly Layer[] {
  const { payload } = packet;
  switch (payload.kind) {
    case "ipv4":
      return [outerLayer, ...layersOfPacket(payload)];
    case "gre":
      return payload.payload.kind === "ipv4"
        ? [outerLayer, greLayer, ...layersOfPacket(payload.payload)]
        : [outerLayer, greLayer];
    case "udp": {
      const inner = packetInDatagram(payload);
      return inner === undefined ? [ipLayer, udpLayer] : [outerLayer, gueLayer, ...layersOfPacket(inner)];
    }
    case "tcp":
      return [ipLayer, tcpLayer];
    case "icmp":
      return [ipLayer, icmpLayer];
    case "raw":
      return [ipLayer, rawLayer(packet)];
  }
}

const rawWords: ReadonlyMap<number, Layer> = new Map<number, Layer>([
  [protocols.tcp, tcpLayer],
  [protocols.udp, udpLayer],
  [protocols.icmp, icmpLayer],
  [protocols.igmp, { layer: "icmp", word: "IGMP" }],
  [protocols.vrrp, { layer: "icmp", word: "VRRP" }],
  [protocols.ipip, ipLayer],
  [protocols.gre, greLayer],
  [protocols.sctp, { layer: "transport", word: "SCTP" }],
  [protocols.esp, { layer: "transport", word: "ESP" }],
  [protocols.ah, { layer: "transport", word: "AH" }],
]);

/** What nobody looked into: a piece of a packet, or another protocol. */
function rawLayer(packet: Ipv4Packet): Layer {
  const known = rawWords.get(packet.protocol) ?? { layer: "data", word: `${packet.protocol}` };
  return isFragment(packet) && packet.fragmentOffset > 0 ? { layer: "data", word: known.word } : known;
}

/**
 * The packet that a datagram carries in a GUE header (generic UDP encapsulation), if its bytes read as one to
 * the last: a datagram does not say that it is a tunnel's.
 */
export function packetInDatagram({ payload }: UdpDatagram): Ipv4Packet | undefined {
  const header = gueHeader(payload);
  if (header === undefined || header.isControl || header.protocol !== protocols.ipip) return undefined;
  const inner = decodePacketAt({ bytes: payload, origin: 0 }, header.length, payload.length);
  return inner !== undefined && inner.length === payload.length - header.length ? inner : undefined;
}

/** The packet at the heart of a tunnelled one, or the packet itself. */
export function innermost(packet: Ipv4Packet): Ipv4Packet {
  const { payload } = packet;
  if (payload.kind === "ipv4") return innermost(payload);
  if (payload.kind === "gre") return payload.payload.kind === "ipv4" ? innermost(payload.payload) : packet;
  if (payload.kind !== "udp") return packet;
  const inner = packetInDatagram(payload);
  return inner === undefined ? packet : innermost(inner);
}
