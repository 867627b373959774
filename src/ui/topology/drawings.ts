/**
 * The drawings of marks and cards beside machines, around their own top left corner: the one table that
 * matters, what was changed of a packet, what was dropped, who keeps silent.
 */

import type { Layer } from "../layer.ts";
import type { ChangeCard, HeaderRow } from "./change-card.ts";
import type { FocusTable, TableRow } from "./focus-table.ts";
import { element, stackOf, stackSize } from "./frame-mark.ts";
import type { Size } from "./geometry.ts";
import type { Measure } from "./text-width.ts";

export interface Drawing {
  readonly node: SVGGElement;
  readonly size: Size;
  /** Turns it round, for its sign to be at the right, where its machine is. */
  readonly turn?: () => void;
}

const pad = 10;
const titleHeight = 24;
const rowHeight = 22;
const titleSize = 12;
const textSize = 11.5;

function textAt(text: string, className: string, x: number, y: number): SVGTextElement {
  const made = element("text", { class: className, x, y });
  made.textContent = text;
  return made;
}

function cardOf(className: string, { width, height }: Size): SVGGElement {
  const group = element("g", { class: `beside ${className}` });
  group.append(element("rect", { class: "beside-card", width, height, rx: 9 }));
  return group;
}

/** The small table beside a machine. */
export function tableDrawing({ node, title, rows }: FocusTable, measure: Measure): Drawing {
  const heading = `${node} · ${title}`;
  const widths = rows.map(({ text, struck = "" }) =>
    measure(struck === "" ? text : `${struck} → ${text}`, textSize, "mono"),
  );
  const width = Math.ceil(Math.max(measure(heading, titleSize, "bold"), ...widths) + 2 * pad + 8);
  const size = { width, height: titleHeight + rows.length * rowHeight + pad - 4 };
  const group = cardOf("is-table", size);
  group.append(textAt(heading, "beside-title", pad, titleHeight / 2 + 2));
  rows.forEach((row, index) => {
    const y = titleHeight + index * rowHeight;
    if (row.isMarked) {
      const rect = { class: "changed", x: 5, y: y + 1, width: width - 10, height: rowHeight - 2, rx: 4 };
      group.append(element("rect", rect));
    }
    group.append(tableText(row, y + rowHeight / 2));
  });
  return { node: group, size };
}

function tableText({ text, struck, isMarked, isAside }: TableRow, y: number): SVGTextElement {
  const name = isAside === true ? "beside-aside" : isMarked ? "beside-text is-changed" : "beside-text";
  if (struck === undefined) return textAt(text, name, pad, y);
  const made = element("text", { class: name, x: pad, y });
  made.append(span(struck, "old"), span(" → ", ""), span(text, "new"));
  return made;
}

function span(text: string, className: string): SVGTSpanElement {
  const made = element("tspan", className === "" ? {} : { class: className });
  made.textContent = text;
  return made;
}

const headerWidth = 46;
const headerHeight = 14;
const changeRow = 19;

/** What was changed of a packet: its headers, the changed ones with their old and new values. */
export function changeDrawing({ title, rows }: ChangeCard, measure: Measure): Drawing {
  const lines = rows.flatMap(linesOf);
  const widths = lines.map(({ text }) => headerWidth + 10 + measure(text, textSize, "mono"));
  const width = Math.ceil(Math.max(measure(title, titleSize, "bold"), ...widths) + 2 * pad + 4);
  const size = { width, height: titleHeight + lines.length * changeRow + pad - 4 };
  const group = cardOf("is-change", size);
  group.append(textAt(title, "beside-title", pad, titleHeight / 2 + 2));
  lines.forEach((line, index) => {
    group.append(lineDrawing(line, titleHeight + index * changeRow, width));
  });
  return { node: group, size };
}

/** A header, or one more changed field of it. */
interface ChangeLine {
  readonly layer: Layer | undefined;
  readonly field: HeaderRow["fields"][number] | undefined;
  readonly isNew: boolean;
  readonly text: string;
}

function linesOf({ layer, fields, isNew }: HeaderRow): ChangeLine[] {
  if (fields.length === 0) return [{ layer, field: undefined, isNew, text: "" }];
  return fields.map((field, index) => ({
    layer: index === 0 ? layer : undefined,
    field,
    isNew,
    text: field.before === "" ? field.after : `${field.field} ${field.before} → ${field.after}`,
  }));
}

