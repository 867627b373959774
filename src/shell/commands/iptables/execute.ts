/**
 * What a command line of iptables does to the tables of its machine, and what it prints.
 */

import type { HookName } from "#sim/stack/hooks";
import type { Chain, Rule, RuleSpec, Table, TableName } from "#sim/stack/netfilter/rule";
import * as edit from "#sim/stack/netfilter/rule-book";
import { bookOf, viewOf } from "#sim/stack/netfilter/tables";
import type { Stack } from "#sim/stack/stack";
import type { Line } from "./command-line.ts";
import { isRefusal } from "./extension.ts";
import { changeLine } from "./listing.ts";
import { failure, kernelRefused, type Problem, type Speaker, usage } from "./problem.ts";
import { isAtHome, targets } from "./registry.ts";
import { rulesOf, type WordedRule } from "./rule-words.ts";
import { listRules, listTable } from "./show.ts";

/** What came of it. */
export interface Done {
  readonly out: string;
  readonly problem: Problem | undefined;
}

const done = (out = ""): Done => ({ out, problem: undefined });
const refused = (problem: Problem): Done => ({ out: "", problem });

/** Everything that doing a line needs. */
export interface Work {
  readonly speaker: Speaker;
  readonly stack: Stack;
  readonly table: TableName;
  readonly line: Line;
}

type Book = edit.RuleBook<RuleSpec, Rule, HookName>;

const noSuchChain = "No chain/target/match by that name.";
const noSuchRule = "Bad rule (does a matching rule exist in that chain?).";

/** Does what a line says. */
export function execute(work: Work): Done {
  const { line, speaker } = work;
  const { letter, chain } = line.command;
  switch (letter) {
    case "A":
    case "I":
    case "R":
    case "D":
    case "C":
      return changeRules(work);
    case "L":
    case "S":
      return list(work);
    case "F":
      return simple(work, edit.flushChain(book(work), chain));
    case "Z":
      return zero(work);
    case "N":
      return newChain(work);
    case "X":
      return deleteChain(work);
    case "E": {
      const renamed = line.command.second;
      if (renamed === undefined)
        return refused(usage(speaker, "-E requires old-chain-name and new-chain-name"));
      const result = edit.renameChain(book(work), chain ?? "", renamed);
      return result === "chain-exists" ? refused(failure(speaker, "File exists.")) : simple(work, result);
    }
    case "P":
      return setPolicy(work);
  }
}

const view = ({ stack, speaker, table }: Work): Table => viewOf(stack, speaker.generation, table);

const book = ({ stack, speaker, table }: Work): Book => bookOf(stack, speaker.generation, table);

function simple({ speaker }: Work, result: edit.EditResult): Done {
  return result === "ok" ? done() : refused(failure(speaker, noSuchChain));
}

