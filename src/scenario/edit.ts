/**
 * Small edits of a scenario's text, each with the edit that takes it back.
 *
 * The text is changed where the value stands and nowhere else, so comments and layout stay. Only scalars are
 * set; a key that is missing is added before the first of its neighbours. A value that is reached through an
 * alias is changed at its anchor.
 */

import { collector } from "./diagnostic.ts";
import type { Located, LocatedMap } from "./located.ts";
import { valueAt } from "./located.ts";
import { readYaml } from "./yaml.ts";

/** Replaces the text from `start` to before `end`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Edited {
  readonly text: string;
  /** Applied to the new text, gives the old one. */
  readonly undo: TextEdit;
}

/** Keys and indexes from the root: `["nodes", "rs1", "devices", "eth0"]`. */
export type ValuePath = readonly (string | number)[];

export type SetResult =
  | ({ readonly ok: true } & Edited)
  | {
      readonly ok: false;
      readonly reason: "not-yaml" | "no-such-place" | "not-a-scalar" | "would-not-read-back";
    };

/** Replaces a range of the text. Offsets beyond the text are taken as its end. */
export function applyEdit(text: string, { start, end, text: inserted }: TextEdit): Edited {
  const from = Math.min(Math.max(0, start), text.length);
  const to = Math.min(Math.max(from, end), text.length);
  return {
    text: text.slice(0, from) + inserted + text.slice(to),
    undo: { start: from, end: from + inserted.length, text: text.slice(from, to) },
  };
}

/** Sets the scalar at a path; refuses where the result would not read back as the value. */
export function setValue(text: string, path: ValuePath, value: string | number | boolean): SetResult {
  const root = rootOf(text);
  if (root === undefined) return { ok: false, reason: "not-yaml" };
  const edit = editFor(text, { root, path, value });
  if (typeof edit === "string") return { ok: false, reason: edit };
  const edited = applyEdit(text, edit);
  const after = rootOf(edited.text);
  const set = after === undefined ? undefined : walk(after, path).found;
  if (set?.kind !== "scalar" || set.value !== value) return { ok: false, reason: "would-not-read-back" };
  return { ok: true, ...edited };
}

const rootOf = (text: string): Located | undefined => readYaml(text, collector("").report);

interface Target {
  readonly root: Located;
  readonly path: ValuePath;
  readonly value: string | number | boolean;
}

function editFor(text: string, { root, path, value }: Target): TextEdit | "no-such-place" | "not-a-scalar" {
  const { found, isFlow, indent } = walk(root, path);
  if (found !== undefined) {
    if (found.kind !== "scalar") return "not-a-scalar";
    return replacement(text, found.at, scalarText(value, { isFlow, indent: indent + 2 }));
  }
  const parent = walk(root, path.slice(0, -1));
  const key = path.at(-1);
  if (parent.found?.kind !== "map" || typeof key !== "string") return "no-such-place";
  return addition(parent.found, { key, value, isFlow: parent.isFlow || parent.found.isFlow });
}

/** The new text of a value: a block ends with its line, and a missing value needs a space before it. */
function replacement(
  text: string,
  { start, end }: { start: number; end: number },
  written: string,
): TextEdit {
  const endsLine = text.slice(start, end).endsWith("\n");
  const gap = start === end && !/\s/.test(text[start - 1] ?? " ") ? " " : "";
  return { start, end, text: gap + (endsLine && !written.endsWith("\n") ? `${written}\n` : written) };
}

interface NewEntry {
  readonly key: string;
  readonly value: string | number | boolean;
  readonly isFlow: boolean;
}

function addition({ entries, at }: LocatedMap, { key, value, isFlow }: NewEntry): TextEdit | "no-such-place" {
  const [first] = entries;
  const position = isFlow ? at.start + 1 : first?.keyAt.start;
  if (position === undefined) return "no-such-place";
  const indent = isFlow ? 0 : (first?.keyAt.column ?? 1) - 1;
  const name = scalarText(key, { isFlow: true, indent: 0 });
  const pair = `${name}: ${scalarText(value, { isFlow, indent: indent + 2 })}`;
  const separator = isFlow ? (first === undefined ? " " : ",") : `\n${" ".repeat(indent)}`;
  const spaced = isFlow ? ` ${pair}${separator}` : `${pair.trimEnd()}${separator}`;
  return { start: position, end: position, text: spaced };
}

interface Found {
  readonly found: Located | undefined;
  /** Inside braces or brackets, where only one-line scalars fit. */
  readonly isFlow: boolean;
  /** Of the line of the nearest key. */
  readonly indent: number;
}

function walk(root: Located, path: ValuePath): Found {
  let found: Located | undefined = root;
  let isFlow = false;
  let indent = 0;
  for (const part of path) {
    if (found?.kind === "map" || found?.kind === "list") isFlow ||= found.isFlow;
    if (found?.kind === "map" && !isFlow) indent = (found.entries[0]?.keyAt.column ?? 1) - 1;
    found = typeof part === "string" ? valueAt(found, part) : itemOf(found, part);
  }
  return { found, isFlow, indent };
}

const itemOf = (value: Located | undefined, index: number): Located | undefined =>
  value?.kind === "list" ? value.items[index] : undefined;

interface Context {
  readonly isFlow: boolean;
  readonly indent: number;
}

/** Plain where that is safe, a block for several lines, in double quotes otherwise. */
function scalarText(value: string | number | boolean, { isFlow, indent }: Context): string {
  if (typeof value !== "string") return String(value);
  if (isPlain(value)) return value;
  const isBlock = !isFlow && /^\S[^\r\t\0]*[^\n]\n$/.test(value) && value.includes("\n");
  if (!isBlock) return JSON.stringify(value);
  const lines = value.slice(0, -1).split("\n");
  return `|\n${lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line)).join("\n")}\n`;
}

/** Words and quantities that YAML reads as the text they are. */
const isPlain = (text: string): boolean =>
  /^[0-9.]+(ns|us|ms|s|[kmg]?bit|%)$/.test(text) ||
  (/^[A-Za-z/][A-Za-z0-9./_+-]*( [A-Za-z0-9./_+-]+)*$/.test(text) && !/^(true|false|null)$/i.test(text));
