/**
 * Lays fields one after another over bytes: how a map of a header is made from the list of its fields.
 *
 * What is cut off is not there: the field in which the bytes end is shorter, later ones are missing.
 */

import type { LayerName } from "#ui/layer";
import {
  bitsAt,
  type FieldLeaf,
  type Format,
  type HeaderNode,
  type Note,
  type Verdict,
} from "./field-tree.ts";

/** A field: its short name, its name, its width in bits, how it is shown, and what a value of it means. */
export type Column = readonly [
  id: string,
  name: string,
  width: number,
  format: Format,
  note?: (value: number) => Note | undefined,
];

export type Layout = readonly Column[];

/** A place in bytes; headers that are read move it on. */
export interface Cursor {
  readonly bytes: Uint8Array;
  /** The next byte that no field has. */
  at: number;
  /** Where what is to be read ends. */
  end: number;
  /** How many headers have been read, for their ids. */
  headers: number;
  /** How many packets are around what is read. */
  nesting: number;
}

/** How many bytes are left. */
export const left = ({ at, end }: Cursor): number => Math.max(0, end - at);

/** The fields of a layout from where the cursor is, which it leaves behind. */
export function fieldsOf(cursor: Cursor, id: string, layout: Layout, verdict?: Verdict): FieldLeaf[] {
  const fields: FieldLeaf[] = [];
  let bit = cursor.at * 8;
  const endBit = cursor.end * 8;
  for (const column of layout) {
    if (bit >= endBit) break;
    const width = Math.min(column[2], endBit - bit);
    fields.push(fieldOf(cursor.bytes, `${id}.${column[0]}`, column, { bit, width, verdict }));
    bit += width;
  }
  cursor.at = (bit + 7) >>> 3;
  return fields;
}

interface Place {
  readonly bit: number;
  readonly width: number;
  readonly verdict: Verdict | undefined;
}

function fieldOf(bytes: Uint8Array, id: string, column: Column, { bit, width, verdict }: Place): FieldLeaf {
  const [, name, whole, format, note] = column;
  if (width < whole) {
    return { kind: "field", id, name, format: "bytes", bit, width, note: { kind: "cut" } };
  }
  const isSum = format === "checksum" && verdict !== undefined;
  const meaning = isSum ? ({ kind: "checksum", verdict } as const) : note?.(bitsAt(bytes, bit, width));
  return { kind: "field", id, name, format, bit, width, note: meaning };
}

/** What is to be read as it is, if there is anything: a field of so many bytes. */
export function bytesField(cursor: Cursor, id: string, name: string, to = cursor.end): FieldLeaf[] {
  const from = cursor.at;
  if (to <= from) return [];
  cursor.at = to;
  const format = isText(cursor.bytes, from, to) ? "text" : "bytes";
  const note: Note = { kind: "bytes", count: to - from };
  return [{ kind: "field", id, name, format, bit: from * 8, width: (to - from) * 8, note }];
}

/** Whether bytes are letters and ends of lines throughout. */
function isText(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte < 32 || byte > 126) && byte !== 9 && byte !== 10 && byte !== 13) return false;
  }
  return true;
}

/** Begins a header: an id that no other one of the frame has. */
export const nextId = (cursor: Cursor, name: string): string => `${name}-${++cursor.headers}`;

/** A header around its fields and what is within it; it begins where its first child does. */
export const header = (
  id: string,
  name: string,
  layer: LayerName,
  span: { readonly from: number; readonly to: number; readonly children: HeaderNode["children"] },
): HeaderNode => ({
  kind: "header",
  id,
  name,
  layer,
  from: span.from,
  to: span.to,
  children: span.children,
});

/** What no header claims, if there is anything, as a header of one field. */
export function readData(cursor: Cursor, name: string): HeaderNode[] {
  const from = cursor.at;
  const id = nextId(cursor, "data");
  const children = bytesField(cursor, `${id}.bytes`, name);
  return children.length === 0 ? [] : [header(id, name, "data", { from, to: cursor.at, children })];
}

export const named = (text: string | undefined): Note | undefined =>
  text === undefined ? undefined : { kind: "name", text };
export const bytesNote = (count: number): Note => ({ kind: "bytes", count });
