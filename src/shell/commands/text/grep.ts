/** grep: lines that match, as they come. Leaves out binary files and --include. */

import type { Command, Process } from "#shell/command";
import { addAll } from "#shell/expand/add-all";
import { readNamed } from "#shell/files/change";
import { isDirectory, list, lookup, resolvePath } from "#shell/files/tree";
import { gnuWords } from "#shell/option-words";
import { type Given, parseOptions } from "#shell/options";
import { contextOf, type GrepLines } from "./grep-lines.ts";
import { complain, type Input, inputsOf } from "./input.ts";
import { sourceOf } from "./regular-expression.ts";

const failedCode = 2;

export const grep: Command = {
  options: {
    options: [
      { name: "extended", short: "E", long: "extended-regexp" },
      { name: "fixed", short: "F", long: "fixed-strings" },
      { name: "basic", short: "G", long: "basic-regexp" },
      { name: "perl", short: "P", long: "perl-regexp" },
      { name: "pattern", short: "e", long: "regexp", takes: "value", valueName: "PATTERN" },
      { name: "file", short: "f", long: "file", takes: "value", valueName: "FILE" },
      { name: "ignore-case", short: "i", long: "ignore-case" },
      { name: "invert", short: "v", long: "invert-match", what: "lines that do not match" },
      { name: "word", short: "w", long: "word-regexp" },
      { name: "line", short: "x", long: "line-regexp" },
      { name: "count", short: "c", long: "count", what: "only how many" },
      { name: "only", short: "o", long: "only-matching", what: "only what matches" },
      { name: "names", short: "l", long: "files-with-matches" },
      { name: "other-names", short: "L", long: "files-without-match" },
      { name: "number", short: "n", long: "line-number" },
      { name: "with-name", short: "H", long: "with-filename" },
      { name: "no-name", short: "h", long: "no-filename" },
      { name: "quiet", short: "q", long: "quiet" },
      { name: "silent", short: "s", long: "no-messages" },
      { name: "recursive", short: "r", long: "recursive" },
      { name: "recursive", short: "R", long: "dereference-recursive" },
      { name: "max", short: "m", long: "max-count", takes: "value", valueName: "N" },
      { name: "after", short: "A", long: "after-context", takes: "value", valueName: "N" },
      { name: "before", short: "B", long: "before-context", takes: "value", valueName: "N" },
      { name: "around", short: "C", long: "context", takes: "value", valueName: "N" },
      { name: "color", long: "color", takes: "optional" },
      { name: "color", long: "colour", takes: "optional" },
      { name: "line-buffered", long: "line-buffered" },
      { name: "text", short: "a", long: "text" },
    ],
  },
  operands: () => ["", "FILE"],
  run: async (process) => {
    const given = parseOptions(grep.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("grep", given.problem)}\n${usage}`);
      return failedCode;
    }
    const patterns = await patternsOf(process, given);
    if (patterns === undefined) {
      process.stderr.write(usage);
      return failedCode;
    }
    const matcher = matcherOf(process, given, patterns.patterns);
    if (matcher === undefined) return failedCode;
    return search(process, given, { matcher, files: patterns.files });
  },
};

const usage = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n";

async function patternsOf(
  process: Process,
  given: Given,
): Promise<{ patterns: string[]; files: readonly string[] } | undefined> {
  const patterns = given.values("pattern").flatMap((pattern) => pattern.split("\n"));
  for (const name of given.values("file")) {
    const content = await readNamed(process.machine.files, resolvePath(process.cwd, name));
    if (content.ok) addAll(patterns, content.text.replace(/\n$/, "").split("\n"));
  }
  if (given.has("pattern") || given.has("file")) return { patterns, files: given.operands };
  const [first, ...files] = given.operands;
  return first === undefined ? undefined : { patterns: first.split("\n"), files };
}

function matcherOf(process: Process, given: Given, patterns: readonly string[]): RegExp | undefined {
  const isFixed = given.has("fixed") || process.name === "fgrep";
  const isExtended = given.has("extended") || process.name === "egrep";
  const kind = given.has("perl") ? "perl" : isFixed ? "fixed" : isExtended ? "extended" : "basic";
  let source = patterns.map((pattern) => sourceOf(pattern, kind)).join("|");
  if (given.has("word")) source = `(?<!\\w)(?:${source})(?!\\w)`;
  if (given.has("line")) source = `^(?:${source})$`;
  try {
    return new RegExp(source, given.has("ignore-case") ? "gi" : "g");
  } catch {
    process.stderr.write("grep: Invalid regular expression\n");
    return undefined;
  }
}

interface Search {
  readonly matcher: RegExp;
  readonly files: readonly string[];
}

async function search(process: Process, given: Given, { matcher, files }: Search): Promise<number> {
  const isRecursive = given.has("recursive");
  const named = isRecursive
    ? (files.length === 0 ? ["."] : files).flatMap((name) => below(process, name))
    : files;
  const showsName = given.has("with-name") || ((named.length > 1 || isRecursive) && !given.has("no-name"));
  let hasMatch = false;
  let hasFailed = false;
  for (const input of await inputsOf(process, named)) {
    if (!input.ok) {
      hasFailed = true;
      if (!given.has("silent")) complain(process, input.name, input.errno);
      continue;
    }
    const isFound = await searchInput(process, given, { input, matcher, showsName });
    hasMatch ||= isFound;
    if (hasMatch && given.has("quiet")) return 0;
  }
  if (hasFailed) return failedCode;
  return hasMatch ? 0 : 1;
}

/** The files in a directory and below it. */
function below(process: Process, name: string): string[] {
  const path = resolvePath(process.cwd, name);
  const found = lookup(process.machine.files, path);
  if (!found.ok || !isDirectory(found.entry)) return [name];
  const listed = list(process.machine.files, path);
  const names = listed.ok ? listed.names : [];
  return names.flatMap((child) => below(process, `${name.replace(/\/$/, "")}/${child}`));
}

interface Searched {
  readonly input: Extract<Input, { ok: true }>;
  readonly matcher: RegExp;
  readonly showsName: boolean;
}

async function searchInput(process: Process, given: Given, searched: Searched): Promise<boolean> {
  const { input, matcher, showsName } = searched;
  const name = input.name === "-" ? "(standard input)" : input.name;
  const isMuted = ["count", "names", "other-names", "quiet"].some((option) => given.has(option));
  const lines: GrepLines = {
    print: (text) => process.stdout.write(text),
    name: showsName ? name : undefined,
    showsNumber: given.has("number"),
    showsOnly: given.has("only") && !given.has("invert"),
    matcher,
    before: Number(given.value("before") ?? given.value("around") ?? 0),
    after: Number(given.value("after") ?? given.value("around") ?? 0),
  };
  const context = contextOf(lines);
  const limit = Number(given.value("max") ?? Number.POSITIVE_INFINITY);
  let count = 0;
  for (let line = await input.stdin.readLine(); line !== undefined; line = await input.stdin.readLine()) {
    matcher.lastIndex = 0;
    const isMatch = matcher.test(line) !== given.has("invert");
    if (isMatch) count++;
    if (!isMuted) context(line, isMatch);
    if (count > 0 && given.has("quiet")) return true;
    if (isMatch && count >= limit) break;
  }
  if (given.has("count")) process.stdout.write(`${showsName ? `${name}:` : ""}${count}\n`);
  if (given.has("names") && count > 0) process.stdout.write(`${name}\n`);
  if (given.has("other-names") && count === 0) process.stdout.write(`${name}\n`);
  return count > 0;
}
