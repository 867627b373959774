/**
 * What a map of a frame's bytes is made of: headers, and in them fields that lie side by side without a gap.
 *
 * A field knows where its bits are and how they are read, so that its value always comes from the bytes
 * themselves. Names are those of the RFC that defines the header; they are the same in every language.
 */

import type { LayerName } from "#ui/layer";

/** How bits are read and shown. */
export type Format = "number" | "hex" | "flag" | "checksum" | "ipv4" | "mac" | "bytes" | "text";

/** Whether a checksum fits; `partial`: the receiver is to complete it; `unknown`: bytes are missing. */
export type Verdict = "right" | "wrong" | "none" | "partial" | "unknown";

/** What a value means, as far as the value alone tells. */
export type Note =
  /** A name from the standard, in English everywhere. */
  | { readonly kind: "name"; readonly text: string }
  /** A length: the field counts in larger units. */
  | { readonly kind: "bytes"; readonly count: number }
  | { readonly kind: "seconds"; readonly count: number }
  | { readonly kind: "factor"; readonly factor: number }
  | { readonly kind: "checksum"; readonly verdict: Verdict }
  /** Less of the field is there than it has bits. */
  | { readonly kind: "cut" };

export interface FieldLeaf {
  readonly kind: "field";
  /** Within its frame there is no other with this id. */
  readonly id: string;
  readonly name: string;
  readonly format: Format;
  /** Where it begins, in bits from the frame's first. */
  readonly bit: number;
  /** In bits. */
  readonly width: number;
  readonly note: Note | undefined;
}

export interface HeaderNode {
  readonly kind: "header";
  readonly id: string;
  /** As it is called where it is defined: `Ethernet II`, `Internet Protocol`. */
  readonly name: string;
  readonly layer: LayerName;
  /** The bytes that it and everything in it take: from the first to before `to`. */
  readonly from: number;
  readonly to: number;
  readonly children: readonly (FieldLeaf | HeaderNode)[];
}

/** What bits say: a number, or the bytes where they are no number. */
export type FieldValue = number | Uint8Array;

/** The value of a field, read from the bytes of its frame. */
export function fieldValue(bytes: Uint8Array, { format, bit, width }: FieldLeaf): FieldValue {
  if (format === "bytes" || format === "text") return bytes.subarray(firstByte(bit), byteAfter(bit, width));
  return bitsAt(bytes, bit, width);
}

/** The first byte that a bit is in. */
export const firstByte = (bit: number): number => bit >>> 3;

/** The byte after the last one of so many bits. */
export const byteAfter = (bit: number, width: number): number => (bit + width + 7) >>> 3;

/** Up to 48 bits as a number without a sign. */
export function bitsAt(bytes: Uint8Array, bit: number, width: number): number {
  let value = 0;
  for (let at = bit; at < bit + width; ) {
    const inByte = at & 7;
    const count = Math.min(8 - inByte, bit + width - at);
    const part = ((bytes[at >>> 3] ?? 0) >>> (8 - inByte - count)) & ((1 << count) - 1);
    value = value * 2 ** count + part;
    at += count;
  }
  return value;
}

/** All fields of headers and of what is within them, in the order of their bits. */
export function leavesOf(headers: readonly HeaderNode[]): FieldLeaf[] {
  return headers.flatMap(({ children }) =>
    children.flatMap((child) => (child.kind === "field" ? [child] : leavesOf([child]))),
  );
}
