/**
 * One frame of a hop table, as fields or as bytes with the fields below, which mark each other.
 *
 * Keeps what is open, marked and current; the bytes and their map are made anew only for another frame.
 */

import { html, nothing } from "lit/html.js";
import { type EthernetFrame, encodeFrame } from "#sim/wire/ethernet";
import type { Names } from "#ui/topology/names";
import type { InspectorWords } from "#words/inspector-words";
import { type ByteOwners, dumpTemplate, ownersOf, spanOf } from "./bytes-view.ts";
import { fieldMapOf } from "./field-map.ts";
import { meaningText, valueText } from "./field-text.ts";
import { type FieldLeaf, type HeaderNode, leavesOf } from "./field-tree.ts";
import { treeTemplate } from "./fields-view.ts";

/** A frame with the map of its bytes. */
interface Mapped {
  readonly frame: EthernetFrame;
  readonly bytes: Uint8Array;
  readonly headers: readonly HeaderNode[];
  readonly owners: ByteOwners;
}

export interface FrameShown {
  readonly frame: EthernetFrame;
  readonly words: InspectorWords;
  readonly names: Names;
  readonly hasBytes: boolean;
  readonly width: number;
}

export interface FrameView {
  readonly template: (shown: FrameShown) => unknown;
}

/** From this width on a row has 16 bytes, in pixels of the type's normal size. */
const wide = 580;

/** Makes the view; `redraw` is called when something is marked or opened. */
export function createFrameView(redraw: () => void, say: (text: string) => void): FrameView {
  let mapped: Mapped | undefined;
  const closed = new Map<string, boolean>();
  let marked: string | undefined;
  let current: string | undefined;
  let byte = 0;
  // Options begin closed: there are many, and few ask.
  const isClosed = (header: HeaderNode): boolean =>
    closed.get(header.name) ?? header.name.startsWith("Option");
  const mark = (id: string | undefined): void => {
    if (id === marked) return;
    marked = id;
    redraw();
  };
  const markByte = (at: number | undefined, isKey: boolean, shown: FrameShown): void => {
    const leaf = at === undefined ? undefined : mapped?.owners.leaves[at];
    if (isKey && at !== undefined) {
      byte = at;
      if (leaf !== undefined && mapped !== undefined) say(lineOf(mapped.bytes, leaf, shown));
    }
    marked = leaf?.id;
    redraw();
  };
  const tree = (now: Mapped, { words, names }: FrameShown) =>
    treeTemplate({
      bytes: now.bytes,
      headers: now.headers,
      words: words.fields,
      naming: names,
      isClosed,
      current,
      marked,
      onMark: mark,
      onCurrent: (id) => {
        current = id;
        mark(id);
      },
      onToggle: (header) => {
        closed.set(header.name, !isClosed(header));
        redraw();
      },
    });
  return {
    template: (shown) => {
      if (mapped?.frame !== shown.frame) {
        mapped = mapOf(shown.frame);
        byte = 0;
      }
      const now = mapped;
      if (!shown.hasBytes) return tree(now, shown);
      const dump = dumpTemplate({
        bytes: now.bytes,
        owners: now.owners,
        words: shown.words.fields,
        marked: spanOf(now.headers, marked),
        current: byte,
        perRow: shown.width >= wide ? 16 : 8,
        onByte: (at, isKey) => markByte(at, isKey, shown),
      });
      return html`<div class="dump-part">${dump}${markedLine(now, marked, shown)}</div>
        ${tree(now, shown)}`;
    },
  };
}

function mapOf(frame: EthernetFrame): Mapped {
  const bytes = encodeFrame(frame);
  const headers = fieldMapOf(bytes);
  return { frame, bytes, headers, owners: ownersOf(headers, bytes.length) };
}

/** What is marked, in a line between bytes and fields. */
function markedLine({ bytes, headers }: Mapped, marked: string | undefined, shown: FrameShown) {
  const { fields } = shown.words;
  const span = spanOf(headers, marked);
  const leaf = leavesOf(headers).find(({ id }) => id === marked);
  if (span === undefined) return html`<p class="marked-line muted">${fields.hint}</p>`;
  const where = fields.ofBytes(span.from, span.to);
  return html`<p class="marked-line">
    ${leaf === undefined ? nothing : html`<b>${lineOf(bytes, leaf, shown)}</b> · `}<span class="muted"
      >${where}</span
    >
  </p>`;
}

function lineOf(bytes: Uint8Array, leaf: FieldLeaf, { words, names }: FrameShown): string {
  const meaning = meaningText(bytes, leaf, words.fields, names);
  const value = valueText(bytes, leaf, words.fields);
  return meaning === undefined ? `${leaf.name}: ${value}` : `${leaf.name}: ${value} (${meaning})`;
}
