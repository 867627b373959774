/**
 * The options of a TCP segment as Linux lays them out: each kind at its place, padded by NOPs in front to
 * words of 4 bytes. SACK-permitted takes the place of the two NOPs before timestamps.
 *
 * A load balancer by FULLNAT puts the client's endpoint in front of all (TOA), and overwrites timestamps by
 * ten NOPs. Unknown options go last. What does not fit into 40 bytes is left out, SACK blocks first.
 */

import type { Ipv4Address } from "./address.ts";
import { copyOf, get8, get16, get32, joined, put16, put32, putBytes } from "./bytes.ts";
import type { TcpOptions } from "./tcp.ts";

const kinds = {
  end: 0,
  nop: 1,
  mss: 2,
  windowScale: 3,
  sackPermitted: 4,
  sack: 5,
  timestamps: 8,
  toa: 254,
} as const;
/** Length by kind, for the kinds that have one length. */
const knownLengths: readonly (number | undefined)[] = [
  undefined,
  undefined,
  4,
  3,
  2,
  undefined,
  undefined,
  undefined,
  10,
];
const longest = 40;
const timestampsLength = 10;
const nopWord = 0x0101;
const nopDoubleWord = 0x01010101;
const sackPermittedWord = 0x0402;

/** Bytes that TOA takes. */
export const toaLength = 8;

/** Options, with those left out absent. */
export const tcpOptions = (fields: Partial<TcpOptions>): TcpOptions => ({
  mss: fields.mss,
  windowScale: fields.windowScale,
  sackPermitted: fields.sackPermitted ?? false,
  timestamps: fields.timestamps,
  sack: fields.sack ?? [],
  other: fields.other,
  erasedTimestamps: fields.erasedTimestamps,
  toa: fields.toa,
});

/** Whether TOA finds room beside the other options. */
export const hasRoomForToa = (options: TcpOptions | undefined): boolean =>
  tcpOptionsLength(options) + toaLength <= longest;

/** Bytes that options take in a segment, with padding: a multiple of 4, at most 40. */
export function tcpOptionsLength(options: TcpOptions | undefined): number {
  if (options === undefined) return 0;
  const blocks = sackBlocks(options);
  return fixedLength(options) + (blocks === 0 ? 0 : 4 + 8 * blocks) + otherLength(options);
}

/** Writes the options at `at`: as many bytes as `tcpOptionsLength` says. */
export function encodeTcpOptionsInto(options: TcpOptions, buffer: Uint8Array, at: number): void {
  const { mss, timestamps, sackPermitted, erasedTimestamps, windowScale } = options;
  let next = encodeToa(options, buffer, at);
  if (mss !== undefined) {
    put16(buffer, next, (kinds.mss << 8) | 4);
    put16(buffer, next + 2, mss);
    next += 4;
  }
  if (timestamps !== undefined || erasedTimestamps === true) {
    put16(buffer, next, sackPermitted ? sackPermittedWord : nopWord);
    next = encodeTimestamps(timestamps, buffer, next + 2);
  } else if (sackPermitted) {
    put16(buffer, next, nopWord);
    put16(buffer, next + 2, sackPermittedWord);
    next += 4;
  }
  if (windowScale !== undefined) {
    put32(buffer, next, 0x01030300 | (windowScale & 255));
    next += 4;
  }
  encodeOther(options, buffer, encodeSack(options, buffer, next));
}

/**
 * Reads options from `at` to `end`. As a Linux host does, stops without complaint at the first broken one.
 */
export function decodeTcpOptions(bytes: Uint8Array, at: number, end: number): TcpOptions {
  const found: OptionsFound = {
    mss: undefined,
    windowScale: undefined,
    sackPermitted: false,
    timestamps: undefined,
    sack: [],
    other: undefined,
    erasedTimestamps: undefined,
    toa: undefined,
  };
  let next = at;
  let nops = 0;
  while (next < end) {
    const kind = get8(bytes, next);
    if (kind === kinds.end) break;
    nops = kind === kinds.nop ? nops + 1 : 0;
    if (nops === timestampsLength) found.erasedTimestamps = true;
    const length = kind === kinds.nop ? 1 : get8(bytes, next + 1);
    if (kind !== kinds.nop && (length < 2 || next + length > end)) break;
    if (kind !== kinds.nop) readOption(found, bytes, next, length);
    next += length;
  }
  return found;
}

type OptionsFound = { -readonly [Key in keyof TcpOptions]: TcpOptions[Key] };

