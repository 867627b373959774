/**
 * The past of a lab: what happened, what was in flight, and an append-only log of row changes.
 *
 * Whoever looks at a moment reads it here and never simulates: rows are found from the last key frame before
 * the moment and the changes since. It is filled from batches, on the other side of a message port. All times
 * count from time zero of the lab; a position is the number of events that have happened.
 */

import type { Nanos } from "#sim/engine/time";
import type { TableName } from "#sim/rows";
import type { TraceEvent } from "#sim/trace";
import type { Batch, Flight, RowChange, TerminalPiece } from "./batch.ts";
import { countUpTo } from "./count-up-to.ts";
import { type EffectIndex, type Effects, effectsAt, emptyEffectIndex } from "./effect-index.ts";
import { addFlight, emptyFlightIndex, type FlightIndex, flightsUntil, underWay } from "./flight-index.ts";
import type { LabCommand } from "./lab-command.ts";
import {
  emptyOriginIndex,
  flightsOfOrigin,
  flightsOfPayload,
  type OriginIndex,
  subjectOf,
} from "./packet-life.ts";
import { addChange, emptyRowLog, logUntil, type RowLog, type Rows, rowsAfter } from "./row-log.ts";
import type { Breakpoint, StepUnit } from "./stop.ts";
import { type StopIndex, stopAfter, stopBefore } from "./stop-index.ts";

export type { Batch, CableEnd, Flight, RowChange, TerminalPiece } from "./batch.ts";
export type { Effects } from "./effect-index.ts";
export type { KeyFrame, Rows } from "./row-log.ts";

/** Indexes that are made when they are needed. */
interface Found {
  readonly effects: EffectIndex;
  readonly origins: OriginIndex;
  readonly stops: StopIndex;
}

const nothingFound = (): Found => ({
  effects: emptyEffectIndex(),
  origins: emptyOriginIndex(),
  stops: new Map(),
});

/** What is recorded so far. It only grows. */
export interface Recording {
  /** From time zero on; their ids go on from those of the setup. */
  readonly events: TraceEvent[];
  readonly inFlight: FlightIndex;
  /** Row changes of all tables. */
  readonly changes: RowChange[];
  /** The same by node and table. */
  readonly tables: Map<string, RowLog>;
  readonly pieces: TerminalPiece[];
  readonly log: LabCommand[];
  /** What was found when it was first asked for. */
  readonly found: Found;
  /** Everything due up to this moment has happened. */
  head: Nanos;
}

/** The past of a lab that nothing has come from yet. */
export const emptyRecording = (): Recording => ({
  events: [],
  inFlight: emptyFlightIndex(),
  changes: [],
  tables: new Map(),
  pieces: [],
  log: [],
  found: nothingFound(),
  head: 0 as Nanos,
});

/** Adds what has happened since. */
export function append(recording: Recording, batch: Batch): void {
  for (const event of batch.events) recording.events.push(event);
  for (const flight of batch.flights) addFlight(recording.inFlight, flight);
  for (const change of batch.changes) {
    recording.changes.push(change);
    addChange(logOf(recording, change.node, change.table), change);
  }
  for (const piece of batch.pieces) recording.pieces.push(piece);
  for (const command of batch.log) recording.log.push(command);
  recording.head = batch.head;
}

const nameOf = (node: string, table: TableName): string => `${node} ${table}`;

function logOf({ tables }: Recording, node: string, table: TableName): RowLog {
  const name = nameOf(node, table);
  const known = tables.get(name);
  if (known !== undefined) return known;
  const made = emptyRowLog();
  tables.set(name, made);
  return made;
}

/** A recording of what happened up to a moment. Events and rows are shared; the old one stays as it is. */
export function cutAt(recording: Recording, at: Nanos): Recording {
  const { events, changes, pieces, log } = recording;
  const tables = new Map<string, RowLog>();
  for (const [name, table] of recording.tables) {
    tables.set(name, logUntil(table, countUpTo(table.changes, at, timeOf)));
  }
  return {
    events: events.slice(0, countUpTo(events, at, timeOf)),
    inFlight: flightsUntil(recording.inFlight, at),
    changes: changes.slice(0, countUpTo(changes, at, timeOf)),
    tables,
    pieces: pieces.slice(0, countUpTo(pieces, at, timeOf)),
    log: log.slice(0, countUpTo(log, at, timeOf)),
    found: nothingFound(),
    head: Math.min(recording.head, at) as Nanos,
  };
}

