/**
 * IGMP version 3 membership reports (RFC 3376, section 4.2): which groups a host joins and leaves.
 *
 * A report travels as the bytes of its packet. Leaves out queries and the reports of older versions, which
 * hosts send only where a router of that age asks; describe-igmp.ts prints them all.
 */

import type { Ipv4Address } from "./address.ts";
import { get8, get16, get32, put16, put32 } from "./bytes.ts";
import { checksum } from "./checksum.ts";

/** What a record says of its group. */
export const groupRecordTypes = {
  isInclude: 1,
  isExclude: 2,
  changeToInclude: 3,
  changeToExclude: 4,
  allowSources: 5,
  blockSources: 6,
} as const;

/** One group of a report. Joined from any source is "exclude nobody", left is "include nobody". */
export interface GroupRecord {
  readonly type: number;
  readonly group: Ipv4Address;
  readonly sources: readonly Ipv4Address[];
}

export const igmpTypes = {
  query: 0x11,
  reportV1: 0x12,
  reportV2: 0x16,
  leave: 0x17,
  reportV3: 0x22,
} as const;

/** All routers that speak version 3 listen here. */
export const reportGroup = 0xe0000016 as Ipv4Address;

/** The IP option that makes every router look at a packet (RFC 2113). */
export const routerAlert: Uint8Array = Uint8Array.of(0x94, 4, 0, 0);

const headLength = 8;
const recordLength = 8;

const lengthOf = ({ sources }: GroupRecord): number => recordLength + 4 * sources.length;

/** A report as the payload of its packet, with its checksum. */
export function encodeReport(records: readonly GroupRecord[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((length, record) => length + lengthOf(record), headLength));
  bytes[0] = igmpTypes.reportV3;
  put16(bytes, 6, records.length);
  let at = headLength;
  for (const record of records) {
    bytes[at] = record.type;
    put16(bytes, at + 2, record.sources.length);
    put32(bytes, at + 4, record.group);
    record.sources.forEach((source, index) => {
      put32(bytes, at + recordLength + 4 * index, source);
    });
    at += lengthOf(record);
  }
  put16(bytes, 2, checksum(bytes, 0, bytes.length));
  return bytes;
}

/** The records of a report; `undefined` if it is none, is cut short or has a wrong checksum. */
export function decodeReport(bytes: Uint8Array): GroupRecord[] | undefined {
  if (bytes.length < headLength || get8(bytes, 0) !== igmpTypes.reportV3) return undefined;
  if (checksum(bytes, 0, bytes.length) !== 0) return undefined;
  const records: GroupRecord[] = [];
  let at = headLength;
  for (let left = get16(bytes, 6); left > 0; left--) {
    if (at + recordLength > bytes.length) return undefined;
    const record = recordAt(bytes, at);
    at += lengthOf(record);
    if (at > bytes.length) return undefined;
    records.push(record);
  }
  return records;
}

/** The record at `at`, whose head is there; sources beyond the end read as 0. */
export function recordAt(bytes: Uint8Array, at: number): GroupRecord {
  const count = get16(bytes, at + 2);
  const sources = Array.from({ length: count }, (_, index) => get32(bytes, at + recordLength + 4 * index));
  return {
    type: get8(bytes, at),
    group: get32(bytes, at + 4) as Ipv4Address,
    sources: sources as Ipv4Address[],
  };
}
