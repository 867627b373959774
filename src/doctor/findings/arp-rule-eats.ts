/** A rule of arptables drops the questions for an address on the very machine that ought to answer them. */

import type { NetNode } from "#sim/nodes/node";
import { formatIpv4 } from "#sim/wire/address";
import { endsOfKind } from "../ends.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import type { Hop } from "../walk.ts";

type Name = "arp-rule-eats";

export const arpRuleEats: FindingKind<Name> = {
  name: "arp-rule-eats",
  problems: [],
  lesson: "three-cures",
  find: (examination) => silenced(examination),
};

function silenced(examination: Examination): Found<Name>[] {
  return endsOfKind(examination, "nobody-answers").flatMap(({ end }) =>
    end.hop.silences.flatMap(({ place, why }) =>
      why.reason === "arp-filtered" ? told(end.hop, place.node, why.setting) : [],
    ),
  );
}

function told(
  { nextHop, node: asker }: Hop,
  node: NetNode,
  setting: { readonly name: string; readonly value: unknown; readonly from: string } | undefined,
): Found<Name>[] {
  if (setting === undefined) return [];
  const chain = setting.name.split(" ").at(-1) ?? "";
  const rule = `${chain} ${setting.value}`;
  const isPolicy = setting.from === "policy";
  const command = isPolicy ? `arptables -P ${chain} ACCEPT` : `arptables -D ${rule}`;
  return [
    {
      node: node.name,
      evidence: { address: formatIpv4(nextHop), rule, asker: asker.name },
      remedy: [{ node: node.name, command }],
    },
  ];
}
