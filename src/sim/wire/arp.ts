/**
 * ARP for IPv4 over Ethernet (RFC 826).
 */

import type { Ipv4Address, MacAddress } from "./address.ts";
import { get16, get32, get48, put16, put32, put48 } from "./bytes.ts";

export interface ArpMessage {
  readonly kind: "arp";
  /** 1: request, 2: reply. */
  readonly operation: number;
  readonly senderMac: MacAddress;
  readonly senderIp: Ipv4Address;
  readonly targetMac: MacAddress;
  readonly targetIp: Ipv4Address;
  /** Always 28 bytes. */
  readonly length: number;
}

export const arpOperations = { request: 1, reply: 2 } as const;

/** What it takes to make a message: all but kind and length. */
export type ArpFields = Omit<ArpMessage, "kind" | "length">;

const messageLength = 28;

/** A message with its length. */
export const arpMessage = (fields: ArpFields): ArpMessage => ({
  kind: "arp",
  operation: fields.operation,
  senderMac: fields.senderMac,
  senderIp: fields.senderIp,
  targetMac: fields.targetMac,
  targetIp: fields.targetIp,
  length: messageLength,
});

/** Writes a message at `at`. */
export function encodeArp(message: ArpMessage, buffer: Uint8Array, at: number): void {
  put16(buffer, at, 1);
  put16(buffer, at + 2, 0x0800);
  put16(buffer, at + 4, 0x0604);
  put16(buffer, at + 6, message.operation);
  put48(buffer, at + 8, message.senderMac);
  put32(buffer, at + 14, message.senderIp);
  put48(buffer, at + 18, message.targetMac);
  put32(buffer, at + 24, message.targetIp);
}

/** Reads a message from `at` to `end`; `undefined` for other hardware or protocols than Ethernet and IPv4. */
export function decodeArp(bytes: Uint8Array, at: number, end: number): ArpMessage | undefined {
  if (end - at < messageLength) return undefined;
  if (get16(bytes, at) !== 1 || get16(bytes, at + 2) !== 0x0800) return undefined;
  if (get16(bytes, at + 4) !== 0x0604) return undefined;
  return {
    kind: "arp",
    operation: get16(bytes, at + 6),
    senderMac: get48(bytes, at + 8) as MacAddress,
    senderIp: get32(bytes, at + 14) as Ipv4Address,
    targetMac: get48(bytes, at + 18) as MacAddress,
    targetIp: get32(bytes, at + 24) as Ipv4Address,
    length: messageLength,
  };
}
