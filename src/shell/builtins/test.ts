/** `test` and `[`: questions about files, texts and numbers. */

import { type Entry, isDirectory, lookup, resolvePath } from "../files/tree.ts";
import { complain, type Run, ShellError, type ShellState } from "../state.ts";
import type { Builtin } from "./builtin.ts";

export const test: Builtin = ({ run, name, args }) => {
  const words = [...args];
  if (name === "[" && words.pop() !== "]") {
    complain(run, run.state.dialect === "dash" ? "[: missing ]" : "[: missing `]'");
    return 2;
  }
  try {
    return holds(run, words) ? 0 : 1;
  } catch (thrown) {
    if (!(thrown instanceof ShellError)) throw thrown;
    complain(run, `${name}: ${thrown.message}`);
    return 2;
  }
};

interface Reader {
  readonly state: ShellState;
  readonly words: readonly string[];
  at: number;
}

const binaryOperators = new Set("= == != < > -eq -ne -lt -le -gt -ge -nt -ot -ef".split(" "));
const unaryOperator = /^-[a-zA-Z]$/;

function holds(run: Run, words: readonly string[]): boolean {
  if (words.length === 0) return false;
  const reader: Reader = { state: run.state, words, at: 0 };
  const value = either(reader);
  if (reader.at < words.length) throw new ShellError(tooMany(run.state, words[reader.at] ?? ""));
  return value;
}

const tooMany = ({ dialect }: ShellState, word: string): string =>
  dialect === "dash" ? `${word}: unexpected operator` : "too many arguments";

function either(reader: Reader): boolean {
  let value = both(reader);
  while (reader.words[reader.at] === "-o") {
    reader.at++;
    const right = both(reader);
    value ||= right;
  }
  return value;
}

function both(reader: Reader): boolean {
  let value = negated(reader);
  while (reader.words[reader.at] === "-a") {
    reader.at++;
    const right = negated(reader);
    value &&= right;
  }
  return value;
}

function negated(reader: Reader): boolean {
  const { words, at } = reader;
  const isNegation = words[at] === "!" && words.length - at > 1 && !binaryOperators.has(words[at + 1] ?? "");
  if (!isNegation) return primary(reader);
  reader.at++;
  return !negated(reader);
}

function primary(reader: Reader): boolean {
  const { state, words, at } = reader;
  const [first = "", second, third] = words.slice(at, at + 3);
  if (second !== undefined && third !== undefined && binaryOperators.has(second)) {
    reader.at += 3;
    return binaryTest(state, second, [first, third]);
  }
  if (first === "(" && words.includes(")", at)) return grouped(reader);
  if (second !== undefined && unaryOperator.test(first)) {
    reader.at += 2;
    return unaryTest(state, first, second);
  }
  reader.at++;
  return first !== "";
}

function grouped(reader: Reader): boolean {
  reader.at++;
  const value = either(reader);
  if (reader.words[reader.at] !== ")") throw new ShellError("closing paren expected");
  reader.at++;
  return value;
}

/** A question with two sides. */
export function binaryTest(
  state: ShellState,
  operator: string,
  [left, right]: readonly [string, string],
): boolean {
  switch (operator) {
    case "=":
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "-nt":
      return changedAt(state, left) > changedAt(state, right);
    case "-ot":
      return changedAt(state, left) < changedAt(state, right);
    case "-ef":
      return resolvePath(state.cwd, left) === resolvePath(state.cwd, right);
  }
  return compareNumbers(operator, integer(state, left), integer(state, right));
}

function integer({ dialect }: ShellState, text: string): number {
  const trimmed = text.trim();
  if (/^[-+]?\d+$/.test(trimmed)) return Number(trimmed);
  throw new ShellError(
    dialect === "dash" ? `Illegal number: ${text}` : `${text}: integer expression expected`,
  );
}

function compareNumbers(operator: string, left: number, right: number): boolean {
  switch (operator) {
    case "-eq":
      return left === right;
    case "-ne":
      return left !== right;
    case "-lt":
      return left < right;
    case "-le":
      return left <= right;
    case "-gt":
      return left > right;
  }
  return left >= right;
}

function changedAt(state: ShellState, path: string): number {
  const entry = entryAt(state, path);
  return entry !== undefined && "changed" in entry ? entry.changed : -1;
}

function entryAt(state: ShellState, path: string, follow = true): Entry | undefined {
  if (path === "") return undefined;
  const found = lookup(state.machine.files, resolvePath(state.cwd, path), follow);
  return found.ok ? found.entry : undefined;
}

/** A question about one word. */
export function unaryTest(state: ShellState, operator: string, word: string): boolean {
  if (operator === "-z") return word === "";
  if (operator === "-n") return word !== "";
  if (operator === "-v") return state.variables.has(word);
  if (operator === "-t") return state.isInteractive;
  if (operator === "-L" || operator === "-h") return entryAt(state, word, false)?.kind === "link";
  const entry = entryAt(state, word);
  if (entry === undefined)
    return state.machine.commands.has(programName(word)) && "-e-f-x-r".includes(operator);
  switch (operator) {
    case "-d":
      return isDirectory(entry);
    case "-f":
      return !isDirectory(entry);
    case "-s":
      return holdsSomething(state, word);
    case "-x":
      return isDirectory(entry) || (entry.kind === "file" && (entry.mode & 0o111) !== 0);
    case "-e":
    case "-a":
    case "-r":
    case "-w":
    case "-O":
    case "-G":
      return true;
  }
  return false;
}

/** Programs are no files here, but scripts ask whether they are there: `[ -x /sbin/ipvsadm ]`. */
const programName = (path: string): string =>
  /^(?:\/usr)?(?:\/local)?\/s?bin\/([^/]+)$/.exec(path)?.[1] ?? "";

/** Files that are made up say that they are empty, as those of /proc do. */
function holdsSomething(state: ShellState, path: string): boolean {
  const found = lookup(state.machine.files, resolvePath(state.cwd, path));
  if (!found.ok) return false;
  const { entry } = found;
  return entry.kind === "file" ? entry.content.length > 0 : entry.kind === "directory";
}
