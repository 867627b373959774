/**
 * The drawing of a frame: a small stack of its headers, outermost on top, each with its colour and its word;
 * where very many frames are in flight, one shape of its own for each kind, without words.
 */

import type { Layer, LayerName } from "../layer.ts";
import type { Size } from "./geometry.ts";

/** Of a stack at scale 1, in px. */
const stackWidth = 68;
const rowHeight = 12.5;
const rowGap = 1.5;
const rim = 3;
const fontSize = 10;

/** How large the stack of so many headers is. */
export const stackSize = (rows: number, scale = 1): Size => ({
  width: stackWidth * scale,
  height: (2 * rim + rows * rowHeight + (rows - 1) * rowGap) * scale,
});

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

/**
 * A stack of headers around its own middle. The scale is in its numbers: frames are moved at every picture,
 * and what is only moved costs less than what is scaled as well.
 */
export function stackOf(layers: readonly Layer[], scale = 1): SVGGElement {
  const { width, height } = stackSize(layers.length, scale);
  const group = element("g", { class: "frame" });
  group.append(
    element("rect", { class: "shell", x: -width / 2, y: -height / 2, width, height, rx: 5 * scale }),
    ...layers.flatMap((layer, index) => {
      const top = (rim + index * (rowHeight + rowGap)) * scale - height / 2;
      return rowOf(layer, top, scale);
    }),
  );
  return group;
}

function rowOf({ layer, word }: Layer, y: number, scale: number): SVGElement[] {
  const width = (stackWidth - 2 * rim) * scale;
  const height = rowHeight * scale;
  const middle = y + height / 2 + 0.5;
  const text = element("text", { class: `on-${layer}`, y: middle, "font-size": fontSize * scale });
  text.textContent = word;
  return [
    element("rect", { class: `layer-${layer}`, x: -width / 2, y, width, height, rx: 2.5 * scale }),
    text,
  ];
}

/** One shape a layer, from its middle on: to be told apart without colour and without words. */
const shapes: Readonly<Record<LayerName, string>> = {
  ethernet: "m-7-5h14v10h-14z",
  arp: "m0-7l7 7l-7 7l-7-7z",
  outer: "m-8-4h16v8h-16zm4-4h8v16h-8z",
  ip: "m-7-5h14v10h-14z",
  transport: "m-7-4.5h10l5 4.5l-5 4.5h-10z",
  icmp: "m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
  data: "m-6-6h12v12h-12z",
};

/** What a frame is about: its innermost header. A tunnelled one shows that it is. */
export function kindOfFrame(layers: readonly Layer[]): LayerName {
  if (layers.some(({ layer }) => layer === "outer")) return "outer";
  return layers.at(-1)?.layer ?? "ethernet";
}

/** A frame as one shape: its outline as commands of a path, drawn from its middle. */
export const outlineOf = (layer: LayerName): string => shapes[layer];
