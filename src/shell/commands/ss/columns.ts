/**
 * The columns of ss: as wide as their widest cell. On a terminal what is left of its width is shared out
 * among them.
 */

interface Column {
  readonly title: string;
  readonly gap: string;
  readonly isRight: boolean;
}

const columns: readonly Column[] = [
  { title: "Netid", gap: "", isRight: false },
  { title: "State", gap: " ", isRight: false },
  { title: "Recv-Q", gap: " ", isRight: false },
  { title: "Send-Q", gap: " ", isRight: false },
  { title: "Local Address:", gap: " ", isRight: true },
  { title: "Port", gap: "", isRight: false },
  { title: "Peer Address:", gap: " ", isRight: true },
  { title: "Port", gap: "", isRight: false },
  { title: "Process", gap: "", isRight: false },
];

/** A row: one cell for each column, and what may follow on a line of its own. */
export interface SsRow {
  readonly cells: readonly string[];
  readonly below: string;
}

export interface Layout {
  readonly hasNetid: boolean;
  readonly hasState: boolean;
  readonly hasTitles: boolean;
  /** Columns of the terminal; `undefined`: none. */
  readonly width: number | undefined;
}

/** All rows as text. */
export function tableText(rows: readonly SsRow[], layout: Layout): string {
  const isShown = (index: number): boolean =>
    (index !== 0 || layout.hasNetid) && (index !== 1 || layout.hasState);
  const used = columns.map((column, index) => ({ ...column, index })).filter(({ index }) => isShown(index));
  const titles: SsRow = { cells: columns.map(({ title }) => title), below: "" };
  const lines = layout.hasTitles ? [titles, ...rows] : rows;
  const widths = used.map(({ index }) => Math.max(0, ...lines.map(({ cells }) => cells[index]?.length ?? 0)));
  const wide = widths.map((width, at) =>
    width === 0 ? 0 : width + (at === 0 ? 0 : (used[at]?.gap.length ?? 0)),
  );
  if (layout.width !== undefined) shareOut(wide, layout.width);
  return lines.map((row) => lineText(row, used, wide)).join("");
}

function lineText(
  { cells, below }: SsRow,
  used: readonly (Column & { readonly index: number })[],
  widths: readonly number[],
): string {
  let line = "";
  for (const [at, { index, gap, isRight }] of used.entries()) {
    const width = widths[at] ?? 0;
    const cell = cells[index] ?? "";
    const before = at === 0 ? "" : gap;
    line += isRight ? before + cell.padStart(width - before.length) : (before + cell).padEnd(width);
  }
  return `${line}\n${below}`;
}

/** Makes columns wider so that each line of the terminal is filled; lines break between columns. */
function shareOut(widths: number[], screen: number): void {
  let first = 0;
  let length = 0;
  for (let at = 0; at < widths.length; at++) {
    widths[at] = Math.min(widths[at] ?? 0, screen);
    length += widths[at] ?? 0;
    const isLast = widths.slice(at + 1).every((width) => width === 0);
    if (length < screen && !isLast) continue;
    let end = at;
    if (length > screen && at > first) {
      length -= widths[at] ?? 0;
      end = at - 1;
    }
    widen(widths, { first, end, spare: screen - length });
    at = end;
    first = end + 1;
    length = 0;
  }
}

function widen(widths: number[], { first, end, spare }: { first: number; end: number; spare: number }): void {
  const wide = widths.flatMap((width, at) => (at >= first && at <= end && width > 0 ? [at] : []));
  if (wide.length === 0 || spare <= 0) return;
  const share = Math.floor(spare / wide.length);
  const rest = spare % wide.length;
  for (const [count, at] of wide.reverse().entries()) {
    widths[at] = (widths[at] ?? 0) + share + (count < rest ? 1 : 0);
  }
}
