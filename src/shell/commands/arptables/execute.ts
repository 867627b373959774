/**
 * What a command line of arptables does to the rules of its machine, and what it prints.
 */

import { arpBookOf } from "#sim/stack/netfilter/arp-filter";
import type { ArpChain, ArpHook, ArpRule, ArpRuleSpec } from "#sim/stack/netfilter/arp-rule";
import * as edit from "#sim/stack/netfilter/rule-book";
import type { Stack } from "#sim/stack/stack";
import { failure, kernelRefused, type Problem, type Speaker, usage } from "../iptables/problem.ts";
import { type ArpLine, targetOf } from "./line.ts";
import { listRules, listTable } from "./listing.ts";
import { ruleText } from "./rule-text.ts";

/** What came of it. */
export interface Done {
  readonly out: string;
  readonly problem: Problem | undefined;
}

export interface Work {
  readonly speaker: Speaker;
  readonly stack: Stack;
  readonly line: ArpLine;
}

type Book = edit.RuleBook<ArpRuleSpec, ArpRule, ArpHook>;

const done = (out = ""): Done => ({ out, problem: undefined });
const refused = (problem: Problem): Done => ({ out: "", problem });

/** The older tool's short messages have no full stop. */
function failed({ speaker }: Work, text: string): Done {
  return refused(failure(speaker, speaker.generation === "legacy" ? text : `${text}.`));
}

const noChain = "No chain/target/match by that name";

/** Does what a line says. */
export function execute(work: Work): Done {
  const { line, speaker, stack } = work;
  const { letter, chain } = line;
  if (letter === undefined) return refused(usage(speaker, "no command specified"));
  if ((letter === "L" || letter === "S") && speaker.generation === "nft")
    return list(work, stack.netfilter.arp.nft.chains);
  const book = arpBookOf(stack, speaker.generation);
  switch (letter) {
    case "A":
    case "I":
    case "R":
    case "D":
      return changeRules(work, book);
    case "L":
    case "S":
      return list(work, book.chains);
    case "F":
      return simple(work, edit.flushChain(book, chain));
    case "Z":
      return simple(work, edit.zeroCounters(book, chain));
    case "N": {
      const result = edit.addChain(book, chain ?? "");
      return result === "chain-exists" ? failed(work, "Chain already exists") : simple(work, result);
    }
    case "X":
      return deleteChain(work, book);
    case "E": {
      const result = edit.renameChain(book, chain ?? "", line.second ?? "");
      return result === "chain-exists" ? failed(work, "File exists") : simple(work, result);
    }
    case "P":
      return setPolicy(work, book);
  }
}

function simple(work: Work, result: edit.EditResult): Done {
  return result === "ok" ? done() : failed(work, noChain);
}

function changeRules(work: Work, book: Book): Done {
  const { line, speaker } = work;
  const { letter, chain = "", second } = line;
  const place = second === undefined ? undefined : Number(second);
  if (place !== undefined && !(Number.isInteger(place) && place > 0)) {
    return refused(usage(speaker, `Invalid rule number \`${second}'`));
  }
  if (letter === "R" && place === undefined) return refused(usage(speaker, "-R requires a rule number"));
  if (letter === "D" && place !== undefined) {
    const result = edit.deleteRule(book, chain, place - 1);
    return result === "index-too-big" ? failed(work, "Index of deletion too big") : simple(work, result);
  }
  const problem = ruleProblem(work, book);
  if (problem !== undefined) return refused(problem);
  const spec = specOf(work);
  if (letter === "D") {
    const at = edit.findRule(book, chain, spec.text);
    if (at === undefined) return failed(work, "Bad rule (does a matching rule exist in that chain?)");
    return simple(work, edit.deleteRule(book, chain, at));
  }
  return addRule(work, book, spec, place);
}

