/**
 * iptables-restore: whole tables from the text that iptables-save prints.
 *
 * The kernel takes a table whole or not at all; here the lines before a wrong one stay done.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { gnuWords } from "#shell/option-words";
import { parseOptions } from "#shell/options";
import type { TableName } from "#sim/stack/netfilter/rule";
import { addChain, deleteChain, flushChain, setPolicy } from "#sim/stack/netfilter/rule-book";
import { baseChains, bookOf } from "#sim/stack/netfilter/tables";
import type { Stack } from "#sim/stack/stack";
import { execute } from "./execute.ts";
import { readLine } from "./line.ts";
import type { Problem, Speaker } from "./problem.ts";
import { splitWords } from "./split-words.ts";

const options = {
  options: [
    { name: "counters", short: "c", long: "counters", what: "restore counters too" },
    { name: "noflush", short: "n", long: "noflush", what: "keep the rules that are there" },
    { name: "wait", short: "w", long: "wait", takes: "optional" },
    { name: "verbose", short: "v", long: "verbose" },
  ],
} as const;

const speaker: Speaker = {
  name: "iptables-restore",
  version: "iptables-restore v1.8.9 (nf_tables)",
  generation: "nft",
};

interface Restoring {
  readonly stack: Stack;
  readonly withCounters: boolean;
  readonly keepsRules: boolean;
  table: TableName | undefined;
}

const isTable = (name: string): name is TableName => Object.hasOwn(baseChains, name);

const failed = (number: number): Problem => ({ text: `iptables-restore: line ${number} failed\n`, code: 1 });

/** Does one line; answers what is wrong with it. */
function restoreLine(restoring: Restoring, text: string, number: number): Problem | undefined {
  if (text === "" || text.startsWith("#")) return undefined;
  const { table, stack } = restoring;
  if (text.startsWith("*"))
    return table === undefined ? openTable(restoring, text.slice(1).trim(), number) : failed(number);
  if (table === undefined) return failed(number);
  if (text.trim() === "COMMIT") {
    restoring.table = undefined;
    return undefined;
  }
  if (text.startsWith(":")) return declareChain(restoring, table, text, number);
  const [, packets, bytes, rest = text] = /^\[(\d+):(\d+)\]\s*(.*)$/.exec(text) ?? [];
  const counters = restoring.withCounters && packets !== undefined ? ["-c", packets, bytes ?? "0"] : [];
  const line = readLine(speaker, [...splitWords(rest), ...counters]);
  if ("problem" in line) return located(line.problem, number);
  if ("answer" in line) return failed(number);
  const { problem } = execute({ speaker, stack, table, line });
  return problem === undefined ? undefined : located(problem, number);
}

/** A complaint with the number of its line before the hint. */
function located({ text, code }: Problem, number: number): Problem {
  const where = `Error occurred at line: ${number}\n`;
  return code === 2 ? { text: text.replace(/^Try /m, `${where}Try `), code } : failed(number);
}

function openTable(restoring: Restoring, name: string, number: number): Problem | undefined {
  const { stack, keepsRules } = restoring;
  if (!isTable(name)) return failed(number);
  restoring.table = name;
  if (keepsRules) return undefined;
  const book = bookOf(stack, "nft", name);
  flushChain(book, undefined);
  deleteChain(book, undefined);
  for (const [chain] of baseChains[name]) setPolicy(book, chain, "ACCEPT");
  return undefined;
}

function declareChain(
  { stack, withCounters }: Restoring,
  table: TableName,
  text: string,
  number: number,
): Problem | undefined {
  const [, name = "", policy = "", packets, bytes] =
    /^:(\S+)\s+(\S+)(?:\s+\[(\d+):(\d+)\])?/.exec(text) ?? [];
  if (name === "") return failed(number);
  const book = bookOf(stack, "nft", table);
  const base = book.chains.get(name)?.base;
  if (base === undefined) {
    if (book.chains.has(name)) flushChain(book, name);
    else addChain(book, name);
    return undefined;
  }
  if (policy !== "ACCEPT" && policy !== "DROP") return failed(number);
  setPolicy(book, name, policy);
  if (withCounters && packets !== undefined) {
    base.packets = Number(packets);
    base.bytes = Number(bytes);
  }
  return undefined;
}

async function run({ argv, machine, name, stdin, stderr }: Process): Promise<number> {
  const given = parseOptions(options, argv);
  if (!given.ok) {
    stderr.write(`${gnuWords(name, given.problem)}\n`);
    return 1;
  }
  const restoring: Restoring = {
    stack: machine.stack,
    withCounters: given.has("counters"),
    keepsRules: given.has("noflush"),
    table: undefined,
  };
  const lines = (await stdin.readAll()).split("\n");
  for (const [index, text] of lines.entries()) {
    const problem = restoreLine(restoring, text, index + 1);
    if (problem === undefined) continue;
    stderr.write(problem.text);
    return problem.code;
  }
  if (restoring.table === undefined) return 0;
  stderr.write(`iptables-restore: COMMIT expected at line ${lines.length}\n`);
  return 1;
}

export const iptablesRestore: Command = {
  options,
  cost: netTool,
  run,
};
