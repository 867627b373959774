/**
 * A map of a frame's bytes: which header and which field each bit belongs to, read as a capture tool reads
 * them, from the bytes alone.
 *
 * Every bit is in exactly one field. Data that no header claims is one field; pieces of fragmented packets
 * are not looked into. A datagram does not say that it is a tunnel's: it counts as GUE where it reads as GUE
 * with a packet to its last byte. Leaves out other datagrams in tunnels, SCTP, ESP, AH and IPv6.
 */

import { get8, get16 } from "#sim/wire/bytes";
import { etherTypes } from "#sim/wire/ethernet";
import type { LayerName } from "#ui/layer";
import { type Cursor, fieldsOf, header, left, nextId, readData } from "./field-cursor.ts";
import { readIp } from "./field-ip.ts";
import { arpLayout, ethernetLayout, vlanLayout } from "./field-layouts.ts";
import type { HeaderNode } from "./field-tree.ts";

/** The headers of a frame, in order; what is quoted within one is among its children. */
export function fieldMapOf(bytes: Uint8Array): HeaderNode[] {
  const cursor: Cursor = { bytes, at: 0, end: bytes.length, headers: 0, nesting: 0 };
  const id = nextId(cursor, "ethernet");
  const ethernet = fieldsOf(cursor, id, ethernetLayout);
  const headers = [header(id, "Ethernet II", "ethernet", { from: 0, to: cursor.at, children: ethernet })];
  let etherType = get16(bytes, cursor.at - 2);
  if (etherType === etherTypes.vlan && left(cursor) > 0) {
    headers.push(readPlain(cursor, "vlan", { name: "802.1Q", layer: "ethernet", layout: vlanLayout }));
    etherType = get16(bytes, cursor.at - 2);
  }
  headers.push(...readFramePayload(cursor, etherType));
  return headers;
}

function readFramePayload(cursor: Cursor, etherType: number): HeaderNode[] {
  if (etherType === etherTypes.ipv4 && get8(cursor.bytes, cursor.at) >>> 4 === 4) {
    return withOuterLayers([...readIp(cursor), ...readData(cursor, "Padding")]);
  }
  if (etherType === etherTypes.arp) {
    const name = "Address Resolution Protocol";
    return [
      readPlain(cursor, "arp", { name, layer: "arp", layout: arpLayout }),
      ...readData(cursor, "Padding"),
    ];
  }
  return readData(cursor, "Data");
}

interface Plain {
  readonly name: string;
  readonly layer: LayerName;
  readonly layout: Parameters<typeof fieldsOf>[2];
}

function readPlain(cursor: Cursor, short: string, { name, layer, layout }: Plain): HeaderNode {
  const from = cursor.at;
  const id = nextId(cursor, short);
  const children = fieldsOf(cursor, id, layout);
  return header(id, name, layer, { from, to: cursor.at, children });
}

/** All IP headers but the innermost are outer ones; so are the headers between them. */
function withOuterLayers(headers: readonly HeaderNode[]): HeaderNode[] {
  const inner = headers.findLastIndex(({ id }) => id.startsWith("ip-"));
  return headers.map((one, index) => (index < inner ? { ...one, layer: "outer" } : one));
}
