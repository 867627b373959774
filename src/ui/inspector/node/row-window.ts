/**
 * Which rows of a long table are drawn: those that can be seen, and a few beyond.
 */

/** Tables up to this many rows are drawn whole. */
export const mostRowsDrawn = 64;

/** The height of a row of a long table in pixels; node.css has the same. */
export const rowHeight = 24;

/** Rows drawn beyond the edges, so that scrolling meets no gap. */
const beyond = 8;

/** From the first row drawn to before the last, and the room that the others take. */
export interface RowWindow {
  readonly from: number;
  readonly to: number;
  readonly above: number;
  readonly below: number;
}

/** The window of a table of `count` rows that is scrolled by `top` and shows `height` pixels. */
export function windowOf(count: number, top: number, height: number): RowWindow {
  if (count <= mostRowsDrawn) return { from: 0, to: count, above: 0, below: 0 };
  const shown = Math.ceil(height / rowHeight);
  const last = Math.max(0, count - shown);
  const first = Math.min(last, Math.max(0, Math.floor(top / rowHeight)));
  const from = Math.max(0, first - beyond);
  const to = Math.min(count, first + shown + beyond + 1);
  return { from, to, above: from * rowHeight, below: (count - to) * rowHeight };
}
