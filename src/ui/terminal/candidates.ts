/**
 * Candidates of completion in columns, down and then right, as bash lists them.
 */

import { widthOf } from "./paint.ts";

/** More would push everything off the screen; bash asks, this says how many more there are. */
const most = 200;

export function columnsOf(candidates: readonly string[], columns: number): string[] {
  const names = candidates.slice(0, most);
  const width = Math.max(...names.map(widthOf)) + 2;
  const across = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(names.length / across);
  const lines = Array.from({ length: rows }, (_, row) =>
    names
      .filter((_name, at) => at % rows === row)
      .map((name) => name + " ".repeat(width - widthOf(name)))
      .join("")
      .trimEnd(),
  );
  return candidates.length > most ? [...lines, `… ${candidates.length - most}`] : lines;
}
