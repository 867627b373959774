/**
 * What to type where a rule or the policy of a chain decided.
 */

import type { RemedyFact } from "#words/remedy-facts";
import type { EndedStep } from "./ended-step.ts";

/** `iptables filter FORWARD` or `arptables INPUT`, and `rule 2`, as events name them. */
const namePattern = /^(iptables|arptables)(?: (filter|mangle|nat|raw|security))? (\S+)$/;

/** Deletes the rule, or opens the policy. */
export function againstRule({ place: { node }, setting }: EndedStep): RemedyFact[] {
  const [, tool, table = "filter", chain = ""] = namePattern.exec(setting?.name ?? "") ?? [];
  if (setting === undefined || tool === undefined) return [];
  const of = table === "filter" ? tool : `${tool} -t ${table}`;
  if (setting.from === "policy") {
    return [{ kind: "accept-by-policy", node, command: `${of} -P ${chain} ACCEPT`, chain }];
  }
  const number = /^rule (\d+)$/.exec(setting.from)?.[1];
  if (number === undefined) return [];
  const command = `${of} -D ${chain} ${number}`;
  return [{ kind: "delete-firewall-rule", node, command, rule: `${chain} ${setting.value}` }];
}
