/**
 * What is typed after `:` in vi: writing, leaving, going to a line, substituting, deleting lines, settings.
 */

import { type EditedText, lineAt, withoutLines } from "./text.ts";

export type ColonWish =
  | { readonly kind: "write"; readonly path?: string; readonly thenQuit: boolean }
  | { readonly kind: "quit" };

export interface ColonResult {
  readonly wish: ColonWish | undefined;
  /** The text as it is now, where that is another. */
  readonly text: EditedText | undefined;
  readonly hasNumbers: boolean | undefined;
  readonly message: string;
}

const nothing: ColonResult = { wish: undefined, text: undefined, hasNumbers: undefined, message: "" };
const said = (message: string): ColonResult => ({ ...nothing, message });

/** What a command depends on beside the text. */
interface About {
  readonly isDirty: boolean;
  readonly isReadOnly: boolean;
}

/** Does a line of the command mode, without its colon. */
export function colon(text: EditedText, line: string, about: About): ColonResult {
  const command = line.trim();
  const write = /^(w|wq|x|xit|exit|write)(!?)(?:\s+(\S+))?$/.exec(command);
  if (write !== null) return written(write, about);
  switch (command) {
    case "":
      return nothing;
    case "q":
    case "quit":
      if (about.isDirty) return said("E37: No write since last change (add ! to override)");
      return { ...nothing, wish: { kind: "quit" } };
    case "q!":
    case "qa!":
    case "quit!":
      return { ...nothing, wish: { kind: "quit" } };
    case "set nu":
    case "set number":
      return { ...nothing, hasNumbers: true };
    case "set nonu":
    case "set nonumber":
      return { ...nothing, hasNumbers: false };
    case "noh":
    case "nohlsearch":
    case "set paste":
    case "syntax on":
      return nothing;
  }
  return onRange(text, command);
}

function written([, name = "", bang = "", path]: RegExpExecArray, about: About): ColonResult {
  if (about.isReadOnly && bang === "" && path === undefined) {
    return said("E45: 'readonly' option is set (add ! to override)");
  }
  if (/^(?:x|xit|exit)$/.test(name) && !about.isDirty && path === undefined)
    return { ...nothing, wish: { kind: "quit" } };
  const to = path === undefined ? {} : { path };
  return { ...nothing, wish: { kind: "write", ...to, thenQuit: name !== "w" && name !== "write" } };
}

function onRange(text: EditedText, command: string): ColonResult {
  const [, from, to, rest = ""] = /^(%|\d+|\.|\$)?(?:,(\d+|\.|\$))?(.*)$/s.exec(command) ?? [];
  const last = text.lines.length - 1;
  const first = from === "%" ? 0 : rowOf(from, text);
  const second = from === "%" ? last : to === undefined ? first : rowOf(to, text);
  if (first > last || second > last || first > second) return said("E16: Invalid range");
  if (rest === "" && from !== undefined)
    return { ...nothing, text: { ...text, at: { row: second, column: 0 } } };
  if (rest === "d") return { ...nothing, text: withoutLines(text, first, second) };
  const [, sign = "", parts] = /^s([^\w\s])(.*)$/s.exec(rest) ?? [];
  if (parts === undefined) return said(`E492: Not an editor command: ${command}`);
  return substitute(text, { sign, parts, first, second });
}

function rowOf(word: string | undefined, { at, lines }: EditedText): number {
  if (word === undefined || word === ".") return at.row;
  return word === "$" ? lines.length - 1 : Math.max(0, Number(word) - 1);
}

interface Substitution {
  readonly sign: string;
  readonly parts: string;
  readonly first: number;
  readonly second: number;
}

function substitute(text: EditedText, { sign, parts, first, second }: Substitution): ColonResult {
  const [pattern = "", replacement = "", flags = ""] = parts.split(sign);
  let sought: RegExp;
  try {
    sought = new RegExp(pattern, flags.includes("g") ? "g" : "");
  } catch {
    return said(`E383: Invalid search string: ${pattern}`);
  }
  const rows = Array.from({ length: second - first + 1 }, (_, index) => first + index);
  const hits = rows.filter((row) => lineAt(text, row).search(sought) >= 0);
  const last = hits.at(-1);
  if (last === undefined) return said(`E486: Pattern not found: ${pattern}`);
  const put = replacement
    .replaceAll("$", "$$$$")
    .replaceAll("&", "$$&")
    .replaceAll(/\\(\d)/g, "$$$1");
  const lines = text.lines.map((line, row) =>
    row >= first && row <= second ? line.replace(sought, put) : line,
  );
  const message = hits.length > 2 ? `${hits.length} substitutions on ${hits.length} lines` : "";
  return { ...nothing, text: { lines, at: { row: last, column: 0 } }, message };
}
