/**
 * The header fields that are compared from hop to hop: which there are, and their values in a frame or
 * packet.
 *
 * Names are short and as tcpdump's filters have them. Of packets within packets the innermost is "ip" and
 * what is around it "outer"; what wraps them besides IP is "carrier". Checksums are left out: they change
 * with everything else and decide nothing.
 */

import type { Ipv4Address, MacAddress } from "#sim/wire/address";
import { type ArpMessage, arpOperations } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { type IcmpMessage, icmpTypes } from "#sim/wire/icmp";
import { type Ipv4Packet, type Ipv4Payload, isFragment } from "#sim/wire/ipv4";
import type { TcpOptions, TcpSegment } from "#sim/wire/tcp";
import { type LayerName, packetInDatagram } from "#ui/layer";
import { icmpCodeText, icmpTypeText, tcpFlagText } from "./field-layouts.ts";

/** A value of a field. */
export type HopValue =
  | { readonly kind: "mac"; readonly mac: MacAddress }
  | { readonly kind: "ipv4"; readonly address: Ipv4Address }
  /** `name`: what the number is called, where it has a name. */
  | { readonly kind: "number"; readonly number: number; readonly name?: string | undefined }
  | { readonly kind: "text"; readonly text: string };

export type HopGroup = "ethernet" | "arp" | "outer" | "carrier" | "ip" | "transport" | "icmp" | "quote";

/** The groups from the outside in, with what each belongs to. */
export const hopGroups: readonly (readonly [HopGroup, LayerName])[] = [
  ["ethernet", "ethernet"],
  ["arp", "arp"],
  ["outer", "outer"],
  ["carrier", "outer"],
  ["ip", "ip"],
  ["transport", "transport"],
  ["icmp", "icmp"],
  ["quote", "icmp"],
];

/** The values of a frame by field, such as `ip.dst`, in the order in which they are shown. */
export type HopValues = ReadonlyMap<string, HopValue>;

/** Fields that are shown only where they differ from one hop to another. */
export const quietFields: ReadonlySet<string> = new Set([
  "ip.tos",
  "ip.len",
  "outer.tos",
  "transport.win",
  "transport.options",
]);

/** Fields that few ask for: folded away at first where nothing changed them. */
export const minorFields: ReadonlySet<string> = new Set([
  "ip.id",
  "ip.len",
  "outer.id",
  "outer.len",
  "transport.seq",
  "transport.ack",
  "transport.len",
]);

const macValue = (mac: MacAddress): HopValue => ({ kind: "mac", mac });
const ipValue = (address: Ipv4Address): HopValue => ({ kind: "ipv4", address });
const numberValue = (number: number, name?: string): HopValue => ({ kind: "number", number, name });
const textValue = (text: string): HopValue => ({ kind: "text", text });

/** Whether two values are the same. */
export function isSame(one: HopValue | undefined, other: HopValue | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return keyOf(one) === keyOf(other);
}

function keyOf(value: HopValue): number | string {
  switch (value.kind) {
    case "mac":
      return value.mac;
    case "ipv4":
      return value.address;
    case "number":
      return value.number;
    case "text":
      return value.text;
  }
}

/** The values of a frame. */
export function valuesOfFrame(frame: EthernetFrame): HopValues {
  const values = new Map<string, HopValue>();
  values.set("ethernet.dst", macValue(frame.dst));
  values.set("ethernet.src", macValue(frame.src));
  if (frame.vlan !== undefined) values.set("ethernet.vlan", numberValue(frame.vlan.id));
  const { payload } = frame;
  if (payload.kind === "arp") putArp(values, payload);
  if (payload.kind === "ipv4") putPacket(values, payload);
  if (payload.kind === "other") values.set("ethernet.type", numberValue(payload.etherType));
  return values;
}

/** The values of a packet without a frame. */
export function valuesOfPacket(packet: Ipv4Packet): HopValues {
  const values = new Map<string, HopValue>();
  putPacket(values, packet);
  return values;
}

type Values = Map<string, HopValue>;

function putArp(values: Values, message: ArpMessage): void {
  const { operation } = message;
  const word = operation === arpOperations.request ? "request" : "reply";
  values.set("arp.op", textValue(operation <= arpOperations.reply ? word : `${operation}`));
  values.set("arp.sender mac", macValue(message.senderMac));
  values.set("arp.sender ip", ipValue(message.senderIp));
  values.set("arp.target mac", macValue(message.targetMac));
  values.set("arp.target ip", ipValue(message.targetIp));
}