function addRule(work: Work, book: Book, spec: ArpRuleSpec, place: number | undefined): Done {
  const { letter, chain = "", counters } = work.line;
  const at = letter === "A" ? undefined : (place ?? 1) - 1;
  const result =
    letter === "R" ? edit.replaceRule(book, chain, spec, at ?? 0) : edit.insertRule(book, chain, spec, at);
  if (result === "index-too-big") {
    return failed(work, `Index of ${letter === "R" ? "replacement" : "insertion"} too big`);
  }
  const rules = book.chains.get(chain)?.rules ?? [];
  const rule = rules[at ?? rules.length - 1];
  if (rule !== undefined && counters !== undefined) {
    rule.packets = counters.packets;
    rule.bytes = counters.bytes;
  }
  return simple(work, result);
}

function specOf({ line, speaker }: Work): ArpRuleSpec {
  const { conditions } = line;
  const spec = { ...conditions, target: targetOf(line) };
  const hidesEthernet = speaker.generation === "nft";
  return { ...spec, text: ruleText(spec, { isNumeric: true, showsDevices: false, hidesEthernet }) };
}

/** What the tool, or the kernel, finds wrong with a rule. */
function ruleProblem({ line, speaker }: Work, book: Book): Problem | undefined {
  const { chain = "", conditions, jump, changes } = line;
  if (conditions.input !== undefined && chain === "OUTPUT")
    return usage(speaker, "Can't use -i with OUTPUT\n");
  if (conditions.output !== undefined && chain === "INPUT")
    return usage(speaker, "Can't use -o with INPUT\n");
  const target = targetOf(line);
  const isLegacy = speaker.generation === "legacy";
  if (target.kind === "chain" && book.chains.get(target.chain)?.base !== undefined)
    return failure(speaker, noChain);
  if (target.kind === "chain" && !book.chains.has(target.chain)) {
    return usage(speaker, isLegacy ? `Couldn't find target \`${jump}'\n` : `Chain '${jump}' does not exist`);
  }
  if (target.kind !== "mangle") return undefined;
  const changesMac = changes.senderMac !== undefined || changes.targetMac !== undefined;
  if (isLegacy && changesMac && conditions.hardwareLength === undefined) {
    return usage(speaker, "no --h-length defined");
  }
  if (changesMac || changes.senderIp !== undefined || changes.targetIp !== undefined) return undefined;
  if (isLegacy) return failure(speaker, "Invalid argument");
  const change = line.letter === "A" ? "RULE_APPEND" : line.letter === "R" ? "RULE_REPLACE" : "RULE_INSERT";
  return kernelRefused(speaker, change, "Invalid argument", `rule in chain ${chain}`);
}

function deleteChain(work: Work, book: Book): Done {
  const { speaker, line } = work;
  const result = edit.deleteChain(book, line.chain);
  if (typeof result !== "object") return simple(work, result);
  if (speaker.generation === "legacy") {
    const isWanted = edit.references(book, result.busy) > 0;
    return failed(work, isWanted ? "Can't delete chain with references left" : "Chain is not empty");
  }
  return refused(kernelRefused(speaker, "CHAIN_DEL", "Device or resource busy", `chain ${result.busy}`));
}

function setPolicy(work: Work, book: Book): Done {
  const { chain = "", second } = work.line;
  const { speaker } = work;
  if (second === undefined) return refused(usage(speaker, "-P requires a chain and a policy"));
  if (book.chains.get(chain)?.base === undefined) return failed(work, "Bad built-in chain name");
  if (second !== "ACCEPT" && second !== "DROP") {
    const hint = speaker.generation === "nft" ? ". Run `dmesg' for more information" : "";
    return failed(work, `Bad policy name${hint}`);
  }
  edit.setPolicy(book, chain, second);
  return done();
}

function list(work: Work, chains: Map<string, ArpChain>): Done {
  const { speaker, line } = work;
  const { chain, letter } = line;
  if (chain !== undefined && !chains.has(chain)) {
    const text = `chain \`${chain}' in table \`filter' is incompatible, use 'nft' tool.\n`;
    if (speaker.generation === "nft") return refused({ text: `${speaker.version}: ${text}`, code: 1 });
    return failed(work, "Table does not exist (do you need to insmod?)");
  }
  const asked = { generation: speaker.generation, chains, chain, flags: line.flags };
  return done(letter === "L" ? listTable(asked) : listRules(asked));
}
