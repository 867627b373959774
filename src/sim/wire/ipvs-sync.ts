/**
 * Messages by which one director tells another of its connections (ip_vs_sync.c of Linux 6.1), versions 1
 * and 0: a head, then a record a connection.
 *
 * They travel in UDP to port 8848 of group 224.0.0.81. Leaves out records of IPv6 connections.
 */

import type { Endpoint, Ipv4Address } from "./address.ts";
import { copyOf, get8, get16, get32, put16, put32, putBytes } from "./bytes.ts";

export type SyncVersion = 0 | 1;

/** One connection, or one template of persistence. */
export interface SyncRecord {
  readonly protocol: number;
  /** The kernel's flags; the lowest three bits are the forwarding method. Version 0 has room for 16 bits. */
  readonly flags: number;
  readonly state: number;
  readonly client: Endpoint;
  readonly virtual: Endpoint;
  readonly server: Endpoint;
  /** The firewall mark; version 0 does not carry it. */
  readonly mark: number;
  /** In seconds; 0: that of the state, as always in version 0. */
  readonly timeout: number;
  /** Offsets of TCP sequence numbers of both directions, 24 bytes, where a helper moved them. */
  readonly sequences?: Uint8Array | undefined;
  /** What an engine of persistence knows its template by. */
  readonly engine?: { readonly name: string; readonly data: string } | undefined;
}

/** What ends the reading of a message; the records before it count. */
export type SyncFault =
  | { readonly kind: "too-small" | "beyond-end" | "bad-record-v0" | "bad-options-v0" }
  | { readonly kind: "unknown-version"; readonly version: number }
  | { readonly kind: "undecodable"; readonly code: number };

export interface SyncMessage {
  readonly version: SyncVersion;
  readonly syncId: number;
  readonly records: readonly SyncRecord[];
  readonly fault?: SyncFault;
}

/** Bytes of the head of a message. */
export const headLengths: Readonly<Record<SyncVersion, number>> = { 0: 4, 1: 8 };
const plainLengths: Readonly<Record<SyncVersion, number>> = { 0: 24, 1: 36 };
const sequencesLength = 24;
/** Version 0 says by these flags that offsets of sequence numbers follow. */
const sequenceFlags = 0x0600;

const options = { sequences: 1, engineData: 2, engineName: 3, mayBeIgnored: 0x40 } as const;
const longestData = 255;
const longestName = 16;
/** A record with this bit in its first byte is of IPv6, and longer. */
const typeIpv6 = 1;
const ipv6Length = 72;

/** Bytes of a record, without what aligns the next one. */
export function recordLength(version: SyncVersion, { engine, sequences }: SyncRecord): number {
  const offsets = sequences === undefined ? 0 : sequencesLength;
  if (version === 0) return plainLengths[0] + offsets;
  const named = engine === undefined ? 0 : engine.data.length + engine.name.length + 4;
  return plainLengths[1] + (offsets === 0 ? 0 : offsets + 2) + named;
}

/** How far a message of `size` bytes reaches with one more record; records of version 1 are aligned. */
export const sizeWith = (size: number, version: SyncVersion, record: SyncRecord): number =>
  (version === 0 ? size : aligned(size)) + recordLength(version, record);

const aligned = (size: number): number => (size + 3) & ~3;

/** A message as the data of its datagram. The head has 8 bits for the number of records, and no more. */
export function encodeSync(message: SyncMessage): Uint8Array {
  const { version, syncId, records } = message;
  const head = headLengths[version];
  const size = records.reduce((sum, record) => sizeWith(sum, version, record), head);
  const bytes = new Uint8Array(size);
  bytes[version === 0 ? 0 : 4] = records.length;
  bytes[1] = syncId;
  put16(bytes, 2, size);
  if (version === 1) bytes[5] = 1;
  let at = head;
  for (const record of records) {
    if (version === 1) at = aligned(at);
    const put = version === 0 ? putOldRecord : putRecord;
    put(bytes, at, record);
    at += recordLength(version, record);
  }
  return bytes;
}

function putRecord(bytes: Uint8Array, at: number, record: SyncRecord): void {
  bytes[at + 1] = record.protocol;
  put16(bytes, at + 2, recordLength(1, record));
  put32(bytes, at + 4, record.flags);
  put16(bytes, at + 8, record.state);
  putPorts(bytes, at + 10, record);
  put32(bytes, at + 16, record.mark);
  put32(bytes, at + 20, record.timeout);
  putAddresses(bytes, at + 24, record);
  let end = at + plainLengths[1];
  if (record.sequences !== undefined) end = putOption(bytes, end, options.sequences, record.sequences);
  if (record.engine === undefined) return;
  end = putOption(bytes, end, options.engineData, bytesOf(record.engine.data));
  putOption(bytes, end, options.engineName, bytesOf(record.engine.name));
}

function putOption(bytes: Uint8Array, at: number, type: number, data: Uint8Array): number {
  bytes[at] = type;
  bytes[at + 1] = data.length;
  putBytes(bytes, at + 2, data);
  return at + 2 + data.length;
}

function putOldRecord(bytes: Uint8Array, at: number, record: SyncRecord): void {
  bytes[at + 1] = record.protocol;
  putPorts(bytes, at + 2, record);
  putAddresses(bytes, at + 8, record);
  put16(bytes, at + 20, record.flags);
  put16(bytes, at + 22, record.state);
  if (record.sequences !== undefined) putBytes(bytes, at + plainLengths[0], record.sequences);
}

