/** What sort compares: whole lines or keys such as `-k 2,2n`, as text, numbers or versions. */

import { byBytes } from "#shell/files/tree";

export interface SortKey {
  readonly from: Position;
  readonly to: Position | undefined;
  readonly letters: ReadonlySet<string>;
}

interface Position {
  readonly field: number;
  /** Characters from the start of the field; 0: its end. */
  readonly character: number;
}

export interface Ordering {
  /** Of `n r f b V h g d`, those that hold for the whole line. */
  readonly letters: ReadonlySet<string>;
  readonly keys: readonly SortKey[];
  readonly separator: string | undefined;
  readonly isStable: boolean;
}

/** A key as written after -k; `undefined` where it is none. */
export function keyOf(text: string, inherited: ReadonlySet<string>): SortKey | undefined {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text);
  if (match === null) return undefined;
  const [, field, character, letters = "", toField, toCharacter, toLetters = ""] = match;
  const own = new Set([...letters, ...toLetters]);
  return {
    from: { field: Number(field), character: Number(character ?? 1) },
    to: toField === undefined ? undefined : { field: Number(toField), character: Number(toCharacter ?? 0) },
    letters: own.size > 0 ? own : inherited,
  };
}

/** Which of two lines comes first. */
export function compareLines(ordering: Ordering, left: string, right: string): number {
  for (const key of ordering.keys) {
    const order = compareAs(key.letters, cut(ordering, key, left), cut(ordering, key, right));
    if (order !== 0) return order;
  }
  if (ordering.keys.length === 0) {
    const order = compareAs(ordering.letters, left, right);
    if (order !== 0 || ordering.isStable) return order;
  }
  if (ordering.isStable) return 0;
  const order = byBytes(left, right);
  return ordering.letters.has("r") ? -order : order;
}

function cut({ separator }: Ordering, { from, to }: SortKey, line: string): string {
  const starts = fieldStarts(line, separator);
  const start = (starts[from.field - 1] ?? line.length) + from.character - 1;
  if (to === undefined) return line.slice(start);
  const next = starts[to.field];
  const fieldEnd = next === undefined ? line.length : next - (separator === undefined ? 0 : separator.length);
  const end = to.character === 0 ? fieldEnd : (starts[to.field - 1] ?? line.length) + to.character;
  return line.slice(start, Math.max(start, end));
}

/** Without a separator a field begins with the blanks before it. */
function fieldStarts(line: string, separator: string | undefined): number[] {
  const starts = [0];
  if (separator === undefined) {
    for (const match of line.matchAll(/[^ \t](?=[ \t])/g)) starts.push(match.index + 1);
    return starts;
  }
  for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, at + 1)) starts.push(at + 1);
  return starts;
}

function compareAs(letters: ReadonlySet<string>, left: string, right: string): number {
  const order = compareForward(letters, left, right);
  return letters.has("r") ? -order : order;
}

function compareForward(letters: ReadonlySet<string>, left: string, right: string): number {
  if (letters.has("n") || letters.has("g")) return numberOf(left) - numberOf(right);
  if (letters.has("h")) return sizeOf(left) - sizeOf(right);
  if (letters.has("V")) return compareVersions(left, right);
  return byBytes(prepared(letters, left), prepared(letters, right));
}

function prepared(letters: ReadonlySet<string>, text: string): string {
  let plain = letters.has("b") ? text.trimStart() : text;
  if (letters.has("d")) plain = plain.replace(/[^\w \t]|_/g, "");
  return letters.has("f") ? plain.toUpperCase() : plain;
}

const numberOf = (text: string): number => Number(/^\s*(-?\d*\.?\d*)/.exec(text)?.[1] || 0) || 0;

const units = "KMGTPE";

/** `2K` and `1.5M`: the unit decides first. */
function sizeOf(text: string): number {
  const [, digits = "0", unit = ""] = /^\s*(-?\d*\.?\d*)([KMGTPE]?)/i.exec(text) ?? [];
  return (Number(digits) || 0) * 1024 ** (unit === "" ? 0 : units.indexOf(unit.toUpperCase()) + 1);
}

function compareVersions(left: string, right: string): number {
  const first = left.match(/\d+|\D+/g) ?? [];
  const second = right.match(/\d+|\D+/g) ?? [];
  for (let at = 0; at < Math.min(first.length, second.length); at++) {
    const [one = "", other = ""] = [first[at], second[at]];
    const areNumbers = /^\d/.test(one) && /^\d/.test(other);
    const order = areNumbers ? Number(one) - Number(other) : byBytes(one, other);
    if (order !== 0) return order;
  }
  return first.length - second.length;
}
