/**
 * What explanations read of the recorded past: events by number, what came of them, and rows as they were
 * just after an event. Nothing here looks at the lab.
 */

import type { TableName, TableRows } from "#sim/rows";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { EventKind, EventOf } from "#words/caption-words";

export interface Past {
  /** The machines of the lab, in the scenario's order; switches are not among them. */
  readonly nodes: readonly string[];
  readonly event: (id: number) => TraceEvent | undefined;
  readonly effects: (id: number) => readonly TraceEvent[];
  /** The events before one, latest first. */
  readonly before: (id: number) => Iterable<TraceEvent>;
  /** The rows of a machine's table when an event had just happened. */
  readonly rows: <Name extends TableName>(
    node: string,
    table: Name,
    id: number,
  ) => readonly TableRows[Name][];
}

/** An event of one kind, with its number and moment. */
export interface TracedOf<Kind extends EventKind> extends TraceEvent {
  readonly event: EventOf<Kind>;
}

/** Whether an event is of a kind. */
export const isKind = <Kind extends EventKind>(traced: TraceEvent, kind: Kind): traced is TracedOf<Kind> =>
  traced.event.kind === kind;

/** The device that an event names, if it names one. */
export const deviceOf = (event: NetworkEvent): string | undefined =>
  "device" in event ? event.device : undefined;
