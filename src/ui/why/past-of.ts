/**
 * The past that explanations read, of a recording.
 */

import { effectsOf, eventById, type Recording, rowsAt } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { TableName, TableRows } from "#sim/rows";
import type { TraceEvent } from "#sim/trace";
import type { Past } from "./past.ts";

/** Effects further away than this are no consequence that anybody would name. */
const mostEffects = 400;

/** Reads a recording of a scenario's lab. */
export function pastOf(recording: Recording, { nodes }: Pick<Scenario, "nodes">): Past {
  const first = (): number => recording.events[0]?.id ?? 1;
  return {
    nodes: nodes.map(({ name }) => name),
    event: (id) => (id === 0 ? undefined : eventById(recording, id)),
    effects: (id) => effectsOf(recording, id, mostEffects).all,
    before: (id) => eventsBefore(recording.events, id - first()),
    rows: <Name extends TableName>(node: string, table: Name, id: number) =>
      [...rowsAt(recording, id - first() + 1, node, table).values()] as TableRows[Name][],
  };
}

function* eventsBefore(events: readonly TraceEvent[], place: number): Iterable<TraceEvent> {
  for (let at = place - 1; at >= 0; at--) {
    const event = events[at];
    if (event !== undefined) yield event;
  }
}
