/**
 * The keys of the tree of headers and fields, and which bytes belong to which.
 */

import { describe, expect, test } from "vitest";
import { ownersOf, spanOf } from "#ui/inspector/packet/bytes-view";
import type { FieldLeaf, HeaderNode } from "#ui/inspector/packet/field-tree";
import { itemsOf, moveOf } from "#ui/inspector/packet/tree-keys";

const leaf = (id: string, bit: number, width: number): FieldLeaf => ({
  kind: "field",
  id,
  name: id,
  format: "number",
  bit,
  width,
  note: undefined,
});

const option: HeaderNode = {
  kind: "header",
  id: "option",
  name: "Option: X",
  layer: "transport",
  from: 3,
  to: 4,
  children: [leaf("option.kind", 24, 8)],
};
const headers: readonly HeaderNode[] = [
  {
    kind: "header",
    id: "a",
    name: "A",
    layer: "ip",
    from: 0,
    to: 2,
    children: [leaf("a.x", 0, 4), leaf("a.y", 4, 12)],
  },
  {
    kind: "header",
    id: "b",
    name: "B",
    layer: "transport",
    from: 2,
    to: 4,
    children: [leaf("b.x", 16, 8), option],
  },
];

const isClosed = ({ id }: HeaderNode): boolean => id === "option";
const items = itemsOf(headers, isClosed);

test("closed headers hide what is within, and places are counted among siblings", () => {
  expect(items.map(({ node, level, place, siblings }) => `${node.id} ${level} ${place}/${siblings}`)).toEqual(
    ["a 1 1/2", "a.x 2 1/2", "a.y 2 2/2", "b 1 2/2", "b.x 2 1/2", "option 2 2/2"],
  );
});

describe("a key leads to", () => {
  test.each([
    ["ArrowDown", "a", { kind: "go", id: "a.x" }],
    ["ArrowUp", "b", { kind: "go", id: "a.y" }],
    ["ArrowUp", "a", undefined],
    ["Home", "option", { kind: "go", id: "a" }],
    ["End", "a", { kind: "go", id: "option" }],
    ["ArrowRight", "b", { kind: "go", id: "b.x" }],
    ["ArrowRight", "option", { kind: "open", id: "option" }],
    ["ArrowRight", "a.x", undefined],
    ["ArrowLeft", "a.x", { kind: "go", id: "a" }],
    ["ArrowLeft", "a", { kind: "close", id: "a" }],
    ["ArrowLeft", "option", { kind: "go", id: "b" }],
    [" ", "b", { kind: "toggle", id: "b" }],
    ["Enter", "a.x", undefined],
    ["x", "a", undefined],
  ])("%s at %s", (key, current, move) => {
    expect(moveOf(key, items, current, isClosed)).toEqual(move);
  });
});

describe("bytes and fields", () => {
  test("a byte belongs to the first field that has a bit of it", () => {
    const owners = ownersOf(headers, 4);
    expect(owners.leaves.map((one) => one?.id)).toEqual(["a.x", "a.y", "b.x", "option.kind"]);
    expect(owners.layers).toEqual(["ip", "ip", "transport", "transport"]);
  });

  test.each([
    ["a.y", { from: 0, to: 2 }],
    ["b", { from: 2, to: 4 }],
    ["option.kind", { from: 3, to: 4 }],
    ["nothing", undefined],
  ])("the bytes of %s", (id, span) => {
    expect(spanOf(headers, id)).toEqual(span);
  });
});
