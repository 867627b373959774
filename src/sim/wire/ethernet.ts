/**
 * Ethernet II frames with an optional 802.1Q tag. No preamble, padding or frame check sequence: a frame is
 * what a capture on the sending host shows. The tag's drop eligible bit is left out: it is ignored and sent
 * as 0.
 */

import type { MacAddress } from "./address.ts";
import { type ArpMessage, decodeArp, encodeArp } from "./arp.ts";
import { copyOf, get16, get48, put16, put48, putBytes } from "./bytes.ts";
import type { Ipv4Packet } from "./ipv4.ts";
import { decodePacketAt, encodePacketInto } from "./packet.ts";

/** A payload of an EtherType that nobody here looks into. */
export interface OtherPayload {
  readonly kind: "other";
  readonly etherType: number;
  readonly bytes: Uint8Array;
  readonly length: number;
}

export type EthernetPayload = Ipv4Packet | ArpMessage | OtherPayload;

/** An 802.1Q tag: the VLAN identifier (1 to 4094) and the priority (0 to 7). */
export interface VlanTag {
  readonly id: number;
  readonly priority: number;
}

export interface EthernetFrame {
  readonly dst: MacAddress;
  readonly src: MacAddress;
  readonly vlan: VlanTag | undefined;
  readonly payload: EthernetPayload;
  /** Header, tag and payload, in bytes. */
  readonly length: number;
}

/** The longest packet that a frame carries, in bytes, unless a device is set up for more. */
export const ethernetMtu = 1500;

export const etherTypes = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100 } as const;

/** A frame around a payload. */
export const ethernet = (
  dst: MacAddress,
  src: MacAddress,
  payload: EthernetPayload,
  vlan?: VlanTag,
): EthernetFrame => ({
  dst,
  src,
  vlan,
  payload,
  length: (vlan === undefined ? 14 : 18) + payload.length,
});

/** Bytes of an EtherType that nobody here looks into, as a payload. */
export const otherPayload = (etherType: number, bytes: Uint8Array): OtherPayload => ({
  kind: "other",
  etherType,
  bytes,
  length: bytes.length,
});

const headerLength = 14;
const tagLength = 4;

/** A frame as bytes of its own. */
export function encodeFrame(frame: EthernetFrame): Uint8Array {
  const buffer = new Uint8Array(frame.length);
  encodeFrameInto(frame, buffer);
  return buffer;
}

/** Writes a frame into a buffer that has room for `frame.length` bytes from `at` on; answers that length. */
export function encodeFrameInto(frame: EthernetFrame, buffer: Uint8Array, at = 0): number {
  put48(buffer, at, frame.dst);
  put48(buffer, at + 6, frame.src);
  let next = at + headerLength - 2;
  if (frame.vlan !== undefined) {
    put16(buffer, next, etherTypes.vlan);
    put16(buffer, next + 2, (frame.vlan.priority << 13) | (frame.vlan.id & 0xfff));
    next += tagLength;
  }
  put16(buffer, next, etherTypeOf(frame.payload));
  encodeFramePayload(frame.payload, buffer, next + 2);
  return frame.length;
}

function encodeFramePayload(payload: EthernetPayload, buffer: Uint8Array, at: number): void {
  switch (payload.kind) {
    case "ipv4":
      encodePacketInto(payload, buffer, at);
      return;
    case "arp":
      encodeArp(payload, buffer, at);
      return;
    case "other":
      putBytes(buffer, at, payload.bytes);
  }
}

/** The EtherType that says what a payload is. */
export function etherTypeOf(payload: EthernetPayload): number {
  switch (payload.kind) {
    case "ipv4":
      return etherTypes.ipv4;
    case "arp":
      return etherTypes.arp;
    case "other":
      return payload.etherType;
  }
}

/**
 * Reads a frame; its packets get the given `origin`. Padding after an IPv4 packet or an ARP message is
 * dropped. `undefined` if the frame, or what its type says it holds, is malformed.
 */
export function decodeFrame(bytes: Uint8Array, origin = 0): EthernetFrame | undefined {
  if (bytes.length < headerLength) return undefined;
  const tagged = get16(bytes, headerLength - 2) === etherTypes.vlan;
  const start = tagged ? headerLength + tagLength : headerLength;
  if (bytes.length < start) return undefined;
  const payload = decodeFramePayload(bytes, start, origin);
  if (payload === undefined) return undefined;
  return {
    dst: get48(bytes, 0) as MacAddress,
    src: get48(bytes, 6) as MacAddress,
    vlan: tagged ? decodeTag(get16(bytes, headerLength)) : undefined,
    payload,
    length: start + payload.length,
  };
}

const decodeTag = (control: number): VlanTag => ({ id: control & 0xfff, priority: control >>> 13 });

function decodeFramePayload(bytes: Uint8Array, at: number, origin: number): EthernetPayload | undefined {
  const etherType = get16(bytes, at - 2);
  if (etherType === etherTypes.ipv4) return decodePacketAt({ bytes, origin }, at, bytes.length);
  if (etherType === etherTypes.arp) return decodeArp(bytes, at, bytes.length);
  return otherPayload(etherType, copyOf(bytes, at, bytes.length));
}
