/**
 * The past of a lab: what happened, what was in flight, and an append-only log of row changes.
 *
 * Whoever looks at a moment reads it here and never simulates: rows are found from the last key frame before
 * the moment and the changes since. It is filled from batches, on the other side of a message port. All times
 * count from time zero of the lab; a position is the number of events that have happened.
 */

import type { Nanos } from "#sim/engine/time";
import type { Row, TableName } from "#sim/rows";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { Batch, Flight, RowName, TerminalPiece } from "./batch.ts";
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
import {
  addChanges,
  changesUpTo,
  emptyRowLog,
  logUntil,
  type RowLog,
  type Rows,
  rowsAfter,
} from "./row-log.ts";
import type { Breakpoint, StepUnit } from "./stop.ts";
import { type StopIndex, stopAfter, stopBefore } from "./stop-index.ts";

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
  readonly rows: RowLog;
  readonly pieces: TerminalPiece[];
  readonly log: LabCommand[];
  /** Texts that events have in common: a message port makes each of them anew for every event. */
  readonly texts: Map<string, string>;
  /** What was found when it was first asked for. */
  readonly found: Found;
  /** Everything due up to this moment has happened. */
  head: Nanos;
}

/** The past of a lab that nothing has come from yet. */
export const emptyRecording = (): Recording => ({
  events: [],
  inFlight: emptyFlightIndex(),
  rows: emptyRowLog(),
  pieces: [],
  log: [],
  texts: new Map(),
  found: nothingFound(),
  head: 0 as Nanos,
});

/** Adds what has happened since. The batch is the recording's own from now on. */
export function append(recording: Recording, batch: Batch): void {
  for (const event of batch.events) {
    shareTexts(recording.texts, event.event);
    recording.events.push(event);
  }
  for (const flight of batch.flights) addFlight(recording.inFlight, flight);
  addChanges(recording.rows, batch.changes);
  for (const piece of batch.pieces) recording.pieces.push(piece);
  for (const command of batch.log) recording.log.push(command);
  recording.head = batch.head;
}

/** Longer texts are hardly ever the same. */
const longestShared = 60;

function shareTexts(texts: Map<string, string>, event: NetworkEvent): void {
  const fields = event as unknown as Record<string, unknown>;
  for (const name in fields) {
    const text = fields[name];
    if (typeof text !== "string" || text.length > longestShared) continue;
    const shared = texts.get(text);
    if (shared === undefined) texts.set(text, text);
    else fields[name] = shared;
  }
}

/** A recording of what happened up to a moment. Events and rows are shared; the old one stays as it is. */
export function cutAt(recording: Recording, at: Nanos): Recording {
  const { events, rows, pieces, log } = recording;
  return {
    events: events.slice(0, countUpTo(events, at, timeOf)),
    inFlight: flightsUntil(recording.inFlight, at),
    rows: logUntil(rows, changesUpTo(rows, { position: Number.POSITIVE_INFINITY, at })),
    pieces: pieces.slice(0, countUpTo(pieces, at, timeOf)),
    log: log.slice(0, countUpTo(log, at, timeOf)),
    texts: recording.texts,
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
export const rowsAt = ({ rows }: Recording, moment: number | Moment, node: string, table: TableName): Rows =>
  rowsAfter(rows, node, table, changesUpTo(rows, limitOf(moment)));

const limitOf = (moment: number | Moment): Moment =>
  typeof moment === "number" ? { position: moment, at: Number.POSITIVE_INFINITY as Nanos } : moment;

/** A row that appeared, changed, or went (`row` is `undefined`). */
export interface RowChange extends RowName {
  readonly position: number;
  readonly at: Nanos;
  readonly row: Row | undefined;
}

/** The row changes between two moments; if not said otherwise those that came with the last event. */
export function changedAt(
  { rows }: Recording,
  moment: number | Moment,
  since: number | Moment = limitOf(moment).position - 1,
): RowChange[] {
  const changes: RowChange[] = [];
  const count = changesUpTo(rows, limitOf(moment));
  for (let place = changesUpTo(rows, limitOf(since)); place < count; place++) {
    const { node, table, key } = rows.names[place] as RowName;
    const [position = 0, at = 0] = [rows.positions[place], rows.times[place] as Nanos];
    changes.push({ node, table, key, position, at: at as Nanos, row: rows.rows[place] });
  }
  return changes;
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
