/**
 * What `iptables -L` and `iptables -S` print.
 *
 * A rule is kept with its words; a listing reads them again to get at its columns.
 */

import type { Chain, Rule } from "#sim/stack/netfilter/rule";
import { isRefusal } from "./extension.ts";
import { readLine } from "./line.ts";
import type { Speaker } from "./problem.ts";
import { type Cell, type RuleColumns, rulesOf, type WordedRule } from "./rule-words.ts";
import { splitWords } from "./split-words.ts";

/** How a listing is to look. */
export interface ListStyle {
  readonly isNumeric: boolean;
  readonly isVerbose: boolean;
  readonly isExact: boolean;
  readonly hasNumbers: boolean;
}

/** A rule of the kernel with what its tool says of it. */
export function worded(speaker: Speaker, { spec }: Rule): WordedRule | undefined {
  const line = readLine(speaker, ["-A", "CHAIN", ...splitWords(spec.text)]);
  if (!("command" in line)) return undefined;
  const rules = rulesOf(line);
  return isRefusal(rules) ? undefined : rules[0];
}

/** The first two lines of a chain's listing. */
export function chainHeader(chain: Chain, references: number, style: ListStyle): string {
  const { base, name } = chain;
  if (base === undefined) return `Chain ${name} (${references} references)\n`;
  const counted = `${plainCount(base.packets, style)} packets, ${plainCount(base.bytes, style)} bytes`;
  return `Chain ${name} (policy ${base.policy}${style.isVerbose ? ` ${counted}` : ""})\n`;
}

export function columnHeader({ hasNumbers, isVerbose, isExact }: ListStyle): string {
  const counted = isExact ? "    pkts      bytes " : " pkts bytes ";
  const counters = isVerbose ? counted : "";
  const devices = isVerbose ? ` ${"in".padEnd(6)} ${"out".padEnd(6)}  ` : "";
  const head = `${hasNumbers ? "num  " : ""}${counters}${"target".padEnd(9)}  prot opt`;
  return `${head}${isVerbose ? devices : " "}${"source".padEnd(19)}  ${"destination".padEnd(19)} \n`;
}

/** One rule of a listing; `number` counts from 1. */
export function ruleRow(speaker: Speaker, rule: Rule, number: number, style: ListStyle): string {
  const columns = worded(speaker, rule)?.columns;
  if (columns === undefined) return "";
  const { isNumeric, isVerbose, hasNumbers } = style;
  const text = (cell: Cell): string => (isNumeric ? cell.numeric : cell.named);
  const place = hasNumbers ? `${String(number).padEnd(4)} ` : "";
  const counters = isVerbose ? `${count(rule.packets, style)} ${count(rule.bytes, style)} ` : "";
  const sign = text(columns.protocol).charAt(0);
  const protocol = text(columns.protocol).slice(1).padEnd(4);
  const devices = isVerbose ? ` ${deviceCells(columns, isNumeric)}` : "";
  const ends = `${padded(text(columns.source))} ${padded(text(columns.destination))} `;
  const extras = columns.extras.map(text).filter((said) => said !== "");
  const said = extras.map((extra) => ` ${extra}`).join("");
  const head = `${place}${counters}${columns.target.padEnd(9)} ${sign}${protocol} ${columns.options} `;
  return `${head}${devices}${ends}${columns.isGoto ? "[goto] " : ""}${said}\n`;
}

/** The sign of inversion stands before the nineteen places of an address. */
const padded = (address: string): string => address.padEnd(20);

function deviceCells({ input, output }: RuleColumns, isNumeric: boolean): string {
  const any = isNumeric ? "*" : "any";
  return `${(input || any).padEnd(6)} ${(output || any).padEnd(6)} `;
}

/** A counter in its column: in full, or in thousands and millions where it is long. */
export const count = (value: number, { isExact }: Pick<ListStyle, "isExact">): string =>
  isExact ? String(value).padStart(8) : short(value).padStart(5);

const plainCount = (value: number, { isExact }: ListStyle): string =>
  isExact ? String(value) : short(value);

const longestPlain = 99_999;
const longestScaled = 9_999;

function short(value: number): string {
  if (value <= longestPlain) return String(value);
  let scaled = value;
  for (const unit of ["K", "M", "G"]) {
    scaled = Math.floor((scaled + 500) / 1000);
    if (scaled <= longestScaled) return `${scaled}${unit}`;
  }
  return `${Math.floor((scaled + 500) / 1000)}T`;
}

/** A rule as `-S` prints it; with its counters before the target where asked. */
export function ruleLine(speaker: Speaker, chain: string, rule: Rule, withCounters: boolean): string {
  if (!withCounters) return `-A ${chain}${rule.spec.text === "" ? "" : ` ${rule.spec.text}`}\n`;
  const words = worded(speaker, rule);
  const parts = [
    `-A ${chain}`,
    words?.conditions ?? "",
    `-c ${rule.packets} ${rule.bytes}`,
    words?.action ?? "",
  ];
  return `${parts.filter((part) => part !== "").join(" ")}\n`;
}

/** A chain as `-S` declares it. */
export function chainLine({ name, base }: Chain, withCounters: boolean): string {
  if (base === undefined) return `-N ${name}\n`;
  const counters = withCounters ? ` -c ${base.packets} ${base.bytes}` : "";
  return `-P ${name} ${base.policy}${counters}\n`;
}

/** The line that `-v` prints for a rule that was added or taken out. */
export function changeLine({ columns }: WordedRule): string {
  const { target, protocol, options, input, output, source, destination, extras } = columns;
  const devices = `in ${input || "*"} out ${output || "*"}`;
  const said = extras.map(({ numeric }) => (numeric === "" ? "" : ` ${numeric}`)).join("");
  const head = `${target} ${protocol.named} opt ${options} ${devices} ${source.numeric} `;
  return `${head}${destination.numeric.replace(/^(.)/, "$1-> ")}  ${said}\n`;
}
