/**
 * The headers and fields of a frame as a tree, with one stop for the Tab key and the keys of a tree.
 */

import { html, nothing } from "lit/html.js";
import type { Naming } from "#ui/packet-label";
import type { FieldWords } from "#words/inspector-words";
import { headerText, meaningText, valueText } from "./field-text.ts";
import type { FieldLeaf, HeaderNode } from "./field-tree.ts";
import { itemsOf, moveOf, type TreeItem } from "./tree-keys.ts";

/** A frame's bytes with their map, and which of it is marked. */
export interface FieldsShown {
  readonly bytes: Uint8Array;
  readonly headers: readonly HeaderNode[];
  readonly words: FieldWords;
  readonly naming: Naming;
  readonly isClosed: (header: HeaderNode) => boolean;
  /** Where the Tab key gets to. */
  readonly current: string | undefined;
  /** Whose bytes are marked. */
  readonly marked: string | undefined;
  readonly onMark: (id: string | undefined) => void;
  readonly onCurrent: (id: string) => void;
  readonly onToggle: (header: HeaderNode) => void;
}

/** The tree. */
export function treeTemplate(shown: FieldsShown) {
  const items = itemsOf(shown.headers, shown.isClosed);
  const current = items.some(({ node }) => node.id === shown.current) ? shown.current : items[0]?.node.id;
  return html`<ul
    class="tree"
    role="tree"
    aria-label=${shown.words.tree}
    @keydown=${(event: KeyboardEvent) => pressed(event, items, shown)}
    @pointerleave=${() => shown.onMark(undefined)}
  >
    ${items.map((item) => itemTemplate(item, item.node.id === current, shown))}
  </ul>`;
}

function itemTemplate(item: TreeItem, isCurrent: boolean, shown: FieldsShown) {
  const { node, level, place, siblings } = item;
  const isHeader = node.kind === "header";
  const isOpen = isHeader && !shown.isClosed(node);
  return html`<li
    role="treeitem"
    class="${isHeader ? `header layer-${node.layer}` : "leaf"} ${node.id === shown.marked ? "marked" : ""}"
    data-id=${node.id}
    data-level=${level}
    aria-level=${level}
    aria-posinset=${place}
    aria-setsize=${siblings}
    aria-expanded=${isHeader ? String(isOpen) : nothing}
    aria-selected=${node.id === shown.marked ? "true" : "false"}
    tabindex=${isCurrent ? 0 : -1}
    @pointerenter=${() => shown.onMark(node.id)}
    @focus=${() => shown.onCurrent(node.id)}
    @click=${() => (isHeader ? shown.onToggle(node) : shown.onCurrent(node.id))}
  >
    ${isHeader ? headerTemplate(node, isOpen, shown) : leafTemplate(node, shown)}
  </li>`;
}

function headerTemplate(header: HeaderNode, isOpen: boolean, { bytes, words, naming }: FieldsShown) {
  return html`<span class="twist" aria-hidden="true">${isOpen ? "▾" : "▸"}</span>
    <i class="swatch layer-${header.layer}"></i><b>${header.name}</b>
    <span class="muted">${headerText(bytes, header, words, naming)}</span>`;
}

function leafTemplate(leaf: FieldLeaf, { bytes, words, naming }: FieldsShown) {
  const meaning = meaningText(bytes, leaf, words, naming);
  const isWrong = leaf.note?.kind === "checksum" && leaf.note.verdict === "wrong";
  return html`<span class="name">${leaf.name}</span>
    <span class="value"
      ><code>${valueText(bytes, leaf, words)}</code>${
        meaning === undefined ? nothing : html` <span class=${isWrong ? "bad" : "muted"}>${meaning}</span>`
      }</span
    >`;
}

function pressed(event: KeyboardEvent, items: readonly TreeItem[], shown: FieldsShown): void {
  const { currentTarget, target } = event;
  if (!(currentTarget instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const move = moveOf(event.key, items, target.dataset.id, shown.isClosed);
  if (move === undefined) {
    if (event.key.startsWith("Arrow")) event.preventDefault();
    return;
  }
  event.preventDefault();
  if (move.kind === "go") {
    currentTarget.querySelector<HTMLElement>(`[data-id="${move.id}"]`)?.focus();
    return;
  }
  const found = items.find(({ node }) => node.id === move.id)?.node;
  if (found?.kind === "header") shown.onToggle(found);
}