/** A place counted from 1, as given. */
function placeOf(text: string): number | undefined {
  return /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

const badPlace = (speaker: Speaker, text: string): Done =>
  refused(usage(speaker, `Invalid rule number \`${text}'`));

function changeRules(work: Work): Done {
  const { line, speaker } = work;
  const { letter, second, chain = "" } = line.command;
  const place = second === undefined ? undefined : placeOf(second);
  if (second !== undefined && place === undefined) return badPlace(speaker, second);
  if (letter === "R" && place === undefined) return refused(usage(speaker, "-R requires a rule number"));
  if (letter === "D" && place !== undefined) return deleteAt(work, place);
  const misplaced = deviceProblem(line);
  if (misplaced !== undefined) return refused(usage(speaker, misplaced));
  const rules = rulesOf(line);
  if (isRefusal(rules)) return refused(usage(speaker, rules.refusal));
  const target = line.jump?.chain;
  if (target !== undefined && !isOwnChain(work, target)) return refused(noTarget(work, target));
  if (letter === "C" || letter === "D") return findRules(work, chain, rules);
  if (!view(work).chains.has(chain)) return refused(failure(speaker, noSuchChain));
  if (!kernelTakes(work)) return refused(refusedRule(work));
  return addRules(work, rules, place);
}

/** The kernel knows no input of what leaves, and no output of what comes in. */
function deviceProblem({ command, core }: Line): string | undefined {
  const { chain = "" } = command;
  if (core.has("i") && (chain === "OUTPUT" || chain === "POSTROUTING")) return `Can't use -i with ${chain}\n`;
  if (core.has("o") && (chain === "INPUT" || chain === "PREROUTING")) return `Can't use -o with ${chain}\n`;
  return undefined;
}

function isOwnChain(work: Work, name: string): boolean {
  const found = view(work).chains.get(name);
  return found !== undefined && found.base === undefined;
}

const noTarget = ({ speaker }: Work, name: string): Problem =>
  speaker.generation === "nft"
    ? usage(speaker, `Chain '${name}' does not exist`)
    : usage(speaker, `Couldn't load target \`${name}':No such file or directory\n`);

/** Whether the kernel takes the line's target and matches in this chain, with this protocol. */
function kernelTakes(work: Work): boolean {
  const { line, table } = work;
  const name = line.command.chain ?? "";
  const chain = { name, isOwn: view(work).chains.get(name)?.base === undefined };
  const target = line.target?.extension.name;
  const isClamp = line.target?.given.some((option) => option.name === "clamp-mss-to-pmtu") === true;
  const parts = line.matches.map(({ extension }) => extension.name);
  const words = [...parts, ...(target === undefined ? [] : [isClamp ? "TCPMSS clamp" : target])];
  return words.every((word) => isAtHome(word, table, chain)) && hasItsProtocol(line);
}

const protocolsOf: { readonly [extension: string]: string } = { tcp: "6", udp: "17", icmp: "1" };

function hasItsProtocol(line: Line): boolean {
  const needed = line.matches
    .map(({ extension }) => protocolsOf[extension.name])
    .filter((name) => name !== undefined);
  const isReset = line.target?.given.some(({ values }) => values[0] === "tcp-reset") === true;
  const wanted = isReset || line.target?.extension.name === "TCPMSS" ? [...needed, "6"] : needed;
  if (wanted.length === 0) return true;
  const rules = rulesOf(line);
  const protocol = isRefusal(rules) ? undefined : rules[0]?.spec.protocol;
  return wanted.every(
    (number) => protocol !== undefined && !protocol.isInverted && `${protocol.number}` === number,
  );
}

const changeNames: { readonly [letter: string]: string } = { A: "APPEND", I: "INSERT", R: "REPLACE" };

function refusedRule({ speaker, line }: Work): Problem {
  if (speaker.generation === "legacy")
    return failure(speaker, "Invalid argument. Run `dmesg' for more information.");
  const { letter, chain } = line.command;
  return kernelRefused(speaker, `RULE_${changeNames[letter]}`, "Invalid argument", `rule in chain ${chain}`);
}

function addRules(work: Work, rules: readonly WordedRule[], place: number | undefined): Done {
  const { line, speaker } = work;
  const { letter, chain = "" } = line.command;
  const opened = book(work);
  let out = "";
  // Several are inserted one before the other, so that they stand in the order given.
  for (const rule of letter === "I" ? [...rules].reverse() : rules) {
    const at = letter === "A" ? undefined : (place ?? 1) - 1;
    const result =
      letter === "R"
        ? edit.replaceRule(opened, chain, rule.spec, at ?? 0)
        : edit.insertRule(opened, chain, rule.spec, at);
    if (result === "index-too-big") {
      const what = letter === "R" ? "replacement" : "insertion";
      return refused(failure(speaker, `Index of ${what} too big.`));
    }
    setCounters(opened.chains.get(chain), at, line.counters);
    if (line.flags.has("v")) out += changeLine(rule);
  }
  return done(out);
}

function setCounters(chain: Chain | undefined, at: number | undefined, counters: Line["counters"]): void {
  const rule = chain?.rules[at ?? chain.rules.length - 1];
  if (rule === undefined || counters === undefined) return;
  rule.packets = counters.packets;
  rule.bytes = counters.bytes;
}

function deleteAt(work: Work, place: number): Done {
  const { speaker, line } = work;
  const result = edit.deleteRule(book(work), line.command.chain ?? "", place - 1);
  if (result === "index-too-big") return refused(failure(speaker, "Index of deletion too big."));
  return simple(work, result);
}

/** `-C` asks whether a rule is there; `-D` takes it out. */
function findRules(work: Work, chain: string, rules: readonly WordedRule[]): Done {
  const { speaker, line } = work;
  const opened = book(work);
  let out = "";
  for (const rule of rules) {
    const at = edit.findRule(opened, chain, rule.spec.text);
    if (at === undefined) return refused(failure(speaker, noSuchRule));
    if (line.command.letter === "D") edit.deleteRule(opened, chain, at);
    if (line.flags.has("v")) out += changeLine(rule);
  }
  return done(out);
}

function newChain(work: Work): Done {
  const { speaker, line } = work;
  const { chain = "" } = line.command;
  if (chain.startsWith("-") || chain.startsWith("!")) {
    return refused(usage(speaker, `chain name not allowed to start with \`${chain.charAt(0)}'`));
  }
  if (chain.length > 28)
    return refused(usage(speaker, `chain name \`${chain}' too long (must be under 29 chars)`));
  if (targets.has(chain)) return refused(usage(speaker, "chain name may not clash with target name"));
  const result = edit.addChain(book(work), chain);
  return result === "chain-exists" ? refused(failure(speaker, "Chain already exists.")) : done();
}

function deleteChain(work: Work): Done {
  const { speaker, line } = work;
  const opened = book(work);
  const result = edit.deleteChain(opened, line.command.chain);
  if (typeof result !== "object") return simple(work, result);
  if (speaker.generation === "nft") {
    return refused(kernelRefused(speaker, "CHAIN_DEL", "Device or resource busy", `chain ${result.busy}`));
  }
  const busy = opened.chains.get(result.busy);
  if (busy?.base !== undefined)
    return refused(failure(speaker, "Invalid argument. Run `dmesg' for more information."));
  const isEmpty = busy?.rules.length === 0;
  return refused(failure(speaker, isEmpty ? "Too many links." : "Directory not empty."));
}

function setPolicy(work: Work): Done {
  const { speaker, line, table } = work;
  const { chain = "", second } = line.command;
  if (second === undefined) return refused(usage(speaker, "-P requires a chain and a policy"));
  if (table === "nat" && second === "DROP") {
    const text =
      '\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n';
    return refused(usage(speaker, text));
  }
  if (view(work).chains.get(chain)?.base === undefined)
    return refused(failure(speaker, "Bad built-in chain name."));
  if (second !== "ACCEPT" && second !== "DROP") {
    return refused(failure(speaker, "Bad policy name. Run `dmesg' for more information."));
  }
  edit.setPolicy(book(work), chain, second);
  return done();
}

function zero(work: Work): Done {
  const { speaker, line } = work;
  const { chain, second } = line.command;
  const place = second === undefined ? undefined : placeOf(second);
  if (second !== undefined && place === undefined) return badPlace(speaker, second);
  const result = edit.zeroCounters(book(work), chain, place === undefined ? undefined : place - 1);
  if (result === "index-too-big")
    return refused(failure(speaker, "Invalid argument. Run `dmesg' for more information."));
  return simple(work, result);
}

function list(work: Work): Done {
  const { speaker, line, table } = work;
  const { letter, chain, second } = line.command;
  const place = second === undefined ? undefined : placeOf(second);
  if (second !== undefined && place === undefined) return badPlace(speaker, second);
  // Looking at a legacy table loads it.
  const { chains } = speaker.generation === "legacy" ? book(work) : view(work);
  if (chain !== undefined && !chains.has(chain)) {
    const text = `chain \`${chain}' in table \`${table}' is incompatible, use 'nft' tool.\n`;
    const foreign = { text: `${speaker.version}: ${text}`, code: 1 } as const;
    return refused(speaker.generation === "nft" ? foreign : failure(speaker, noSuchChain));
  }
  const asked = { speaker, chains, chain, place, flags: line.flags };
  const out = letter === "L" ? listTable(asked) : listRules(asked);
  if (!line.alsoZero) return done(out);
  edit.zeroCounters(book(work), chain);
  const names = chain === undefined ? [...chains.keys()] : [chain];
  return done(
    line.flags.has("v") ? `${out}${names.map((name) => `Zeroing chain \`${name}'\n`).join("")}` : out,
  );
}
