/**
 * The doctor: reads the configuration of all machines of a network and says what will go wrong before a
 * packet is sent. The network stays as it is.
 *
 * What it cannot foretell (what was learnt, what programs will do, rules that ask for a flow) it keeps silent
 * about: a finding is always something that comes true.
 */

import type { Network } from "#sim/network";
import { type Examination, look } from "./examination.ts";
import type { Finding, FindingKind, FindingName, FindingOf } from "./finding.ts";
import { findings } from "./findings/index.ts";
import { distinct } from "./reading.ts";

/**
 * What is wrong with a network as it stands, in the order of the list of findings, and within a kind in that
 * of the machines. What one line mends is told once. Plain data.
 */
export function examine(network: Network): Finding[] {
  const examination = look(network);
  return findings.flatMap((kind) => ofKind(kind as FindingKind<FindingName>, examination)) as Finding[];
}

function ofKind<Name extends FindingName>(
  { name, problems, lesson, find }: FindingKind<Name>,
  examination: Examination,
): FindingOf<Name>[] {
  const order = new Map(examination.world.nodes.map((node, index) => [node.name, index]));
  const found = distinct(find(examination), ({ node, evidence, remedy }) =>
    JSON.stringify([node, remedy.length > 0 ? remedy : evidence]),
  );
  return found
    .map((one): FindingOf<Name> => {
      const { node, evidence, remedy } = one;
      return { name, node, evidence, remedy, problems, lesson: one.lesson ?? lesson };
    })
    .sort((a, b) => (order.get(a.node) ?? 0) - (order.get(b.node) ?? 0));
}
