/** Commands that run other commands: sudo, nohup, env, xargs. */

import type { Command, Process } from "#shell/command";
import { parseOptions } from "#shell/options";

const notFound = 127;
const notExecutable = 126;

/** Runs a command, or says in the caller's words that there is none. */
async function runOr(
  process: Process,
  words: readonly string[],
  say: (name: string, reason: string) => string,
): Promise<number> {
  const [name = ""] = words;
  const kind = process.finds(name);
  if (kind === "command" || kind === "script") return process.execute(words);
  const isMissing = kind === "missing";
  process.stderr.write(say(name, isMissing ? "No such file or directory" : "Permission denied"));
  return isMissing ? notFound : notExecutable;
}

/** Everybody is root: `sudo` changes nothing. */
export const sudo: Command = {
  options: {
    stopsAtOperand: true,
    options: [
      { name: "user", short: "u", long: "user", takes: "value", valueName: "USER" },
      { name: "environment", short: "E" },
      { name: "login", short: "i", long: "login" },
      { name: "shell", short: "s", long: "shell" },
      { name: "quiet", short: "n" },
    ],
  },
  commandFrom: 0,
  run: async (process) => {
    const given = parseOptions(sudo.options ?? { options: [] }, process.argv);
    const words = given.ok ? given.operands : process.argv;
    if (words.length === 0) return process.execute(["bash"]);
    const code = await runOr(process, words, (name) => `sudo: ${name}: command not found\n`);
    return code === notFound ? 1 : code;
  },
};

/**
 * There is no terminal to lose: `nohup` runs the command, with its output in nohup.out on a terminal only.
 */
export const nohup: Command = {
  commandFrom: 0,
  run: async (process) => {
    if (process.argv.length === 0) {
      process.stderr.write("nohup: missing operand\nTry 'nohup --help' for more information.\n");
      return 125;
    }
    return runOr(
      process,
      process.argv,
      (name, reason) => `nohup: failed to run command '${name}': ${reason}\n`,
    );
  },
};

export const env: Command = {
  commandFrom: 0,
  run: async (process) => {
    const words = [...process.argv];
    if (words[0] === "-i" || words[0] === "-") {
      words.shift();
      process.env.clear();
    }
    while (words[0] === "-u") {
      process.env.delete(words[1] ?? "");
      words.splice(0, 2);
    }
    for (let word = words[0]; word?.includes("=") === true; word = words[0]) {
      const equals = word.indexOf("=");
      process.env.set(word.slice(0, equals), word.slice(equals + 1));
      words.shift();
    }
    if (words.length > 0) return runOr(process, words, (name, reason) => `env: '${name}': ${reason}\n`);
    for (const [name, value] of process.env) process.stdout.write(`${name}=${value}\n`);
    return 0;
  },
};

export const printenv: Command = {
  operands: () => ["VARIABLE"],
  run: ({ argv, env: variables, stdout }) => {
    if (argv.length === 0) {
      for (const [name, value] of variables) stdout.write(`${name}=${value}\n`);
      return 0;
    }
    const values = argv.map((name) => variables.get(name));
    for (const value of values) if (value !== undefined) stdout.write(`${value}\n`);
    return values.includes(undefined) ? 1 : 0;
  },
};

export const xargs: Command = {
  options: {
    stopsAtOperand: true,
    options: [
      { name: "count", short: "n", long: "max-args", takes: "value", valueName: "N" },
      { name: "replace", short: "I", takes: "value", valueName: "TEXT" },
      { name: "lines", short: "L", long: "max-lines", takes: "value", valueName: "N" },
      { name: "delimiter", short: "d", long: "delimiter", takes: "value", valueName: "CHAR" },
      { name: "null", short: "0", long: "null" },
      { name: "no-run", short: "r", long: "no-run-if-empty" },
      { name: "trace", short: "t", long: "verbose" },
      { name: "parallel", short: "P", long: "max-procs", takes: "value", valueName: "N" },
    ],
  },
  commandFrom: 0,
  run: async (process) => {
    const given = parseOptions(xargs.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`xargs: invalid option -- '${given.problem.option}'\n`);
      return 1;
    }
    const words = given.operands.length === 0 ? ["echo"] : given.operands;
    const text = await process.stdin.readAll();
    const replaced = given.value("replace");
    const separator = given.has("null") ? "\0" : given.value("delimiter");
    const items = replaced !== undefined ? linesOf(text) : itemsOf(text, separator);
    if (items.length === 0 && (given.has("no-run") || replaced !== undefined)) return 0;
    const calls =
      replaced === undefined
        ? batches(items, given.value("count") ?? given.value("lines"))
        : items.map((item) => [item]);
    let code = 0;
    for (const batch of calls) {
      const call =
        replaced === undefined
          ? [...words, ...batch]
          : words.map((word) => word.replaceAll(replaced, batch[0] ?? ""));
      if (given.has("trace")) process.stderr.write(`${call.join(" ")}\n`);
      const status = await runOr(process, call, (name, reason) => `xargs: ${name}: ${reason}\n`);
      if (status === notFound || status === notExecutable) return status;
      if (status !== 0) code = 123;
    }
    return code;
  },
};

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trimStart())
    .filter((line) => line !== "");

function itemsOf(text: string, separator: string | undefined): string[] {
  if (separator !== undefined) {
    const char = separator === "\\n" ? "\n" : separator;
    return text
      .replace(new RegExp(`${char === "\0" ? "\0" : "\n"}$`), "")
      .split(char)
      .filter(Boolean);
  }
  const found = text.matchAll(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/gs);
  return [...found].map(([item]) =>
    item.replace(/'([^']*)'|"([^"]*)"|\\(.)/gs, (_, single, double, escaped) => single ?? double ?? escaped),
  );
}

function batches(items: readonly string[], size: string | undefined): string[][] {
  const count = Number(size ?? Math.max(1, items.length));
  const calls: string[][] = [];
  for (let at = 0; at < Math.max(1, items.length); at += count) calls.push(items.slice(at, at + count));
  return calls;
}
