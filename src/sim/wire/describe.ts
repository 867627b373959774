/**
 * Frames as lines of text, in the manner of tcpdump 4.99: link header, then describe-arp.ts or
 * describe-ipv4.ts.
 *
 * A describer reads bytes, as a capture tool does: so it can also tell of frames that are malformed or cut.
 * It remembers the first sequence numbers of each TCP flow, for later ones are shown relative to them.
 * Left out: link layers other than Ethernet II, and most protocols above UDP and TCP.
 */

import { formatMac, type MacAddress } from "./address.ts";
import { get16, get48 } from "./bytes.ts";
import { describeArp } from "./describe-arp.ts";
import { describeIpv4 } from "./describe-ipv4.ts";
import { after, type Captured, type Describer, hex16 } from "./describer.ts";
import { type EthernetFrame, encodeFrame, etherTypes } from "./ethernet.ts";
import { hexAndText } from "./hexdump.ts";
import type { Ipv4Packet } from "./ipv4.ts";
import { encodePacket } from "./packet.ts";

/** A frame as tcpdump prints it, without the time; lines are separated by newlines. */
export const describe = (frame: EthernetFrame, state: Describer): string =>
  describeFrameBytes(encodeFrame(frame), state);

/** A packet captured where there is no link header, as on a tunnel device. */
export const describePacket = (packet: Ipv4Packet, state: Describer): string =>
  describePacketBytes(encodePacket(packet), state);

/** The bytes of a packet captured without a link header; `length` is what it had before it was cut. */
export const describePacketBytes = (bytes: Uint8Array, state: Describer, length = bytes.length): string =>
  (state.options.link === true ? "ip: " : "") + describeIpv4({ bytes, length }, state);

/** The bytes of an Ethernet frame; `length` is what it had before it was cut. */
export function describeFrameBytes(bytes: Uint8Array, state: Describer, length = bytes.length): string {
  if (bytes.length < macHeaderLength) return " [|ether]";
  const etherType = get16(bytes, 12);
  const payload = after({ bytes, length }, macHeaderLength);
  const { options } = state;
  if (options.link === true) {
    return linkHeader(bytes, length, etherType, state) + describePayload(etherType, payload, state);
  }
  const inner = linkHeaderLength(bytes);
  const innerType = get16(bytes, inner - 2);
  if (isKnown(innerType)) return describePayload(etherType, payload, state);
  const header = options.quiet === true ? "" : linkHeader(bytes, length, innerType, state);
  return header + hexAndText(bytes.subarray(inner));
}

const macHeaderLength = 14;
const tagLength = 4;

/** Bytes before the payload of a frame, its tag included: where `-x`, `-X` and `-A` begin. */
export const linkHeaderLength = (bytes: Uint8Array): number =>
  get16(bytes, macHeaderLength - 2) === etherTypes.vlan ? macHeaderLength + tagLength : macHeaderLength;

const etherTypeNames: ReadonlyMap<number, string> = new Map<number, string>([
  [etherTypes.ipv4, "IPv4"],
  [etherTypes.arp, "ARP"],
  [0x8035, "Reverse ARP"],
  [etherTypes.vlan, "802.1Q"],
  [0x86dd, "IPv6"],
  [0x88a8, "802.1Q-QinQ"],
  [0x88cc, "LLDP"],
]);

function linkHeader(bytes: Uint8Array, length: number, etherType: number, state: Describer): string {
  const src = formatMac(get48(bytes, 6) as MacAddress);
  const dst = formatMac(get48(bytes, 0) as MacAddress);
  return `${src} > ${dst}, ${etherTypeText(etherType, state)}, length ${length}: `;
}

/** An EtherType as `-e` shows it. */
export function etherTypeText(etherType: number, { options }: Describer): string {
  const name = etherTypeNames.get(etherType) ?? "Unknown";
  if (options.quiet === true) return name === "Unknown" ? `Unknown Ethertype (${hex16(etherType)})` : name;
  return `ethertype ${name} (${hex16(etherType)})`;
}

const isKnown = (etherType: number): boolean => etherType === etherTypes.ipv4 || etherType === etherTypes.arp;

/** What follows a link header or tag; with the option `link` without the name that leads it otherwise. */
export function describePayload(etherType: number, payload: Captured, state: Describer): string {
  if (etherType === etherTypes.ipv4) return describeIpv4(payload, state);
  if (etherType === etherTypes.arp) return describeArp(payload, state);
  if (etherType === etherTypes.vlan) return describeTagged(payload, state);
  return hexAndText(payload.bytes);
}

function describeTagged(payload: Captured, state: Describer): string {
  const { bytes } = payload;
  if (bytes.length < tagLength) return " [|vlan]";
  const control = get16(bytes, 0);
  const inner = get16(bytes, 2);
  const rest = describePayload(inner, after(payload, tagLength), state);
  if (state.options.link !== true) return rest;
  const dropEligible = (control & 0x1000) === 0 ? "" : ", DEI";
  const tag = `vlan ${control & 0xfff}, p ${control >>> 13}${dropEligible}`;
  return `${tag}, ${etherTypeText(inner, state)}, ${rest}`;
}
