/**
 * The fields of what directors and hosts tell a group: VRRP advertisements (RFC 3768, RFC 5798), IGMP
 * version 3 reports (RFC 3376), and IPVS messages of version 1 up to the records of connections.
 *
 * Unlike other headers, these say within themselves how many fields they have.
 */

import { get8, get16 } from "#sim/wire/bytes";
import { checksum, foldSum, pseudoHeaderSum, sumBytes } from "#sim/wire/checksum";
import { protocols } from "#sim/wire/ipv4";
import { bytesNote, type Cursor, type Layout, left, named } from "./field-cursor.ts";
import type { Verdict } from "./field-tree.ts";

/** The fields of a message, and whether its checksum is right. */
export interface LaidOut {
  readonly layout: Layout;
  readonly verdict?: Verdict;
}

const seconds = (count: number) => ({ kind: "seconds", count }) as const;

/** An advertisement of version 2 or 3, in a packet with this `addressSum`; `undefined` for others. */
export function vrrpLayout({ bytes, at, end }: Cursor, addressesSum: number): LaidOut | undefined {
  const version = get8(bytes, at) >>> 4;
  if (end - at < 8 || (version !== 2 && version !== 3)) return undefined;
  const count = get8(bytes, at + 3);
  const timing: Layout =
    version === 2
      ? [
          ["auth", "Auth Type", 8, "number"],
          ["interval", "Advertisement Interval", 8, "number", seconds],
        ]
      : [
          ["reserved", "Reserved", 4, "number"],
          ["interval", "Max Advertisement Interval", 12, "number", (value) => seconds(value / 100)],
        ];
  const layout: Layout = [
    ["version", "Version", 4, "number"],
    ["type", "Type", 4, "number", (type) => named(type === 1 ? "Advertisement" : undefined)],
    ["vrid", "Virtual Router ID", 8, "number"],
    ["priority", "Priority", 8, "number"],
    ["count", "Address Count", 8, "number"],
    ...timing,
    ["checksum", "Checksum", 16, "checksum"],
    ...addresses(count, "IP Address"),
  ];
  // Version 3 counts a pseudo header in, version 2 does not.
  const pseudo = version === 3 ? pseudoHeaderSum(addressesSum, protocols.vrrp, end - at) : 0;
  const sum = foldSum(sumBytes(bytes, at, end) + pseudo);
  return { layout, verdict: sum === 0xffff ? "right" : "wrong" };
}

const addresses = (count: number, name: string): Layout =>
  Array.from({ length: count }, (_, index) => [`address-${index}`, name, 32, "ipv4"] as const);

const recordTypes = [
  undefined,
  "Mode Is Include",
  "Mode Is Exclude",
  "Change To Include",
  "Change To Exclude",
  "Allow New Sources",
  "Block Old Sources",
];

/** A report of version 3; `undefined` for other messages. */
export function igmpLayout({ bytes, at, end }: Cursor): LaidOut | undefined {
  if (end - at < 8 || get8(bytes, at) !== 0x22) return undefined;
  const records: Layout[number][] = [];
  let next = at + 8;
  for (let index = 0; index < get16(bytes, at + 6) && next + 8 <= end; index++) {
    const sources = get16(bytes, next + 2);
    records.push(
      [`record-${index}`, "Record Type", 8, "number", (type) => named(recordTypes[type])],
      [`aux-${index}`, "Aux Data Len", 8, "number"],
      [`sources-${index}`, "Number of Sources", 16, "number"],
      [`group-${index}`, "Multicast Address", 32, "ipv4"],
      ...addresses(sources, "Source Address").map(([id, ...rest]): Layout[number] => [
        `${id}-of-${index}`,
        ...rest,
      ]),
    );
    next += 8 + 4 * sources;
  }
  const layout: Layout = [
    ["type", "Type", 8, "hex", () => named("Version 3 Membership Report")],
    ["reserved", "Reserved", 8, "number"],
    ["checksum", "Checksum", 16, "checksum"],
    ["reserved2", "Reserved", 16, "number"],
    ["count", "Number of Group Records", 16, "number"],
    ...records,
  ];
  return { layout, verdict: checksum(bytes, at, end) === 0 ? "right" : "wrong" };
}

/** The head of a message of version 1 between directors; `undefined` for others. */
export function syncLayout(cursor: Cursor): LaidOut | undefined {
  const { bytes, at } = cursor;
  if (left(cursor) < 8 || get8(bytes, at) !== 0 || get8(bytes, at + 5) !== 1) return undefined;
  return {
    layout: [
      ["reserved", "Reserved", 8, "number"],
      ["syncid", "SyncID", 8, "number"],
      ["size", "Size", 16, "number", bytesNote],
      ["count", "Connection Count", 8, "number"],
      ["version", "Version", 8, "number"],
      ["spare", "Reserved", 16, "number"],
    ],
  };
}
