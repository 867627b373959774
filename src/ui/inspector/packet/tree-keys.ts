/**
 * The tree of headers and fields as a list of what is to be seen, and where a key leads in it: as the pattern
 * for trees of the ARIA practices has it.
 */

import type { FieldLeaf, HeaderNode } from "./field-tree.ts";

/** An item of the tree that is to be seen. */
export interface TreeItem {
  readonly node: FieldLeaf | HeaderNode;
  /** From 1. */
  readonly level: number;
  readonly parent: string | undefined;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly place: number;
  readonly siblings: number;
}

/** What is to be seen while some headers are closed. */
export function itemsOf(
  nodes: readonly (FieldLeaf | HeaderNode)[],
  isClosed: (header: HeaderNode) => boolean,
  level = 1,
  parent?: string,
): TreeItem[] {
  return nodes.flatMap((node, index) => {
    const item = { node, level, parent, place: index + 1, siblings: nodes.length };
    if (node.kind === "field" || isClosed(node)) return [item];
    return [item, ...itemsOf(node.children, isClosed, level + 1, node.id)];
  });
}

/** What a key does in the tree: goes to an item, opens or closes one; nothing for other keys. */
export type TreeMove =
  | { readonly kind: "go"; readonly id: string }
  | { readonly kind: "open" | "close" | "toggle"; readonly id: string };

export function moveOf(
  key: string,
  items: readonly TreeItem[],
  current: string | undefined,
  isClosed: (header: HeaderNode) => boolean,
): TreeMove | undefined {
  const at = Math.max(
    0,
    items.findIndex(({ node }) => node.id === current),
  );
  const item = items[at];
  if (item === undefined) return undefined;
  const { node } = item;
  const goTo = (index: number): TreeMove | undefined => {
    const id = items[index]?.node.id;
    return id === undefined ? undefined : { kind: "go", id };
  };
  switch (key) {
    case "ArrowDown":
      return goTo(at + 1);
    case "ArrowUp":
      return goTo(at - 1);
    case "Home":
      return goTo(0);
    case "End":
      return goTo(items.length - 1);
    case "ArrowRight":
      if (node.kind === "field") return undefined;
      return isClosed(node) ? { kind: "open", id: node.id } : goTo(at + 1);
    case "ArrowLeft":
      if (node.kind === "header" && !isClosed(node)) return { kind: "close", id: node.id };
      return item.parent === undefined ? undefined : { kind: "go", id: item.parent };
    case "Enter":
    case " ":
      return node.kind === "header" ? { kind: "toggle", id: node.id } : undefined;
  }
  return undefined;
}
