/**
 * The options of IPv4 (RFC 791) and TCP (RFC 9293, RFC 7323, RFC 2018) headers as fields: each option a
 * header of its own with kind, length and values.
 *
 * From a broken option on, what is left is one field of bytes.
 */

import { get8 } from "#sim/wire/bytes";
import type { LayerName } from "#ui/layer";
import {
  bytesField,
  bytesNote,
  type Column,
  type Cursor,
  fieldsOf,
  header,
  type Layout,
  left,
  named,
  nextId,
} from "./field-cursor.ts";
import type { FieldLeaf, HeaderNode } from "./field-tree.ts";

type Child = FieldLeaf | HeaderNode;

interface OptionKind {
  readonly name: string;
  /** What follows kind and length, given the bytes that do. */
  readonly values: (length: number) => Layout;
}

/** Which options a header has, and how they are called. */
interface OptionSet {
  readonly layer: LayerName;
  readonly kindName: string;
  readonly kinds: ReadonlyMap<number, OptionKind>;
}

const noValues = (): Layout => [];
const endOfList = 0;
const noOperation = 1;

const tcpOptions: OptionSet = {
  layer: "transport",
  kindName: "Kind",
  kinds: new Map<number, OptionKind>([
    [endOfList, { name: "End of Option List", values: noValues }],
    [noOperation, { name: "No-Operation", values: noValues }],
    [
      2,
      {
        name: "Maximum Segment Size",
        values: () => [["value", "MSS", 16, "number", bytesNote]],
      },
    ],
    [
      3,
      {
        name: "Window Scale",
        values: () => [
          ["value", "Shift Count", 8, "number", (value) => ({ kind: "factor", factor: 2 ** value })],
        ],
      },
    ],
    [4, { name: "SACK Permitted", values: noValues }],
    [5, { name: "SACK", values: (length) => sackBlocks(length) }],
    [
      8,
      {
        name: "Timestamps",
        values: () => [
          ["value", "TSval", 32, "number"],
          ["echo", "TSecr", 32, "number"],
        ],
      },
    ],
    [
      254,
      {
        name: "TOA",
        values: (length) =>
          length === 6
            ? [
                ["port", "Client Port", 16, "number"],
                ["address", "Client Address", 32, "ipv4"],
              ]
            : [],
      },
    ],
  ]),
};

const ipOptions: OptionSet = {
  layer: "ip",
  kindName: "Type",
  kinds: new Map<number, OptionKind>([
    [endOfList, { name: "End of Option List", values: noValues }],
    [noOperation, { name: "No-Operation", values: noValues }],
    [7, { name: "Record Route", values: noValues }],
    [68, { name: "Internet Timestamp", values: noValues }],
    [131, { name: "Loose Source Route", values: noValues }],
    [137, { name: "Strict Source Route", values: noValues }],
    [148, { name: "Router Alert", values: () => [["value", "Value", 16, "number"]] }],
  ]),
};

function sackBlocks(length: number): Layout {
  return Array.from({ length: Math.floor(length / 8) }, (_, index): Layout => {
    const number = index + 1;
    return [
      [`left-${number}`, `Left Edge of Block ${number}`, 32, "number"],
      [`right-${number}`, `Right Edge of Block ${number}`, 32, "number"],
    ];
  }).flat();
}

/** The options of a TCP header that ends at `to`. */
export const tcpOptionsOf = (cursor: Cursor, to: number): Child[] => optionsOf(cursor, tcpOptions, to);
/** The options of an IPv4 header that ends at `to`. */
export const ipOptionsOf = (cursor: Cursor, to: number): Child[] => optionsOf(cursor, ipOptions, to);

function optionsOf(cursor: Cursor, set: OptionSet, to: number): Child[] {
  const end = Math.min(to, cursor.end);
  const children: Child[] = [];
  while (cursor.at < end) {
    const kind = get8(cursor.bytes, cursor.at);
    const length = kind <= noOperation ? 1 : get8(cursor.bytes, cursor.at + 1);
    if (kind > noOperation && (length < 2 || cursor.at + length > end)) break;
    children.push(optionOf(cursor, set, length));
    if (kind === endOfList) break;
  }
  return [...children, ...bytesField(cursor, nextId(cursor, "rest"), "Padding", end)];
}

function optionOf(cursor: Cursor, set: OptionSet, length: number): HeaderNode {
  const from = cursor.at;
  const to = from + length;
  const kind = get8(cursor.bytes, from);
  const known = set.kinds.get(kind);
  const id = nextId(cursor, "option");
  const name = known?.name ?? "Unknown";
  const kindColumn: Column = ["kind", set.kindName, 8, "number", () => named(name)];
  const lengthColumn: Column = ["length", "Length", 8, "number", bytesNote];
  const whole = cursor.end;
  cursor.end = to;
  const children = fieldsOf(cursor, id, length === 1 ? [kindColumn] : [kindColumn, lengthColumn]);
  children.push(...fieldsOf(cursor, id, known?.values(left(cursor)) ?? []));
  children.push(...bytesField(cursor, `${id}.data`, "Data"));
  cursor.end = whole;
  return header(id, `Option: ${name}`, set.layer, { from, to, children });
}
