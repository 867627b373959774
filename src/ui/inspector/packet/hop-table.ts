/**
 * The hop table: an exchange as columns, one a hop, and rows, one a header field; what changed from the hop
 * before is marked and says which machine changed it by which rule.
 *
 * A hop is compared with the hop that brought the same packet to the machine it leaves; the first hop of a
 * packet with what its sender made before it was rewritten there, if it was. A new packet is no change.
 */

import type { TraceEvent } from "#sim/trace";
import type { LayerName } from "#ui/layer";
import type { DecidingRule } from "#words/hop-facts";
import { packetEventsBetween, ruleFor, type Surroundings } from "./deciding-rule.ts";
import type { Exchange, Hop, Subject } from "./exchange.ts";
import {
  type HopGroup,
  type HopValue,
  type HopValues,
  hopGroups,
  isSame,
  minorFields,
  quietFields,
  valuesOfFrame,
  valuesOfPacket,
} from "./hop-fields.ts";
import { packetAfterEvent, packetOfEvent } from "./packet-of-event.ts";

/** What a machine did to a field, and why. */
export interface Change {
  readonly node: string;
  /** The value before; nothing where the header is new. */
  readonly before: HopValue | undefined;
  readonly rule: DecidingRule;
  /** The event that tells of it, by its id. */
  readonly event: number;
}

export interface HopCell {
  /** Nothing where the hop's packet has no such field. */
  readonly value: HopValue | undefined;
  readonly change: Change | undefined;
}

export interface HopRow {
  /** Group and name: `ip.dst`. */
  readonly field: string;
  readonly name: string;
  readonly cells: readonly HopCell[];
  /** Nothing changed it, and few ask for it. */
  readonly isMinor: boolean;
}

export interface HopRows {
  readonly group: HopGroup;
  readonly layer: LayerName;
  readonly rows: readonly HopRow[];
}

export interface HopTable {
  readonly id: string;
  readonly columns: readonly Hop[];
  readonly groups: readonly HopRows[];
}

/** The table of an exchange. */
export function hopTableOf(exchange: Exchange, around: Surroundings): HopTable {
  const columns = exchange.hops;
  const values = columns.map(({ frame }) => valuesOfFrame(frame));
  const changes = columns.map((hop, at) =>
    changesOf(hop, values[at] ?? new Map(), { columns, values, around }),
  );
  const changed = changedFields(values, changes);
  const fields = fieldsOf(values, changed);
  const groups = hopGroups.flatMap(([group, layer]) => {
    const rows = fields
      .filter((field) => field.startsWith(`${group}.`))
      .map((field) => rowOf(field, values, changes, changed));
    return rows.length === 0 ? [] : [{ group, layer, rows }];
  });
  return { id: exchange.id, columns, groups };
}

type Changes = ReadonlyMap<string, Change>;

/** Fields of which some machine made another value; that a header is new does not count. */
function changedFields(values: readonly HopValues[], changes: readonly Changes[]): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [at, one] of changes.entries()) {
    for (const [field, { before }] of one) {
      if (before !== undefined && values[at]?.has(field)) changed.add(field);
    }
  }
  return changed;
}

/** All fields that are shown, in the order of the groups and of each frame. */
function fieldsOf(values: readonly HopValues[], changed: ReadonlySet<string>): string[] {
  const longestFirst = [...values].sort((one, other) => other.size - one.size);
  const all = new Set(longestFirst.flatMap((one) => [...one.keys()]));
  // What wrapping costs is seen by comparing both lengths.
  const isShown = (field: string): boolean =>
    !quietFields.has(field) || changed.has(field) || (field === "ip.len" && all.has("outer.len"));
  return [...all].filter(isShown);
}

function rowOf(
  field: string,
  values: readonly HopValues[],
  changes: readonly Changes[],
  changed: ReadonlySet<string>,
): HopRow {
  const cells = values.map(
    (one, at): HopCell => ({ value: one.get(field), change: changes[at]?.get(field) }),
  );
  // Pieces of a packet are known by its identification.
  const isOfPieces = field === "ip.id" && values.some((one) => one.has("ip.frag"));
  const isMinor = minorFields.has(field) && !changed.has(field) && !isOfPieces;
  return { field, name: field.slice(field.indexOf(".") + 1), cells, isMinor };
}

interface Table {
  readonly columns: readonly Hop[];
  readonly values: readonly HopValues[];
  readonly around: Surroundings;
}

/** What the machine that a hop leaves changed of the packet, by field. */
function changesOf(hop: Hop, now: HopValues, { columns, values, around }: Table): Changes {
  if (hop.life === undefined) return new Map();
  const previous = hopBefore(hop, columns);
  const span = { since: sinceOf(hop, columns[previous]), until: hop.position };
  const events = packetEventsBetween(around.recording, hop, span);
  const before = values[previous] ?? madeBefore(events);
  if (before === undefined) return new Map();
  const changes = new Map<string, Change>();
  for (const field of new Set([...now.keys(), ...before.keys()])) {
    const [was, is] = [before.get(field), now.get(field)];
    if (isSame(was, is) || (previous < 0 && field.startsWith("ethernet."))) continue;
    const { rule, event } = ruleFor({ field, before: was, after: is }, { hop, events, around });
    changes.set(field, { node: hop.from, before: was, rule, event });
  }
  return changes;
}

/** From which event on it is looked at: its arrival at the machine, or its beginning there. */
const sinceOf = ({ life, position }: Hop, previous: Hop | undefined): number =>
  previous?.position ?? life?.since ?? position;

/** The column of the hop that brought the packet to the machine that a hop leaves; -1: it was made there. */
function hopBefore(hop: Hop, columns: readonly Hop[]): number {
  const earlier = columns.slice(0, columns.indexOf(hop)).filter((one) => leadsTo(one, hop));
  const found = earlier.findLast((one) => holds(one, hop)) ?? earlier.at(-1);
  return found === undefined ? -1 : columns.indexOf(found);
}

const leadsTo = (one: Hop, next: Hop): boolean => one.life === next.life && one.to.includes(next.from);

/** Whether a piece of a packet was in another piece, or in the whole. */
function holds({ frame: { payload: outer } }: Hop, { frame: { payload: piece } }: Hop): boolean {
  if (outer.kind !== "ipv4" || piece.kind !== "ipv4") return true;
  const from = outer.fragmentOffset;
  return piece.fragmentOffset >= from && piece.fragmentOffset < from + outer.payload.length;
}

/** What a machine made itself before it changed that: the first packet that a change tells of. */
function madeBefore(events: readonly TraceEvent[]): HopValues | undefined {
  const [first] = events.filter(({ event }) => packetAfterEvent(event) !== packetOfEvent(event));
  const packet = first === undefined ? undefined : packetOfEvent(first.event);
  return packet === undefined ? undefined : valuesOfPacket(packet);
}

/** Whether a hop has not happened yet at a moment. */
export const isLater = ({ position }: Hop, moment: { readonly position: number }): boolean =>
  position > moment.position;

/** The column that is selected: of a flight, or of what an event's machine sent or received; -1: none. */
export function selectedColumn({ columns }: HopTable, subject: Subject, cause: number | undefined): number {
  const { flight, event } = subject;
  if (flight !== undefined)
    return columns.findIndex(({ flights }) => flights.some(({ id }) => id === flight));
  const isOf = (id: number | undefined) => (hop: Hop) => hop.flights.some((one) => one.cause === id);
  const sent = columns.findIndex(isOf(event));
  return sent < 0 && cause !== 0 ? columns.findIndex(isOf(cause)) : sent;
}
