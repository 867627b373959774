/**
 * The director's time-out for established connections is below a minute: a session that is silent for longer,
 * as one of a database or of HTTP between two clicks, finds its entry gone. The kernel's own is 15 minutes.
 */

import { jiffiesPerSecond } from "#sim/ipvs/jiffies";
import { tcp } from "#sim/ipvs/protocols/tcp";
import { protocols } from "#sim/wire/ipv4";
import type { FindingKind, Found } from "../finding.ts";
import type { Director } from "../requests.ts";

type Name = "short-timeout";

export const shortTimeout: FindingKind<Name> = {
  name: "short-timeout",
  problems: [35],
  lesson: undefined,
  find: ({ directors }) => directors.flatMap((director) => told(director)),
};

const shortest = 60;

function told({ node, ipvs }: Director): Found<Name>[] {
  const at = tcp.states.findIndex(({ name }) => name === "ESTABLISHED");
  const usual = tcp.states[at]?.timeout;
  const jiffies = ipvs.timeouts[tcp.slot]?.[at];
  const isUsed = ipvs.services.all.some(({ protocol, fwmark }) => fwmark !== 0 || protocol === protocols.tcp);
  if (usual === undefined || jiffies === undefined || !isUsed) return [];
  const seconds = jiffies / jiffiesPerSecond;
  if (seconds >= shortest) return [];
  const command = `ipvsadm --set ${usual} 0 0`;
  return [{ node: node.name, evidence: { seconds, usual }, remedy: [{ node: node.name, command }] }];
}
