/**
 * The map of an IPv4 packet: its header with options, and what it carries, packets within packets included.
 *
 * A packet that an ICMP error quotes is mapped as far as its bytes go; its checksums are then unknown.
 */

import { get8, get16, get32 } from "#sim/wire/bytes";
import { addressSum, checksum, foldSum, pseudoHeaderSum, sumBytes } from "#sim/wire/checksum";
import { greHeaderAt, greIpv4 } from "#sim/wire/gre";
import { gueHeader } from "#sim/wire/gue";
import { quotesPacket } from "#sim/wire/icmp";
import { isFragmentAt, protocols } from "#sim/wire/ipv4";
import { bytesField, type Cursor, fieldsOf, header, left, nextId, readData } from "./field-cursor.ts";
import {
  greLayout,
  gueLayout,
  guePrivateLayout,
  icmpLayout,
  ipv4Layout,
  tcpLayout,
  udpLayout,
} from "./field-layouts.ts";
import { ipOptionsOf, tcpOptionsOf } from "./field-options.ts";
import type { HeaderNode, Verdict } from "./field-tree.ts";
import { igmpLayout, type LaidOut, syncLayout, vrrpLayout } from "./multicast-layouts.ts";

/** A packet around what is read next: where it begins and ends, and what its checksum counts in. */
interface Packet {
  readonly protocol: number;
  /** The `addressSum` of its header. */
  readonly addresses: number;
  /** Where it ends as its header says; beyond the cursor's end, the rest was cut off. */
  readonly end: number;
  /** The receiver is to put the checksum here. */
  readonly checksumLeft: boolean;
}

const shortestHeader = 20;
const deepestNesting = 8;

/** Whether there is an IPv4 header where the cursor is, not deeper than any network nests them. */
const isIp = (cursor: Cursor): boolean =>
  cursor.nesting < deepestNesting &&
  left(cursor) >= shortestHeader &&
  get8(cursor.bytes, cursor.at) >>> 4 === 4;

/** The headers of the packet at the cursor, which then stands where the packet ends. */
export function readIp(cursor: Cursor, checksumLeft = false): HeaderNode[] {
  const { bytes, at: from, end: whole } = cursor;
  const headerEnd = Math.min(whole, from + Math.max(shortestHeader, (get8(bytes, from) & 15) * 4));
  const end = from + Math.max(headerEnd - from, get16(bytes, from + 2));
  const isWhole = headerEnd - from >= shortestHeader;
  const verdict: Verdict = !isWhole ? "unknown" : checksum(bytes, from, headerEnd) === 0 ? "right" : "wrong";
  const id = nextId(cursor, "ip");
  const children = [
    ...fieldsOf(cursor, id, ipv4Layout, verdict),
    ...(headerEnd > cursor.at ? ipOptionsOf(cursor, headerEnd) : []),
  ];
  const ip = header(id, "Internet Protocol", "ip", { from, to: cursor.at, children });
  cursor.end = Math.min(whole, end);
  cursor.nesting++;
  const packet: Packet = {
    protocol: get8(bytes, from + 9),
    addresses: addressSum(get32(bytes, from + 12), get32(bytes, from + 16)),
    end,
    checksumLeft,
  };
  const carried = isFragmentAt(bytes, from) ? readData(cursor, "Fragment") : readCarried(cursor, packet);
  cursor.end = whole;
  cursor.nesting--;
  return [ip, ...carried];
}

function readCarried(cursor: Cursor, packet: Packet): HeaderNode[] {
  if (left(cursor) === 0) return [];
  switch (packet.protocol) {
    case protocols.tcp:
      return readTcp(cursor, packet);
    case protocols.udp:
      return readUdp(cursor, packet);
    case protocols.icmp:
      return readIcmp(cursor, packet);
    case protocols.ipip:
      return isIp(cursor) ? readIp(cursor) : readData(cursor, "Data");
    case protocols.gre:
      return readGre(cursor, packet);
    case protocols.vrrp:
      return readLaidOut(cursor, vrrpLayout(cursor, packet.addresses), vrrp);
    case protocols.igmp:
      return readLaidOut(cursor, igmpLayout(cursor), igmp);
  }
  return readData(cursor, "Data");
}

/** Right, wrong, or unknown as bytes are missing. */
function transportVerdict({ bytes, at, end }: Cursor, packet: Packet): Verdict {
  if (packet.checksumLeft) return "partial";
  if (packet.end > end) return "unknown";
  const sum = sumBytes(bytes, at, end) + pseudoHeaderSum(packet.addresses, packet.protocol, end - at);
  return foldSum(sum) === 0xffff ? "right" : "wrong";
}

