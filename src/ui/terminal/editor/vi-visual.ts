/**
 * Selecting in vi: a motion moves the end of the selection, an operator takes it, Escape lets it go.
 */

import type { Place } from "./text.ts";
import { joined } from "./vi-acts.ts";
import { movedBy, onLines, onRange } from "./vi-operators.ts";
import type { Vi } from "./vi-state.ts";

/** From where to where, in the order of the text; the end is not included. */
export interface Selection {
  readonly from: Place;
  readonly to: Place;
}

export function selectionOf({ text: { at }, mark, takesLines }: Vi): Selection {
  const isForward = mark.row < at.row || (mark.row === at.row && mark.column <= at.column);
  const [from, last] = isForward ? [mark, at] : [at, mark];
  if (!takesLines) return { from, to: { row: last.row, column: last.column + 1 } };
  return { from: { row: from.row, column: 0 }, to: { row: last.row, column: Number.POSITIVE_INFINITY } };
}

const partial = /^(?:[1-9]\d*)?(?:g|[fFtT])?$/;

/** What each key is as an operator. */
const operators: Readonly<Record<string, string>> = {
  ...{ d: "d", x: "d", "\x1b[3~": "d", y: "y", c: "c", s: "c", ">": ">", "<": "<" },
};

/** Takes one key of visual mode. */
export function visual(vi: Vi, key: string, height: number): Vi {
  const keys = vi.pending + key;
  const normal: Vi = { ...vi, mode: "normal", pending: "" };
  if (key === "\x1b" || key === "\x03") return normal;
  if (partial.test(keys)) return { ...vi, pending: keys };
  const [, count = "", rest = ""] = /^([1-9]\d*)?([\s\S]*)$/.exec(keys) ?? [];
  if (rest === "v" || rest === "V") {
    const takesLines = rest === "V";
    return takesLines === vi.takesLines ? normal : { ...vi, pending: "", takesLines };
  }
  if (rest === "o") return { ...vi, pending: "", mark: vi.text.at, text: { ...vi.text, at: vi.mark } };
  const taken = operated(normal, rest, selectionOf(vi));
  if (taken !== undefined) return taken;
  return movedBy(vi, { key: rest, times: Number(count || 1), isCounted: count !== "", height }) ?? vi;
}

function operated(vi: Vi, key: string, { from, to }: Selection): Vi | undefined {
  if (key === ":") return { ...vi, mode: "command", command: `:${from.row + 1},${to.row + 1}` };
  if (key === "J") {
    const times = Math.max(1, to.row - from.row);
    const begun = { ...vi, text: { ...vi.text, at: from } };
    return Array.from({ length: times }).reduce<Vi>((state) => joined(state), begun);
  }
  const operator = operators[key];
  if (operator === undefined) return undefined;
  const takesLines = vi.takesLines || operator === ">" || operator === "<";
  return takesLines ? onLines(vi, operator, from.row, to.row) : onRange(vi, operator, from, to);
}