function putPacket(values: Values, packet: Ipv4Packet): void {
  const inner = innerOf(packet.payload);
  if (inner === undefined) {
    putIp(values, "ip", packet);
    putPayload(values, packet);
    return;
  }
  if (!values.has("outer.src")) putIp(values, "outer", packet);
  putCarrier(values, packet.payload);
  putPacket(values, inner);
}

/** The packet within a payload. */
function innerOf(payload: Ipv4Payload): Ipv4Packet | undefined {
  if (payload.kind === "ipv4") return payload;
  if (payload.kind === "gre") return payload.payload.kind === "ipv4" ? payload.payload : undefined;
  return payload.kind === "udp" ? packetInDatagram(payload) : undefined;
}

function putCarrier(values: Values, payload: Ipv4Payload): void {
  if (payload.kind === "gre") {
    values.set("carrier.type", textValue(payload.hasChecksum ? "GRE+csum" : "GRE"));
  }
  if (payload.kind !== "udp") return;
  values.set("carrier.type", textValue("UDP, GUE"));
  values.set("carrier.sport", numberValue(payload.srcPort));
  values.set("carrier.dport", numberValue(payload.dstPort));
}

function putIp(values: Values, group: "ip" | "outer", packet: Ipv4Packet): void {
  values.set(`${group}.src`, ipValue(packet.src));
  values.set(`${group}.dst`, ipValue(packet.dst));
  values.set(`${group}.ttl`, numberValue(packet.ttl));
  values.set(`${group}.id`, numberValue(packet.id));
  values.set(`${group}.len`, numberValue(packet.length));
  values.set(`${group}.tos`, numberValue(packet.tos));
  if (isFragment(packet)) {
    values.set(`${group}.frag`, textValue(`${packet.fragmentOffset}${packet.moreFragments ? " +" : ""}`));
  }
}

function putPayload(values: Values, { payload, protocol }: Ipv4Packet): void {
  switch (payload.kind) {
    case "tcp":
      putTcp(values, payload);
      return;
    case "udp":
      putPorts(values, "transport", payload);
      values.set("transport.len", numberValue(payload.payload.length));
      return;
    case "icmp":
      putIcmp(values, payload);
      return;
    case "raw":
      values.set("ip.proto", numberValue(protocol));
      return;
    case "gre":
      values.set("ip.proto", textValue("GRE"));
      return;
    case "ipv4":
  }
}

function putPorts(
  values: Values,
  group: HopGroup,
  { srcPort, dstPort }: { readonly srcPort: number; readonly dstPort: number },
): void {
  values.set(`${group}.sport`, numberValue(srcPort));
  values.set(`${group}.dport`, numberValue(dstPort));
}

function putTcp(values: Values, segment: TcpSegment): void {
  putPorts(values, "transport", segment);
  values.set("transport.flags", textValue(tcpFlagText(segment.flags)));
  values.set("transport.seq", numberValue(segment.seq));
  values.set("transport.ack", numberValue(segment.ack));
  values.set("transport.len", numberValue(segment.payload.length));
  values.set("transport.win", numberValue(segment.window));
  values.set("transport.options", textValue(optionsText(segment.options)));
}

function optionsText(options: TcpOptions | undefined): string {
  if (options === undefined) return "–";
  const present = [
    options.toa === undefined ? "" : "toa",
    options.mss === undefined ? "" : `mss ${options.mss}`,
    options.sackPermitted ? "sackOK" : "",
    options.timestamps === undefined ? "" : "TS",
    options.erasedTimestamps === true ? "nop×10" : "",
    options.windowScale === undefined ? "" : `wscale ${options.windowScale}`,
    options.sack.length === 0 ? "" : "sack",
  ];
  return present.filter((text) => text !== "").join(", ");
}

function putIcmp(values: Values, message: IcmpMessage): void {
  const { type, code } = message;
  values.set("icmp.type", numberValue(type, icmpTypeText(type)));
  values.set("icmp.code", numberValue(code, icmpCodeText(type, code)));
  if (message.type === icmpTypes.redirect) values.set("icmp.gateway", ipValue(message.rest as Ipv4Address));
  if (message.type === icmpTypes.echoRequest || message.type === icmpTypes.echoReply) {
    values.set("icmp.id", numberValue(message.rest >>> 16));
    values.set("icmp.seq", numberValue(message.rest & 0xffff));
  }
  if (message.type === icmpTypes.unreachable && message.code === 4) {
    values.set("icmp.mtu", numberValue(message.rest & 0xffff));
  }
  const { quote } = message;
  if (quote === undefined) return;
  values.set("quote.src", ipValue(quote.src));
  values.set("quote.dst", ipValue(quote.dst));
  if (quote.payload.kind === "tcp" || quote.payload.kind === "udp") {
    putPorts(values, "quote", quote.payload);
  }
}
