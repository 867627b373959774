/**
 * The bytes of a frame as hexadecimal pairs and letters, each on the ground of its layer; those of a marked
 * field stand out.
 *
 * A stop for the Tab key, then the arrow keys go from byte to byte.
 */

import { html } from "lit/html.js";
import type { LayerName } from "#ui/layer";
import type { FieldWords } from "#words/inspector-words";
import { byteAfter, type FieldLeaf, firstByte, type HeaderNode } from "./field-tree.ts";

/** Which layer and which field each byte of a frame belongs to. */
export interface ByteOwners {
  readonly layers: readonly LayerName[];
  /** The first field that has a bit of the byte. */
  readonly leaves: readonly (FieldLeaf | undefined)[];
}

/** The owners of the bytes of a mapped frame. */
export function ownersOf(headers: readonly HeaderNode[], length: number): ByteOwners {
  const layers = new Array<LayerName>(length).fill("data");
  const leaves = new Array<FieldLeaf | undefined>(length).fill(undefined);
  const fill = (header: HeaderNode): void => {
    for (const child of header.children) {
      if (child.kind === "header") fill(child);
      else {
        for (let at = firstByte(child.bit); at < byteAfter(child.bit, child.width); at++) {
          layers[at] = header.layer;
          leaves[at] ??= child;
        }
      }
    }
  };
  for (const header of headers) fill(header);
  return { layers, leaves };
}

/** From the first byte to before the last one. */
export interface ByteSpan {
  readonly from: number;
  readonly to: number;
}

/** The bytes of a field or header. */
export function spanOf(headers: readonly HeaderNode[], id: string | undefined): ByteSpan | undefined {
  for (const header of headers) {
    if (header.id === id) return { from: header.from, to: header.to };
    for (const child of header.children) {
      if (child.kind === "field" && child.id === id) {
        return { from: firstByte(child.bit), to: byteAfter(child.bit, child.width) };
      }
    }
    const within = header.children.filter((child): child is HeaderNode => child.kind === "header");
    const found = spanOf(within, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

export interface BytesShown {
  readonly bytes: Uint8Array;
  readonly owners: ByteOwners;
  readonly words: FieldWords;
  readonly marked: ByteSpan | undefined;
  /** Where the arrow keys stand. */
  readonly current: number;
  readonly perRow: 8 | 16;
  /** The pointer or the keys are at a byte, or have left. */
  readonly onByte: (at: number | undefined, isKey: boolean) => void;
}

/** The dump. */
export function dumpTemplate(shown: BytesShown) {
  const { bytes, perRow, words, onByte } = shown;
  const rows = Array.from({ length: Math.ceil(bytes.length / perRow) }, (_, row) => row * perRow);
  return html`<div
    class="dump"
    role="group"
    tabindex="0"
    aria-label=${words.dump}
    @keydown=${(event: KeyboardEvent) => pressed(event, shown)}
    @pointerover=${(event: PointerEvent) => onByte(byteAt(event.target), false)}
    @pointerleave=${() => onByte(undefined, false)}
    @click=${(event: MouseEvent) => onByte(byteAt(event.target), true)}
  >
    ${rows.map((from) => rowTemplate(from, shown))}
  </div>`;
}

function rowTemplate(from: number, shown: BytesShown) {
  const places = Array.from(shown.bytes.subarray(from, from + shown.perRow), (_, index) => from + index);
  const rest = shown.perRow - places.length;
  return html`<div class="dump-row"
    ><span class="offset">${from.toString(16).padStart(4, "0")}</span
    ><span class="hex">${places.map((at) => pair(at, shown))}${"   ".repeat(rest)}</span
    ><span class="letters" aria-hidden="true">${places.map((at) => letter(at, shown))}</span
  ></div>`;
}

const pair = (at: number, shown: BytesShown) =>
  html`<span class=${byteClass(at, shown)} data-at=${at}>${hexOf(shown.bytes[at])}</span>`;

const letter = (at: number, shown: BytesShown) =>
  html`<span class=${byteClass(at, shown)} data-at=${at}>${letterOf(shown.bytes[at] ?? 0)}</span>`;

const hexOf = (byte: number | undefined): string => (byte ?? 0).toString(16).padStart(2, "0");
const letterOf = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : "·");

function byteClass(at: number, { owners, marked, current }: BytesShown): string {
  const isMarked = marked !== undefined && at >= marked.from && at < marked.to;
  const layer = `byte layer-${owners.layers[at] ?? "data"}`;
  return `${layer}${isMarked ? " marked" : ""}${at === current ? " current" : ""}`;
}

function byteAt(target: EventTarget | null): number | undefined {
  const at = target instanceof HTMLElement ? target.dataset.at : undefined;
  return at === undefined ? undefined : Number(at);
}

function pressed(event: KeyboardEvent, { bytes, current, perRow, onByte }: BytesShown): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: perRow,
    ArrowUp: -perRow,
    Home: -bytes.length,
    End: bytes.length,
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  onByte(Math.max(0, Math.min(bytes.length - 1, current + step)), true);
}
