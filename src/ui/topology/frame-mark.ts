/**
 * The drawing of a frame: a small stack of its headers, outermost on top, each with its colour and its word;
 * where very many frames are in flight, one shape of its own for each kind, without words.
 */

import type { Layer, LayerName } from "../layer.ts";
import type { Size } from "./geometry.ts";

export const stackWidth = 68;
const rowHeight = 12.5;
const rowGap = 1.5;
const rim = 3;

/** How large the stack of so many headers is. */
export const stackSize = (rows: number): Size => ({
  width: stackWidth,
  height: 2 * rim + rows * rowHeight + (rows - 1) * rowGap,
});

/** Where a header's row is in a stack, from its middle. */
export const rowTop = (row: number, rows: number): number =>
  -stackSize(rows).height / 2 + rim + row * (rowHeight + rowGap);

export const rowSize: Size = { width: stackWidth - 2 * rim, height: rowHeight };

const svg = "http://www.w3.org/2000/svg";

type Attributes = Readonly<Record<string, string | number>>;

/** An element with attributes. */
export function element<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** A stack of headers around its own middle. */
export function stackOf(layers: readonly Layer[]): SVGGElement {
  const { width, height } = stackSize(layers.length);
  const group = element("g", { class: "frame" });
  group.append(
    element("rect", { class: "shell", x: -width / 2, y: -height / 2, width, height, rx: 5 }),
    ...layers.flatMap(({ layer, word }, index) => rowOf(layer, word, rowTop(index, layers.length))),
  );
  return group;
}

function rowOf(layer: LayerName, word: string, y: number): SVGElement[] {
  const { width, height } = rowSize;
  const text = element("text", { class: `on-${layer}`, y: y + height / 2 + 0.5 });
  text.textContent = word;
  return [element("rect", { class: `layer-${layer}`, x: -width / 2, y, width, height, rx: 2.5 }), text];
}

/** One shape a layer: to be told apart without colour and without words. */
const shapes: Readonly<Record<LayerName, string>> = {
  ethernet: "M-7-5H7V5H-7z",
  arp: "M0-7L7 0L0 7L-7 0z",
  outer: "M-8-4H8V4H-8zM-4-8H4V8H-4z",
  ip: "M-7-5H7V5H-7z",
  transport: "M-7-4.5H3L8 0L3 4.5H-7z",
  icmp: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
  data: "M-6-6H6V6H-6z",
};

/** What a frame is about: its innermost header. A tunnelled one shows that it is. */
export function kindOfFrame(layers: readonly Layer[]): LayerName {
  if (layers.some(({ layer }) => layer === "outer")) return "outer";
  return layers.at(-1)?.layer ?? "ethernet";
}

/** A frame as one shape. */
export function shapeOf(layer: LayerName): SVGGElement {
  const group = element("g", { class: "frame is-shape" });
  group.append(element("path", { class: `layer-${layer}`, d: shapes[layer] }));
  return group;
}
