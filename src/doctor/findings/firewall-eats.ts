/** A rule of iptables, or the policy of a chain, ends packets of a service or their answers. */

import { formatEndpoint } from "#sim/wire/address";
import { endsOfKind } from "../ends.ts";
import type { FindingKind, Remedy } from "../finding.ts";
import type { EatingRule } from "../rules.ts";
import { endsOf } from "../translation.ts";

export const firewallEats: FindingKind<"firewall-eats"> = {
  name: "firewall-eats",
  problems: [34],
  lesson: undefined,
  find: (examination) =>
    endsOfKind(examination, "eaten").map(({ end: { node, rule, packet } }) => {
      const { src, srcPort, dst, dstPort } = endsOf(packet);
      return {
        node: node.name,
        evidence: {
          table: rule.table,
          chain: rule.chain,
          rule: rule.text,
          src: formatEndpoint(src, srcPort),
          dst: formatEndpoint(dst, dstPort),
        },
        remedy: cure(node.name, rule),
      };
    }),
};

function cure(node: string, { table, chain, text }: EatingRule): Remedy[] {
  const of = table === "filter" ? "iptables" : `iptables -t ${table}`;
  return [
    { node, command: text === "policy DROP" ? `${of} -P ${chain} ACCEPT` : `${of} -D ${chain} ${text}` },
  ];
}