function readTcp(cursor: Cursor, packet: Packet): HeaderNode[] {
  const from = cursor.at;
  const id = nextId(cursor, "tcp");
  const verdict = transportVerdict(cursor, packet);
  const offset = (get8(cursor.bytes, from + 12) >>> 4) * 4;
  const fields = fieldsOf(cursor, id, tcpLayout, verdict);
  const optionsEnd = Math.min(cursor.end, from + offset);
  const children = [...fields, ...(optionsEnd > cursor.at ? tcpOptionsOf(cursor, optionsEnd) : [])];
  const name = "Transmission Control Protocol";
  return [header(id, name, "transport", { from, to: cursor.at, children }), ...readData(cursor, "Data")];
}

function readUdp(cursor: Cursor, packet: Packet): HeaderNode[] {
  const { bytes, at: from } = cursor;
  const id = nextId(cursor, "udp");
  const hasNone = left(cursor) >= 8 && get16(bytes, from + 6) === 0;
  const verdict = hasNone ? "none" : transportVerdict(cursor, packet);
  const port = get16(bytes, from + 2);
  const children = fieldsOf(cursor, id, udpLayout, verdict);
  const udp = header(id, "User Datagram Protocol", "transport", { from, to: cursor.at, children });
  if (port === syncPort) return [udp, ...readLaidOut(cursor, syncLayout(cursor), sync)];
  return [udp, ...(readTunnelled(cursor) ?? readData(cursor, "Data"))];
}

const syncPort = 8848;

/** A packet behind a header of GUE; `undefined` where the bytes do not read as one to the last. */
function readTunnelled(cursor: Cursor): HeaderNode[] | undefined {
  const { bytes, at: from, end } = cursor;
  const gue = gueHeader(bytes.subarray(from, end));
  if (gue === undefined || gue.isControl || gue.protocol !== protocols.ipip) return undefined;
  const headerEnd = from + gue.length;
  if (!isIp({ ...cursor, at: headerEnd }) || get16(bytes, headerEnd + 2) !== end - headerEnd)
    return undefined;
  const id = nextId(cursor, "gue");
  cursor.end = headerEnd;
  const children = fieldsOf(cursor, id, gueLayout);
  if (gue.remoteChecksum !== undefined) children.push(...fieldsOf(cursor, id, guePrivateLayout));
  children.push(...bytesField(cursor, `${id}.rest`, "Private Data"));
  cursor.end = end;
  const head = header(id, "Generic UDP Encapsulation", "transport", { from, to: headerEnd, children });
  return [head, ...readIp(cursor, gue.remoteChecksum !== undefined)];
}

function readGre(cursor: Cursor, packet: Packet): HeaderNode[] {
  const { bytes, at: from, end } = cursor;
  const gre = greHeaderAt(bytes, from, end);
  if (gre === undefined) return readData(cursor, "Data");
  const id = nextId(cursor, "gre");
  const isWhole = packet.end <= end;
  const verdict: Verdict = !isWhole ? "unknown" : checksum(bytes, from, end) === 0 ? "right" : "wrong";
  const children = fieldsOf(cursor, id, greLayout(gre.hasChecksum), verdict);
  const head = header(id, "Generic Routing Encapsulation", "transport", { from, to: cursor.at, children });
  const isPacket = gre.etherType === greIpv4 && isIp(cursor);
  return [head, ...(isPacket ? readIp(cursor) : readData(cursor, "Data"))];
}

function readIcmp(cursor: Cursor, packet: Packet): HeaderNode[] {
  const { bytes, at: from, end } = cursor;
  const id = nextId(cursor, "icmp");
  const type = get8(bytes, from);
  const isWhole = packet.end <= end;
  const verdict: Verdict = !isWhole ? "unknown" : checksum(bytes, from, end) === 0 ? "right" : "wrong";
  const fields = fieldsOf(cursor, id, icmpLayout(type, get8(bytes, from + 1)), verdict);
  const name = "Internet Control Message Protocol";
  if (quotesPacket(type) && isIp(cursor)) {
    const quoted = [...readIp(cursor), ...readData(cursor, "Data")];
    return [header(id, name, "icmp", { from, to: cursor.at, children: [...fields, ...quoted] })];
  }
  const icmp = header(id, name, "icmp", { from, to: cursor.at, children: fields });
  return [icmp, ...readData(cursor, "Data")];
}

interface MessageName {
  readonly short: string;
  readonly name: string;
}

const vrrp: MessageName = { short: "vrrp", name: "Virtual Router Redundancy Protocol" };
const igmp: MessageName = { short: "igmp", name: "Internet Group Management Protocol" };
const sync: MessageName = { short: "sync", name: "IPVS Synchronization" };

/** A message of one of the smaller protocols, and what its layout leaves over. */
function readLaidOut(
  cursor: Cursor,
  laidOut: LaidOut | undefined,
  { short, name }: MessageName,
): HeaderNode[] {
  if (laidOut === undefined) return readData(cursor, "Data");
  const from = cursor.at;
  const id = nextId(cursor, short);
  const children = fieldsOf(cursor, id, laidOut.layout, laidOut.verdict);
  return [header(id, name, "transport", { from, to: cursor.at, children }), ...readData(cursor, "Data")];
}