function lineDrawing({ layer, field, isNew }: ChangeLine, y: number, width: number): SVGGElement {
  const isChanged = field !== undefined || isNew;
  const group = element("g", { class: isChanged ? "header is-changed" : "header" });
  if (isChanged) {
    group.append(
      element("rect", {
        class: "changed",
        x: 5,
        y: y + 0.5,
        width: width - 10,
        height: changeRow - 1,
        rx: 4,
      }),
    );
  }
  const middle = y + changeRow / 2;
  if (layer !== undefined) group.append(headerChip(layer, middle));
  if (field === undefined) return group;
  const text = element("text", { class: "beside-text", x: pad + headerWidth + 8, y: middle });
  if (field.before !== "") {
    text.append(span(`${field.field} `, "field"), span(field.before, "old"), span(" → ", ""));
  }
  text.append(span(field.after, "new"));
  group.append(text);
  return group;
}

function headerChip({ layer, word }: Layer, y: number): SVGGElement {
  const chip = element("g", { class: "header-chip" });
  const rect = {
    class: `layer-${layer}`,
    x: pad,
    y: y - headerHeight / 2,
    width: headerWidth,
    height: headerHeight,
  };
  chip.append(
    element("rect", { ...rect, rx: 2.5 }),
    textAt(word, `header-word on-${layer}`, pad + headerWidth / 2, y + 0.5),
  );
  return chip;
}

/** What is written beside a sign: in one line or two. */
export interface MarkWords {
  readonly title: string;
  readonly detail: string;
}

function wordsBeside(
  sign: number,
  { title, detail }: MarkWords,
  measure: Measure,
): { nodes: SVGElement[]; width: number } {
  const nodes = [textAt(title, "mark-title", sign + 7, detail === "" ? 13 : 7)];
  if (detail !== "") nodes.push(textAt(detail, "mark-detail", sign + 7, 21));
  const width = Math.max(measure(title, 12.5, "bold"), measure(detail, 11, "mono"));
  return { nodes, width: sign + 7 + width };
}

const signSize = 26;

/** Who keeps silent, and why. */
export function silenceDrawing(said: MarkWords, isGood: boolean, measure: Measure): Drawing {
  const group = element("g", { class: `mark is-silence ${isGood ? "is-good" : "is-odd"}` });
  const words = wordsBeside(signSize, said, measure);
  group.append(
    element("rect", { class: "hit", width: words.width, height: signSize }),
    element("circle", { class: "sign", cx: 13, cy: 13, r: 11.5 }),
    // Ticked where it is meant to be silent, else the sign for "no".
    element("path", { class: "sign", d: isGood ? "M7.5 13.5l4 4l7-8" : "M7 13h12" }),
    ...words.nodes,
  );
  return { node: group, size: { width: words.width, height: signSize } };
}

const fallRoom = 12;

/** What was dropped and why. Its stack falls: `fallTo` moves it. */
export function dropDrawing(layers: readonly Layer[], said: MarkWords, measure: Measure): Drawing {
  const stack = stackSize(layers.length);
  const height = Math.max(stack.height + fallRoom, 30);
  const group = element("g", { class: "mark is-drop" });
  const words = wordsBeside(stack.width + 6, said, measure);
  const top = (height - 28) / 2;
  const shift = element("g", { transform: `translate(0,${top})` });
  shift.append(...words.nodes);
  const falling = element("g", { class: "falling" });
  const place = element("g", {});
  const frame = stackOf(layers);
  frame.setAttribute("transform", `translate(${stack.width / 2},${stack.height / 2})`);
  const cross = element("path", {
    class: "cross",
    d: "M-8-8L8 8M8-8L-8 8",
    transform: `translate(${stack.width / 2},${stack.height / 2})`,
  });
  falling.append(frame, cross);
  place.append(falling);
  group.append(element("rect", { class: "hit", width: words.width, height }), place, shift);
  const turn = (): void => {
    place.setAttribute("transform", `translate(${words.width - stack.width},0)`);
    shift.setAttribute("transform", `translate(${-stack.width - 13},${top})`);
  };
  return { node: group, size: { width: words.width, height }, turn };
}

/** No longer than the shortest pause after a drop: nothing hangs in the air. */
const fallMillis = 400;

/** Lets what was dropped fall, by its age; still: it lies there. */
export function fallTo(node: SVGGElement, age: number, isStill: boolean): void {
  const part = isStill ? 1 : Math.min(1, age / fallMillis);
  const falling = node.querySelector(".falling");
  const turn = 7 * part * part;
  falling?.setAttribute(
    "transform",
    `translate(0,${(fallRoom * part * part).toFixed(1)}) rotate(${turn.toFixed(1)})`,
  );
}
