/**
 * `iptables -L` and `-S`: chains with their rules, as a table or as the commands that would make them.
 */

import type { Chain } from "#sim/stack/netfilter/rule";
import { references } from "#sim/stack/netfilter/rule-book";
import { chainHeader, chainLine, columnHeader, type ListStyle, ruleLine, ruleRow } from "./listing.ts";
import type { Speaker } from "./problem.ts";

/** What is to be shown. */
export interface Asked {
  readonly speaker: Speaker;
  readonly chains: Map<string, Chain>;
  /** One chain only. */
  readonly chain: string | undefined;
  /** One rule of it only, counted from 1. */
  readonly place: number | undefined;
  readonly flags: ReadonlySet<string>;
}

/** The chains of a table: its own in their order, then the user's by name. */
export function inOrder(chains: Map<string, Chain>): readonly Chain[] {
  const all = [...chains.values()];
  const own = all.filter(({ base }) => base === undefined);
  const sorted = own.sort((one, other) => (one.name < other.name ? -1 : 1));
  return [...all.filter(({ base }) => base !== undefined), ...sorted];
}

const chosen = ({ chains, chain }: Asked): readonly Chain[] =>
  inOrder(chains).filter(({ name }) => chain === undefined || name === chain);

const styleOf = ({ flags }: Asked): ListStyle => ({
  isNumeric: flags.has("n"),
  isVerbose: flags.has("v"),
  isExact: flags.has("x"),
  hasNumbers: flags.has("0"),
});

/** The text of `-L`. */
export function listTable(asked: Asked): string {
  const { speaker, chains, place } = asked;
  const style = styleOf(asked);
  const listed = chosen(asked).map((chain) => {
    const rows = chain.rules.map((rule, index) => ruleRow(speaker, rule, index + 1, style));
    if (place !== undefined) return rows[place - 1] ?? "";
    const header = chainHeader(chain, references({ chains } as never, chain.name), style);
    return `${header}${columnHeader(style)}${rows.join("")}`;
  });
  return listed.join("\n");
}

/** The text of `-S`: first all chains, then all rules. */
export function listRules(asked: Asked): string {
  const { speaker, place } = asked;
  const withCounters = asked.flags.has("v");
  const chains = chosen(asked);
  const lines = chains.map((chain) =>
    chain.rules.map((rule) => ruleLine(speaker, chain.name, rule, withCounters)),
  );
  if (place !== undefined) return lines[0]?.[place - 1] ?? "";
  const declared = chains.map((chain) => chainLine(chain, withCounters)).join("");
  return `${declared}${lines.flat().join("")}`;
}