function readOption(found: OptionsFound, bytes: Uint8Array, at: number, length: number): void {
  if (readKnownOption(found, bytes, at, length)) return;
  const option = copyOf(bytes, at, at + length);
  found.other = found.other === undefined ? option : joined(found.other, option);
}

/** Whether the option is of a known kind and of the length that kind has. */
function readKnownOption(found: OptionsFound, bytes: Uint8Array, at: number, length: number): boolean {
  const kind = get8(bytes, at);
  if (kind === kinds.sack) return readSack(found, bytes, at, length);
  if (kind === kinds.toa && length === toaLength) {
    found.toa = { address: get32(bytes, at + 4) as Ipv4Address, port: get16(bytes, at + 2) };
    return true;
  }
  if (length !== knownLengths[kind]) return false;
  if (kind === kinds.mss) found.mss = get16(bytes, at + 2);
  if (kind === kinds.windowScale) found.windowScale = get8(bytes, at + 2);
  if (kind === kinds.sackPermitted) found.sackPermitted = true;
  if (kind === kinds.timestamps) {
    found.timestamps = { value: get32(bytes, at + 2), echo: get32(bytes, at + 6) };
  }
  return true;
}

function readSack(found: OptionsFound, bytes: Uint8Array, at: number, length: number): boolean {
  if (length < 10 || length % 8 !== 2) return false;
  const blocks: (readonly [number, number])[] = [];
  for (let next = at + 2; next < at + length; next += 8) {
    blocks.push([get32(bytes, next), get32(bytes, next + 4)]);
  }
  found.sack = blocks;
  return true;
}

/** TOA, MSS, SACK-permitted, timestamps and window scale. */
function fixedLength(options: TcpOptions): number {
  const mss = options.mss === undefined ? 0 : 4;
  const hasTimestamps = options.timestamps !== undefined || options.erasedTimestamps === true;
  const timestamps = hasTimestamps ? 8 : 0;
  const sackPermitted = hasTimestamps || options.sackPermitted ? 4 : 0;
  const toa = options.toa === undefined ? 0 : toaLength;
  return toa + mss + timestamps + sackPermitted + (options.windowScale === undefined ? 0 : 4);
}

/** How many SACK blocks fit. */
function sackBlocks(options: TcpOptions): number {
  if (options.sack.length === 0) return 0;
  const room = Math.floor((longest - fixedLength(options) - 4) / 8);
  return Math.max(0, Math.min(options.sack.length, room));
}

/** Bytes of unknown options with their padding, 0 if they do not fit. */
function otherLength(options: TcpOptions): number {
  if (options.other === undefined) return 0;
  const blocks = sackBlocks(options);
  const length = (options.other.length + 3) & ~3;
  return fixedLength(options) + (blocks === 0 ? 0 : 4 + 8 * blocks) + length <= longest ? length : 0;
}

/** Ten bytes: the timestamps, or the NOPs that stand in their place. */
function encodeTimestamps(timestamps: TcpOptions["timestamps"], buffer: Uint8Array, at: number): number {
  put16(buffer, at, timestamps === undefined ? nopWord : (kinds.timestamps << 8) | timestampsLength);
  put32(buffer, at + 2, timestamps?.value ?? nopDoubleWord);
  put32(buffer, at + 6, timestamps?.echo ?? nopDoubleWord);
  return at + timestampsLength;
}

function encodeToa({ toa }: TcpOptions, buffer: Uint8Array, at: number): number {
  if (toa === undefined) return at;
  put16(buffer, at, (kinds.toa << 8) | toaLength);
  put16(buffer, at + 2, toa.port);
  put32(buffer, at + 4, toa.address);
  return at + toaLength;
}

function encodeSack(options: TcpOptions, buffer: Uint8Array, at: number): number {
  const blocks = sackBlocks(options);
  if (blocks === 0) return at;
  put32(buffer, at, 0x01010500 | (2 + 8 * blocks));
  let next = at + 4;
  for (const [left, right] of options.sack.slice(0, blocks)) {
    put32(buffer, next, left);
    put32(buffer, next + 4, right);
    next += 8;
  }
  return next;
}

function encodeOther(options: TcpOptions, buffer: Uint8Array, at: number): void {
  const length = otherLength(options);
  if (options.other === undefined || length === 0) return;
  putBytes(buffer, at, options.other);
  for (let next = options.other.length; next < length; next += 1) buffer[at + next] = kinds.nop;
}