const timeOf = (item: { readonly at: number }): number => item.at;

/** How many events had happened at a moment, those of that very moment among them. */
export const positionAt = ({ events }: Recording, at: Nanos): number => countUpTo(events, at, timeOf);

/** The event with an id; `undefined` for those of the setup, and those that are not there yet. */
export function eventById({ events }: Recording, id: number): TraceEvent | undefined {
  const [first] = events;
  return first === undefined ? undefined : events[id - first.id];
}

/** The frames that are on their way at a moment. */
export const flightsAt = ({ inFlight }: Recording, at: Nanos): Flight[] => underWay(inFlight, at);

/** What is looked at: so many events have happened, and it is this late. */
export interface Moment {
  readonly position: number;
  readonly at: Nanos;
}

/**
 * The rows of a table at a moment. Where only a position is given, what changed after its last event without
 * another event counts too. The answer is never changed; where nothing changed it is the same object.
 */
export function rowsAt(recording: Recording, moment: number | Moment, node: string, table: TableName): Rows {
  const log = recording.tables.get(nameOf(node, table));
  return log === undefined ? noRows : rowsAfter(log, countOfChanges(log.changes, moment));
}

const noRows: Rows = new Map();

const positionOf = (change: RowChange): number => change.position;

function countOfChanges(changes: readonly RowChange[], moment: number | Moment): number {
  if (typeof moment === "number") return countUpTo(changes, moment, positionOf);
  return Math.min(countUpTo(changes, moment.position, positionOf), countUpTo(changes, moment.at, timeOf));
}

/** The row changes that came with the events after `since` up to `position`: with the last one, if not said. */
export function changedAt({ changes }: Recording, position: number, since = position - 1): RowChange[] {
  return changes.slice(countUpTo(changes, since, positionOf), countUpTo(changes, position, positionOf));
}

/** "Why?": an event, what caused it, what caused that, back to time zero. */
export function causesOf(recording: Recording, id: number): TraceEvent[] {
  const chain: TraceEvent[] = [];
  let event = eventById(recording, id);
  while (event !== undefined) {
    chain.push(event);
    event = eventById(recording, event.cause);
  }
  return chain;
}

const usualEffects = 2000;

/** What followed from an event, at once and in all; of a large tree the nearest `limit` events. */
export function effectsOf({ events, found }: Recording, id: number, limit = usualEffects): Effects {
  const place = id - (events[0]?.id ?? 0);
  return effectsAt(found.effects, events, place, limit);
}

/** The first position after this one at which a step ends or a breakpoint holds. */
export const nextStop = (
  { events, found }: Recording,
  position: number,
  stop: StepUnit | Breakpoint,
): number | undefined => stopAfter(found.stops, events, position, stop);

/** The last position before this one at which a step ends or a breakpoint holds. */
export const previousStop = (
  { events, found }: Recording,
  position: number,
  stop: StepUnit | Breakpoint,
): number | undefined => stopBefore(found.stops, events, position, stop);

/** One packet: by its origin, or as what an event is about. */
export type OnePacket = { readonly origin: number } | { readonly event: number };

/** The life of one packet, cable by cable in the order of sending: the columns of the hop table. */
export function hopsOf(recording: Recording, packet: OnePacket): readonly Flight[] {
  const { found, inFlight } = recording;
  const { flights } = inFlight;
  if ("origin" in packet) return flightsOfOrigin(found.origins, flights, packet.origin);
  for (const event of causesOf(recording, packet.event)) {
    const subject = subjectOf(event.event);
    if (subject === undefined) continue;
    if (subject.kind === "packet") return flightsOfOrigin(found.origins, flights, subject.origin);
    const around = {
      eventById: (id: number) => eventById(recording, id),
      effectsOf: (id: number) => effectsOf(recording, id).all,
      firstFlightAt: (at: number) => countUpTo(flights, at - 1, ({ sentAt }) => sentAt),
      flights,
    };
    return flightsOfPayload(around, event, subject.payload);
  }
  return [];
}
