/**
 * What `arptables -L`, `arptables -S` and arptables-save print.
 */

import type { ArpChain, ArpRule } from "#sim/stack/netfilter/arp-rule";
import type { Generation } from "#sim/stack/netfilter/netfilter";
import { references } from "#sim/stack/netfilter/rule-book";
import type { ArpLine } from "./line.ts";
import { ruleText } from "./rule-text.ts";

/** What is to be shown. */
export interface Asked {
  readonly generation: Generation;
  readonly chains: Map<string, ArpChain>;
  /** One chain only. */
  readonly chain: string | undefined;
  readonly flags: ArpLine["flags"];
}

const chosen = ({ chains, chain }: Asked): readonly ArpChain[] =>
  [...chains.values()].filter(({ name }) => chain === undefined || name === chain);

/** The text of `-L`. The older tool ends each rule with a blank. */
export function listTable(asked: Asked): string {
  const listed = chosen(asked).map((chain) => {
    const rows = chain.rules.map((rule, index) => ruleRow(asked, rule, index + 1));
    return `${chainHeader(asked, chain)}${rows.join("")}`;
  });
  return listed.join("\n");
}

function chainHeader({ chains, flags }: Asked, { name, base }: ArpChain): string {
  if (base === undefined) return `Chain ${name} (${references({ chains } as never, name)} references)\n`;
  const counted = flags.has("v") ? ` ${base.packets} packets, ${base.bytes} bytes` : "";
  return `Chain ${name} (policy ${base.policy}${counted})\n`;
}

function ruleRow({ generation, flags }: Asked, { spec, packets, bytes }: ArpRule, number: number): string {
  const isVerbose = flags.has("v");
  const hidesEthernet = generation === "nft";
  const text = ruleText(spec, { isNumeric: flags.has("n"), showsDevices: isVerbose, hidesEthernet });
  const place = flags.has("numbers") ? `${number} ` : "";
  if (isVerbose) return `${place}${text} , pcnt=${packets} -- bcnt=${bytes} \n`;
  return `${place}${text}${generation === "legacy" ? " " : ""}\n`;
}

/** The text of `-S`: first all chains, then all rules. */
export function listRules(asked: Asked): string {
  const chains = chosen(asked);
  const declared = chains.map(({ name, base }) =>
    base === undefined ? `-N ${name}\n` : `-P ${name} ${base.policy}\n`,
  );
  return `${declared.join("")}${rulesText(chains, false)}`;
}

/** The body of arptables-save. */
export function saveText(chains: Map<string, ArpChain>, withCounters: boolean): string {
  const all = [...chains.values()];
  const declared = all.map(({ name, base }) => `:${name} ${base?.policy ?? "-"}\n`);
  return `*filter\n${declared.join("")}${rulesText(all, withCounters)}`;
}

function rulesText(chains: readonly ArpChain[], withCounters: boolean): string {
  const lines = chains.flatMap(({ name, rules }) =>
    rules.map(({ spec, packets, bytes }) => {
      const counters = withCounters ? `[${packets}:${bytes}] ` : "";
      return `${counters}-A ${name}${spec.text === "" ? "" : ` ${spec.text}`}\n`;
    }),
  );
  return lines.join("");
}
