/** sh, bash and dash as programs: `-c TEXT`, a file, or standard input. */

import type { Command, Process } from "#shell/command";
import { shellStart } from "#shell/costs";
import { readNamed } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { isDirectory, lookup, resolvePath } from "#shell/files/tree";
import type { Dialect } from "#shell/machine";

const notFound = 127;
const notExecutable = 126;

const shell = (dialect: Dialect | undefined): Command => ({
  cost: shellStart,
  run: (process) => runShell(process, dialect ?? process.machine.dialect),
});

/** `sh` is what the machine's own shell is. */
export const sh = shell(undefined);
export const bash = shell("bash");
export const dash = shell("dash");

async function runShell(process: Process, dialect: Dialect): Promise<number> {
  const words = [...process.argv];
  const flags: string[] = [];
  let isText = false;
  while (/^[-+]./.test(words[0] ?? "")) {
    const word = words.shift() ?? "";
    if (word === "--") break;
    if (word.startsWith("--")) continue;
    isText ||= word.includes("c");
    flags.push(...word.slice(1).replace(/[cil]/g, ""));
  }
  const [first, ...rest] = words;
  if (isText) {
    if (first === undefined) {
      process.stderr.write(`${process.name}: -c: option requires an argument\n`);
      return 2;
    }
    const [zero = process.name, ...parameters] = rest;
    return process.script({ text: first, zero, parameters, dialect, flags });
  }
  if (first !== undefined) return runFile(process, first, { parameters: rest, dialect, flags });
  if (process.stdin.isTerminal) {
    process.stderr.write(`${process.name}: not modelled in LVS Lab: a shell in a shell; this one goes on\n`);
    return 0;
  }
  const text = await process.stdin.readAll();
  return process.script({ text, zero: process.name, parameters: [], dialect, flags });
}

interface How {
  readonly parameters: readonly string[];
  readonly dialect: Dialect;
  readonly flags: readonly string[];
}

async function runFile(process: Process, name: string, how: How): Promise<number> {
  const path = resolvePath(process.cwd, name);
  const found = lookup(process.machine.files, path);
  if (found.ok && isDirectory(found.entry)) {
    process.stderr.write(`${process.name}: ${name}: Is a directory\n`);
    return notExecutable;
  }
  const content = await readNamed(process.machine.files, path);
  if (!content.ok) {
    const isDash = how.dialect === "dash";
    const words = isDash ? `0: cannot open ${name}: No such file` : `${name}: ${errorText[content.errno]}`;
    process.stderr.write(`${process.name}: ${words}\n`);
    return isDash ? 2 : notFound;
  }
  return process.script({ text: content.text, zero: name, ...how });
}