function putPorts(bytes: Uint8Array, at: number, { client, virtual, server }: SyncRecord): void {
  put16(bytes, at, client.port);
  put16(bytes, at + 2, virtual.port);
  put16(bytes, at + 4, server.port);
}

function putAddresses(bytes: Uint8Array, at: number, { client, virtual, server }: SyncRecord): void {
  put32(bytes, at, client.address);
  put32(bytes, at + 4, virtual.address);
  put32(bytes, at + 8, server.address);
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** Reads the data of a datagram; `undefined` where not even the head is right. */
export function decodeSync(bytes: Uint8Array): SyncMessage | undefined {
  if (bytes.length < headLengths[0] || get16(bytes, 2) !== bytes.length) return undefined;
  const syncId = get8(bytes, 1);
  const isNew = get8(bytes, 0) === 0 && get8(bytes, 5) === 1 && get16(bytes, 6) === 0;
  const version = isNew ? 1 : 0;
  const records: SyncRecord[] = [];
  const fault = isNew ? readRecords(bytes, records) : readOldRecords(bytes, records);
  return fault === undefined ? { version, syncId, records } : { version, syncId, records, fault };
}

function readRecords(bytes: Uint8Array, records: SyncRecord[]): SyncFault | undefined {
  let at = headLengths[1];
  for (let left = get8(bytes, 4); left > 0; left--) {
    if (at + plainLengths[1] > bytes.length) return { kind: "too-small" };
    const size = get16(bytes, at + 2) & 0xfff;
    const version = get16(bytes, at + 2) >>> 12;
    if (at + size > bytes.length) return { kind: "beyond-end" };
    if (version !== 0) return { kind: "unknown-version", version };
    const record = readRecord(bytes, at, at + size);
    if (typeof record !== "number") records.push(record);
    else if (record !== passedOver) return { kind: "undecodable", code: record };
    at += aligned(size);
  }
  return undefined;
}

/** A record that is right but asks for more than is known here. */
const passedOver = 0;

/** A record of version 1, `passedOver`, or the kernel's number for what is wrong with it. */
function readRecord(bytes: Uint8Array, at: number, end: number): SyncRecord | number {
  const isIpv6 = (get8(bytes, at) & typeIpv6) !== 0;
  if (!isIpv6 && get8(bytes, at) !== 0) return -10;
  if (at + (isIpv6 ? ipv6Length : plainLengths[1]) > end) return -20;
  if (isIpv6) return passedOver;
  const found = readOptions(bytes, at + plainLengths[1], end);
  if (typeof found === "number") return found;
  const { sequences, name, data } = found;
  return {
    protocol: get8(bytes, at + 1),
    flags: get32(bytes, at + 4),
    state: get16(bytes, at + 8),
    ...readEnds(bytes, at + 10, at + 24),
    mark: get32(bytes, at + 16),
    timeout: get32(bytes, at + 20),
    sequences,
    engine: data === undefined ? undefined : { name: name ?? "", data },
  };
}

interface FoundOptions {
  sequences?: Uint8Array;
  name?: string;
  data?: string;
}

function readOptions(bytes: Uint8Array, from: number, end: number): FoundOptions | number {
  const found: FoundOptions = {};
  let at = from;
  while (at < end) {
    if (at + 2 > end) return -30;
    const length = get8(bytes, at + 1);
    if (length === 0 || at + 2 + length > end) return -40;
    const code = readOption(found, get8(bytes, at), copyOf(bytes, at + 2, at + 2 + length));
    if (code !== undefined) return code;
    at += 2 + length;
  }
  return found;
}

/** Takes one option; otherwise answers what becomes of its record. */
function readOption(found: FoundOptions, type: number, data: Uint8Array): number | undefined {
  switch (type & ~options.mayBeIgnored) {
    case options.sequences:
      if (data.length !== sequencesLength || found.sequences !== undefined) return -50;
      found.sequences = data;
      return undefined;
    case options.engineData:
      if (data.length > longestData || found.data !== undefined) return -60;
      found.data = textOf(data);
      return undefined;
    case options.engineName:
      if (data.length > longestName || found.name !== undefined) return -70;
      found.name = textOf(data);
      return undefined;
  }
  return (type & options.mayBeIgnored) === 0 ? passedOver : undefined;
}

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function readEnds(bytes: Uint8Array, ports: number, addresses: number) {
  const end = (index: number): Endpoint => ({
    address: get32(bytes, addresses + 4 * index) as Ipv4Address,
    port: get16(bytes, ports + 2 * index),
  });
  return { client: end(0), virtual: end(1), server: end(2) };
}

function readOldRecords(bytes: Uint8Array, records: SyncRecord[]): SyncFault | undefined {
  let at = headLengths[0];
  for (let left = get8(bytes, 0); left > 0; left--) {
    if (at + plainLengths[0] > bytes.length) return { kind: "bad-record-v0" };
    const flags = get16(bytes, at + 20);
    const hasSequences = (flags & sequenceFlags) !== 0;
    const end = at + plainLengths[0] + (hasSequences ? sequencesLength : 0);
    if (end > bytes.length) return { kind: "bad-options-v0" };
    records.push({
      protocol: get8(bytes, at + 1),
      flags,
      state: get16(bytes, at + 22),
      ...readEnds(bytes, at + 2, at + 8),
      mark: 0,
      timeout: 0,
      sequences: hasSequences ? copyOf(bytes, at + plainLengths[0], end) : undefined,
    });
    at = end;
  }
  return undefined;
}
