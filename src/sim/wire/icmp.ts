/**
 * ICMP messages (RFC 792, RFC 1191 for the MTU of "fragmentation needed").
 *
 * Errors quote the packet they are about: as a value, as far as it was quoted; `quotedLength` says how many
 * bytes of it travel.
 */

import { copyOf, get8, get32, noBytes, put16, put32, putBytes } from "./bytes.ts";
import { checksum, wrongChecksum } from "./checksum.ts";
import type { Ipv4Packet } from "./ipv4.ts";

export interface IcmpMessage {
  readonly kind: "icmp";
  readonly type: number;
  readonly code: number;
  /**
   * The 32 bits after the checksum: identifier and sequence of an echo, gateway of a redirect, MTU of 3/4.
   */
  readonly rest: number;
  /** Data of an echo; empty where a packet is quoted. */
  readonly payload: Uint8Array;
  /** The packet an error is about. It may be cut: see `quotedLength`. */
  readonly quote: Ipv4Packet | undefined;
  /** Bytes of the quoted packet that travel in the message; 0 without a quote. */
  readonly quotedLength: number;
  /** Header and data, in bytes. */
  readonly length: number;
  readonly checksumOk: boolean;
  /**
   * The quote as it was received, in a message that was decoded: what was cut off, and the checksums it came
   * with, cannot be had from `quote` again. Absent in a message that was made or whose quote was rewritten.
   */
  readonly quotedBytes?: Uint8Array | undefined;
}

export const icmpTypes = {
  echoReply: 0,
  unreachable: 3,
  sourceQuench: 4,
  redirect: 5,
  echoRequest: 8,
  timeExceeded: 11,
  parameterProblem: 12,
  timestamp: 13,
  timestampReply: 14,
} as const;

/** Codes of type 3. */
export const unreachableCodes = {
  net: 0,
  host: 1,
  protocol: 2,
  port: 3,
  fragmentationNeeded: 4,
  netProhibited: 9,
  hostProhibited: 10,
  filtered: 13,
} as const;

const headerLength = 8;

/** A quote ends where the message with its IP header would exceed 576 bytes (RFC 1812 section 4.3.2.3). */
const longestQuote = 548;

const quotingTypes: ReadonlySet<number> = new Set([
  icmpTypes.unreachable,
  icmpTypes.sourceQuench,
  icmpTypes.redirect,
  icmpTypes.timeExceeded,
  icmpTypes.parameterProblem,
]);

/** Whether messages of this type quote the packet they are about. */
export const quotesPacket = (type: number): boolean => quotingTypes.has(type);

/** What it takes to make a message with data. */
export interface IcmpFields {
  readonly type: number;
  readonly code: number;
  readonly rest: number;
  readonly payload?: Uint8Array | undefined;
}

/** A message with data, such as an echo or one of a type that nobody here knows. */
export const icmpMessage = (fields: IcmpFields): IcmpMessage => ({
  kind: "icmp",
  type: fields.type,
  code: fields.code,
  rest: fields.rest,
  payload: fields.payload ?? noBytes,
  quote: undefined,
  quotedLength: 0,
  length: headerLength + (fields.payload ?? noBytes).length,
  checksumOk: true,
  quotedBytes: undefined,
});

/** An echo request or reply. */
export const echo = (fields: {
  readonly reply: boolean;
  readonly id: number;
  readonly seq: number;
  readonly payload: Uint8Array;
}): IcmpMessage =>
  icmpMessage({
    type: fields.reply ? icmpTypes.echoReply : icmpTypes.echoRequest,
    code: 0,
    rest: fields.id * 65536 + fields.seq,
    payload: fields.payload,
  });

export const echoId = (message: IcmpMessage): number => message.rest >>> 16;
export const echoSeq = (message: IcmpMessage): number => message.rest & 0xffff;

/** What it takes to make an error. */
export interface IcmpErrorFields {
  readonly type: number;
  readonly code: number;
  /** Gateway of a redirect, MTU of "fragmentation needed"; 0 if left out. */
  readonly rest?: number;
  readonly quote: Ipv4Packet;
  /** At most the length of the quote; as much as a Linux host quotes if left out. */
  readonly quotedLength?: number;
  /** The bytes of the quote, where they are not those of the packet. */
  readonly quotedBytes?: Uint8Array;
}

/** An error about a packet. */
export function icmpError(fields: IcmpErrorFields): IcmpMessage {
  const { quote, quotedBytes } = fields;
  const quotedLength = Math.min(fields.quotedLength ?? longestQuote, quotedBytes?.length ?? quote.length);
  return {
    kind: "icmp",
    type: fields.type,
    code: fields.code,
    rest: fields.rest ?? 0,
    payload: noBytes,
    quote,
    quotedLength,
    length: headerLength + quotedLength,
    checksumOk: true,
    quotedBytes: quotedBytes?.subarray(0, quotedLength),
  };
}

/**
 * The same error about a rewritten packet, as address translation does it; as much of it travels as before.
 */
export const withQuote = (message: IcmpMessage, quote: Ipv4Packet): IcmpMessage => ({
  kind: "icmp",
  type: message.type,
  code: message.code,
  rest: message.rest,
  payload: message.payload,
  quote,
  quotedLength: message.quotedLength,
  length: message.length,
  checksumOk: message.checksumOk,
  quotedBytes: undefined,
});

/** Writes a message at `at`; `data` is what follows the header: an echo's data or the bytes of the quote. */
export function encodeIcmp(message: IcmpMessage, data: Uint8Array, buffer: Uint8Array, at: number): void {
  buffer[at] = message.type;
  buffer[at + 1] = message.code;
  put16(buffer, at + 2, 0);
  put32(buffer, at + 4, message.rest);
  putBytes(buffer, at + headerLength, data);
  const right = checksum(buffer, at, at + headerLength + data.length);
  put16(buffer, at + 2, message.checksumOk ? right : wrongChecksum(right));
}

/** Reads the message from `at` to `end`. A quote is left in `payload`: reading it is the caller's. */
export function decodeIcmp(bytes: Uint8Array, at: number, end: number): IcmpMessage | undefined {
  if (end - at < headerLength) return undefined;
  return {
    kind: "icmp",
    type: get8(bytes, at),
    code: get8(bytes, at + 1),
    rest: get32(bytes, at + 4),
    payload: copyOf(bytes, at + headerLength, end),
    quote: undefined,
    quotedLength: 0,
    length: end - at,
    checksumOk: checksum(bytes, at, end) === 0,
    quotedBytes: undefined,
  };
}

/** A decoded message whose payload turned out to be the packet `quote`. */
export const withReadQuote = (message: IcmpMessage, quote: Ipv4Packet): IcmpMessage => ({
  kind: "icmp",
  type: message.type,
  code: message.code,
  rest: message.rest,
  payload: noBytes,
  quote,
  quotedLength: message.payload.length,
  length: message.length,
  checksumOk: message.checksumOk,
  quotedBytes: message.payload,
});
