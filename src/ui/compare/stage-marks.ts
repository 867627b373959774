/**
 * Marks on the stages of two runs: a sign on each machine whose tables differ, and on each frame under way
 * that the other run does not have. They are put on what the stage has drawn, and taken off again.
 */

import { type Comparison, isShared, type Side } from "#lab/compare";
import type { TableDifference } from "#lab/compare-tables";
import { flightsAt, type Moment } from "#lab/recording";

/** In px of the drawing. */
const radius = 9;

/** Why a machine is marked: by its name, in words. */
export type MachineMarks = ReadonlyMap<string, string>;

/** The machines that differ, and those that the other run does not have. */
export function machineMarks(
  found: readonly TableDifference[],
  alone: readonly string[],
  words: { readonly machine: string; readonly frame: string },
): MachineMarks {
  return new Map([
    ...found.map(({ node }): [string, string] => [node, words.machine]),
    ...alone.map((node): [string, string] => [node, words.frame]),
  ]);
}

/** Marks machines. */
export function markMachines(host: HTMLElement, marks: MachineMarks): void {
  for (const machine of host.querySelectorAll<SVGGElement>("g.machine")) {
    const label = marks.get(machine.dataset.id ?? "");
    const isMarked = label !== undefined;
    machine.classList.toggle("differs", isMarked);
    const card = machine.querySelector("rect.card");
    const width = Number(card?.getAttribute("width") ?? 0);
    setSign(machine, isMarked, { x: width - 4, y: 4, label: label ?? "" });
  }
}

/** The flights of a moment that the other run does not have. */
export function flightsAlone(comparison: Comparison, side: Side, { at }: Moment): ReadonlySet<number> {
  const { [side]: run } = comparison.runs;
  const alone = flightsAt(run, at).filter(({ cause }) => cause !== 0 && !isShared(comparison, side, cause));
  return new Set(alone.map(({ id }) => id));
}

/** Marks the frames among them. */
export function markFrames(host: HTMLElement, alone: ReadonlySet<number>, label: string): void {
  for (const frame of host.querySelectorAll<SVGGElement>(".layer-of-frames > g")) {
    const isThere = frame.getAttribute("aria-hidden") !== "true" && frame.dataset.flight !== undefined;
    const isMarked = isThere && alone.has(Number(frame.dataset.flight));
    frame.classList.toggle("is-alone", isMarked);
    const header = frame.querySelector("rect");
    const [x, y, width] = ["x", "y", "width"].map((name) => Number(header?.getAttribute(name) ?? 0));
    setSign(frame, isMarked, { x: (x ?? 0) + (width ?? 0), y: (y ?? 0) - 2, label });
  }
}

interface Sign {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

function setSign(group: SVGGElement, isWanted: boolean, { x, y, label }: Sign): void {
  const known = group.querySelector(":scope > .differs-sign");
  if (!isWanted) {
    known?.remove();
    return;
  }
  if (known !== null) return;
  const sign = made("g", { class: "differs-sign", transform: `translate(${x},${y})` });
  const title = made("title", {});
  title.textContent = label;
  const text = made("text", { "text-anchor": "middle", dy: "0.35em" });
  text.textContent = "≠";
  sign.append(title, made("circle", { r: `${radius}` }), text);
  group.append(sign);
}

function made(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
