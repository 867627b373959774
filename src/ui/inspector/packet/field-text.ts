/**
 * How a field of a frame is written: its value read from the bytes, what the value means, and a header in a
 * few words.
 */

import { formatIpv4, formatMac, type Ipv4Address, type MacAddress } from "#sim/wire/address";
import type { Naming } from "#ui/packet-label";
import type { FieldWords } from "#words/inspector-words";
import { type FieldLeaf, fieldValue, type HeaderNode, type Note } from "./field-tree.ts";

const hex = (value: number, width: number): string =>
  `0x${value.toString(16).padStart(Math.ceil(width / 4), "0")}`;

/** So many bytes are written out. */
const shownBytes = 8;
const shownLetters = 40;

/** The value of a field. */
export function valueText(bytes: Uint8Array, leaf: FieldLeaf, words: FieldWords): string {
  const value = fieldValue(bytes, leaf);
  if (typeof value !== "number") return leaf.format === "text" ? lettersText(value) : bytesText(value);
  switch (leaf.format) {
    case "ipv4":
      return formatIpv4(value as Ipv4Address);
    case "mac":
      return formatMac(value as MacAddress);
    case "hex":
    case "checksum":
      return hex(value, leaf.width);
    case "flag":
      return `${value} · ${value === 1 ? words.set : words.notSet}`;
    case "number":
    case "bytes":
    case "text":
      return `${value}`;
  }
}

function bytesText(bytes: Uint8Array): string {
  const pairs = [...bytes.subarray(0, shownBytes)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `${pairs.join(" ")}${bytes.length > shownBytes ? " …" : ""}`;
}

/** The first line of a text. */
function lettersText(bytes: Uint8Array): string {
  const [line = ""] = String.fromCharCode(...bytes.subarray(0, shownLetters * 2)).split(/[\r\n]/);
  const isWhole = line.length === bytes.length;
  return isWhole && line.length <= shownLetters ? line : `${line.slice(0, shownLetters)} …`;
}

/** What a value means, whose an address is: nothing where the value says it all. */
export function meaningText(
  bytes: Uint8Array,
  leaf: FieldLeaf,
  words: FieldWords,
  naming: Naming,
): string | undefined {
  const value = fieldValue(bytes, leaf);
  if (leaf.format === "mac" && typeof value === "number") return naming.owner(value as MacAddress);
  if (leaf.format === "ipv4" && typeof value === "number") {
    const name = naming.address(value as Ipv4Address);
    return name === formatIpv4(value as Ipv4Address) ? undefined : name;
  }
  return leaf.note === undefined ? undefined : noteText(leaf.note, value, words);
}

function noteText(note: Note, value: number | Uint8Array, words: FieldWords): string | undefined {
  switch (note.kind) {
    case "name":
      return note.text;
    case "bytes":
      return typeof value === "number" && value === note.count ? words.unit : words.bytes(note.count);
    case "seconds":
      return words.seconds(note.count);
    case "factor":
      return words.factor(note.factor);
    case "checksum":
      return words.sum[note.verdict];
    case "cut":
      return words.cut;
  }
}

/** A header in a few words beside its name: from whom to whom, or how long it is. */
export function headerText(bytes: Uint8Array, header: HeaderNode, words: FieldWords, naming: Naming): string {
  const textOf = (name: string): string | undefined => {
    const leaf = header.children.find(
      (child): child is FieldLeaf => child.kind === "field" && child.id === `${header.id}.${name}`,
    );
    if (leaf === undefined) return undefined;
    return leaf.format === "mac" || leaf.format === "ipv4"
      ? (meaningText(bytes, leaf, words, naming) ?? valueText(bytes, leaf, words))
      : valueText(bytes, leaf, words);
  };
  const [src, dst] = [textOf("src") ?? textOf("sport"), textOf("dst") ?? textOf("dport")];
  if (src !== undefined && dst !== undefined) return `${src} → ${dst}`;
  return textOf("value") ?? words.bytes(header.to - header.from);
}
