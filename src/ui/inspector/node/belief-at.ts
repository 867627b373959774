/**
 * The rows that a director's belief is compared with, of all machines at one moment of the recording.
 */

import type { Moment, Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import { tableAt } from "#ui/table-at";
import { type Belief, beliefsOf, type MachineRows } from "./belief.ts";

type Nodes = Pick<Scenario, "nodes">;

/** A rule by which sources change. */
const translating = /-j (?:MASQUERADE|SNAT)/;

/** What a director believes of each of its TCP connections at a moment, and what is so. */
export const beliefsAt = (
  recording: Recording,
  { nodes }: Nodes,
  moment: Moment,
  director: string,
): readonly Belief[] =>
  beliefsOf(
    tableAt(recording, moment, director, "connections").values(),
    nodes.map(({ name }) => machineAt(recording, moment, name)),
  );

function machineAt(recording: Recording, moment: Moment, name: string): MachineRows {
  const addresses = tableAt(recording, moment, name, "addresses").values();
  const filters = tableAt(recording, moment, name, "filters").values();
  return {
    name,
    addresses: new Set([...addresses].map(({ address }) => address)),
    sockets: tableAt(recording, moment, name, "sockets").values(),
    translates: [...filters].some(({ table, text }) => table === "nat" && translating.test(text)),
  };
}

/** Everything that the comparison reads: the same objects for as long as nothing has changed. */
export const beliefSources = (
  recording: Recording,
  { nodes }: Nodes,
  moment: Moment,
  director: string,
): readonly unknown[] => [
  tableAt(recording, moment, director, "connections"),
  ...nodes.flatMap(({ name }) => [
    tableAt(recording, moment, name, "addresses"),
    tableAt(recording, moment, name, "sockets"),
    tableAt(recording, moment, name, "filters"),
  ]),
];
