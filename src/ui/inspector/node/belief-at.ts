/**
 * The rows that a director's belief is compared with, of all machines at one moment of the recording.
 */

import { flightsAt, type Moment, type Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { ConnectionRow } from "#sim/rows";
import { formatIpv4 } from "#sim/wire/address";
import { innermost } from "#ui/layer";
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
    underWayAt(recording, moment),
  );

/** Ends of what is on cables; `*`: anything may be, for an address is asked for or a moment is not over. */
function endsUnderWay(recording: Recording, { at, position }: Moment): ReadonlySet<string> {
  const ends = new Set<string>();
  if (recording.events[position]?.at === at) ends.add("*");
  for (const { frame } of flightsAt(recording, at)) {
    if (frame.payload.kind === "arp") ends.add("*");
    if (frame.payload.kind !== "ipv4") continue;
    const { src, dst, payload } = innermost(frame.payload);
    if (payload.kind !== "tcp") continue;
    ends.add(`${formatIpv4(src)}:${payload.srcPort}`).add(`${formatIpv4(dst)}:${payload.dstPort}`);
  }
  return ends;
}

function underWayAt(recording: Recording, moment: Moment): (connection: ConnectionRow) => boolean {
  const ends = endsUnderWay(recording, moment);
  return ({ client, local }) => ends.has("*") || ends.has(client) || ends.has(local ?? client);
}

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
  [...endsUnderWay(recording, moment)].join(),
  ...nodes.flatMap(({ name }) => [
    tableAt(recording, moment, name, "addresses"),
    tableAt(recording, moment, name, "sockets"),
    tableAt(recording, moment, name, "filters"),
  ]),
];
