/**
 * TCP segments (RFC 9293) with the options that Linux uses: MSS, window scale, SACK (RFC 2018), timestamps
 * (RFC 7323). Unknown options are kept as bytes. The urgent pointer is left out: it is sent as 0.
 */

import type { Endpoint } from "./address.ts";
import { copyOf, get8, get16, get32, noBytes, put16, put32, putBytes } from "./bytes.ts";
import { checksumOfSum, foldSum, pseudoHeaderSum, sumBytes, wrongChecksum } from "./checksum.ts";
import { decodeTcpOptions, encodeTcpOptionsInto, tcpOptionsLength } from "./tcp-options.ts";

/** Option values; `undefined` when the option is absent. Unknown kinds are kept in `other`, as bytes. */
export interface TcpOptions {
  readonly mss: number | undefined;
  readonly windowScale: number | undefined;
  readonly sackPermitted: boolean;
  /** TSval and TSecr. */
  readonly timestamps: { readonly value: number; readonly echo: number } | undefined;
  /** Blocks of received data beyond a hole: left and right edge. */
  readonly sack: readonly (readonly [number, number])[];
  readonly other: Uint8Array | undefined;
  /** `true`: ten NOPs stand where the sender's timestamps were. Absent from all but a SYN through FULLNAT. */
  readonly erasedTimestamps: true | undefined;
  /** The client of a connection that came through FULLNAT (option 254 of the `toa` module). */
  readonly toa: Endpoint | undefined;
}

/** One segment. Sequence numbers are absolute, modulo 2^32. */
export interface TcpSegment {
  readonly kind: "tcp";
  readonly srcPort: number;
  readonly dstPort: number;
  readonly seq: number;
  readonly ack: number;
  /** A sum of `tcpFlags`. */
  readonly flags: number;
  /** The field as sent, not scaled. */
  readonly window: number;
  readonly options: TcpOptions | undefined;
  readonly payload: Uint8Array;
  /** Header, options and payload, in bytes. */
  readonly length: number;
  readonly checksumOk: boolean;
}

export const tcpFlags = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32, ece: 64, cwr: 128 } as const;

/** What it takes to make a segment. */
export interface TcpFields {
  readonly srcPort: number;
  readonly dstPort: number;
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  readonly window: number;
  readonly options?: TcpOptions | undefined;
  readonly payload?: Uint8Array | undefined;
}

const headerLength = 20;
const protocol = 6;

/** A segment with its length. */
export const tcpSegment = (fields: TcpFields): TcpSegment => ({
  kind: "tcp",
  srcPort: fields.srcPort,
  dstPort: fields.dstPort,
  seq: fields.seq,
  ack: fields.ack,
  flags: fields.flags,
  window: fields.window,
  options: fields.options,
  payload: fields.payload ?? noBytes,
  length: headerLength + tcpOptionsLength(fields.options) + (fields.payload ?? noBytes).length,
  checksumOk: true,
});

/** Writes a segment at `at`; `addresses` is the `addressSum` of its packet. */
export function encodeTcp(segment: TcpSegment, buffer: Uint8Array, at: number, addresses: number): void {
  const optionsLength = tcpOptionsLength(segment.options);
  const dataOffset = headerLength + optionsLength;
  put16(buffer, at, segment.srcPort);
  put16(buffer, at + 2, segment.dstPort);
  put32(buffer, at + 4, segment.seq);
  put32(buffer, at + 8, segment.ack);
  put16(buffer, at + 12, (dataOffset << 10) | (segment.flags & 0xfff));
  put16(buffer, at + 14, segment.window);
  put32(buffer, at + 16, 0);
  if (segment.options !== undefined) encodeTcpOptionsInto(segment.options, buffer, at + headerLength);
  putBytes(buffer, at + dataOffset, segment.payload);
  const sum = sumBytes(buffer, at, at + dataOffset + segment.payload.length);
  const right = checksumOfSum(sum + pseudoHeaderSum(addresses, protocol, segment.length));
  put16(buffer, at + 16, segment.checksumOk ? right : wrongChecksum(right));
}

/**
 * Reads the segment from `at` to `end`. Options come out in the order Linux sends them, so an unusual layout
 * has another length when it is encoded again.
 */
export function decodeTcp(
  bytes: Uint8Array,
  at: number,
  end: number,
  addresses: number,
): TcpSegment | undefined {
  if (end - at < headerLength) return undefined;
  const dataOffset = (get8(bytes, at + 12) >>> 4) * 4;
  if (dataOffset < headerLength || dataOffset > end - at) return undefined;
  const options =
    dataOffset === headerLength ? undefined : decodeTcpOptions(bytes, at + headerLength, at + dataOffset);
  return {
    kind: "tcp",
    srcPort: get16(bytes, at),
    dstPort: get16(bytes, at + 2),
    seq: get32(bytes, at + 4),
    ack: get32(bytes, at + 8),
    flags: get16(bytes, at + 12) & 0xfff,
    window: get16(bytes, at + 14),
    options,
    payload: copyOf(bytes, at + dataOffset, end),
    length: headerLength + tcpOptionsLength(options) + (end - at - dataOffset),
    checksumOk: tcpChecksumOk(bytes, at, end, addresses),
  };
}

/** Whether the checksum of a whole segment is right. */
export const tcpChecksumOk = (bytes: Uint8Array, at: number, end: number, addresses: number): boolean =>
  foldSum(sumBytes(bytes, at, end) + pseudoHeaderSum(addresses, protocol, end - at)) === 0xffff;
