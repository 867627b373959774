/** The longest common lines of two texts, and the two usual ways to print what is not common. */

/** Lines `from` to `to` (the latter not included) of the left text became those of the right. */
export interface Change {
  readonly left: readonly [number, number];
  readonly right: readonly [number, number];
}

/** What changed between two texts, in order. */
export function changesBetween(left: readonly string[], right: readonly string[]): Change[] {
  const common = commonLengths(left, right);
  const changes: Change[] = [];
  let [at, other] = [0, 0];
  while (at < left.length || other < right.length) {
    if (at < left.length && other < right.length && left[at] === right[other]) {
      at++;
      other++;
      continue;
    }
    const [from, otherFrom] = [at, other];
    while ((at < left.length || other < right.length) && (left[at] !== right[other] || at >= left.length)) {
      const down = common[at + 1]?.[other] ?? -1;
      const along = common[at]?.[other + 1] ?? -1;
      if (at < left.length && (other >= right.length || down >= along)) at++;
      else other++;
    }
    changes.push({ left: [from, at], right: [otherFrom, other] });
  }
  return changes;
}

/** For every pair of places, how many lines from there on the texts have in common. */
function commonLengths(left: readonly string[], right: readonly string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let at = left.length - 1; at >= 0; at--) {
    for (let other = right.length - 1; other >= 0; other--) {
      const row = lengths[at] ?? [];
      const below = lengths[at + 1] ?? [];
      const isSame = left[at] === right[other];
      row[other] = isSame ? (below[other + 1] ?? 0) + 1 : Math.max(below[other] ?? 0, row[other + 1] ?? 0);
    }
  }
  return lengths;
}

const span = (from: number, to: number): string => (to - from > 1 ? `${from + 1},${to}` : `${to}`);

/** `3c3`, `4a5,6`, `7d8`, with `<` and `>` before the lines. */
export function normalForm(
  left: readonly string[],
  right: readonly string[],
  changes: readonly Change[],
): string {
  return changes
    .map((change) => {
      const [from, to] = change.left;
      const [otherFrom, otherTo] = change.right;
      const kind = from === to ? "a" : otherFrom === otherTo ? "d" : "c";
      const before = from === to ? String(from) : span(from, to);
      const after = otherFrom === otherTo ? String(otherFrom) : span(otherFrom, otherTo);
      const gone = left.slice(from, to).map((line) => `< ${line}\n`);
      const come = right.slice(otherFrom, otherTo).map((line) => `> ${line}\n`);
      return `${before}${kind}${after}\n${gone.join("")}${kind === "c" ? "---\n" : ""}${come.join("")}`;
    })
    .join("");
}

interface Unified {
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly changes: readonly Change[];
  /** Lines shown around a change. */
  readonly around: number;
}

/** The hunks of `diff -u`. */
export function unifiedForm(unified: Unified): string {
  const hunks: Change[][] = [];
  for (const change of unified.changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && change.left[0] - last.left[1] <= 2 * unified.around) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks.map((hunk) => hunkText(unified, hunk)).join("");
}

function hunkText({ left, right, around }: Unified, hunk: readonly Change[]): string {
  const [first, last] = [hunk[0], hunk.at(-1)];
  if (first === undefined || last === undefined) return "";
  const from = Math.max(0, first.left[0] - around);
  const to = Math.min(left.length, last.left[1] + around);
  const shift = first.right[0] - first.left[0];
  const otherTo = last.right[1] + to - last.left[1];
  const lines: string[] = [];
  let at = from;
  for (const change of hunk) {
    lines.push(...left.slice(at, change.left[0]).map((line) => ` ${line}\n`));
    lines.push(...left.slice(...change.left).map((line) => `-${line}\n`));
    lines.push(...right.slice(...change.right).map((line) => `+${line}\n`));
    at = change.left[1];
  }
  lines.push(...left.slice(at, to).map((line) => ` ${line}\n`));
  return `@@ -${place(from, to)} +${place(from + shift, otherTo)} @@\n${lines.join("")}`;
}

function place(from: number, to: number): string {
  const count = to - from;
  if (count === 1) return String(from + 1);
  return `${count === 0 ? from : from + 1},${count}`;
}
