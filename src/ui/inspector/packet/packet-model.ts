/**
 * What the packet face shows: the hop table of what is chosen, worked out anew only where something of it may
 * have changed.
 */

import { effectsOf, type Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { LinkDropReason } from "#sim/link/link-events";
import type { NeighbourRow } from "#sim/rows";
import type { DropReason } from "#sim/stack/verdict";
import { formatMac, type MacAddress } from "#sim/wire/address";
import type { PageState, Selection } from "#ui/store";
import { tableAt } from "#ui/table-at";
import { createNamer, type Names } from "#ui/topology/names";
import { type Exchange, exchangeOf, type Hop } from "./exchange.ts";
import { type HopTable, hopTableOf, selectedColumn } from "./hop-table.ts";
import { packetKey, packetOfEvent } from "./packet-of-event.ts";
import { type Chosen, chosenOf, placeOfSubject } from "./subject.ts";

/** Where a packet ended before it was answered. */
export interface End {
  readonly node: string;
  readonly reason: DropReason | LinkDropReason;
  readonly event: number;
  readonly position: number;
}

export interface PacketModel {
  readonly chosen: Chosen;
  readonly table: HopTable;
  /** The column of the chosen frame; the nearest one of a chosen event. */
  readonly column: number;
  readonly ends: readonly End[];
  readonly names: Names;
}

/** Works out models; remembers the last one. */
export type Modeller = (
  recording: Recording,
  scenario: Scenario,
  state: PageState,
) => PacketModel | undefined;

interface Kept {
  readonly recording: Recording;
  readonly chosen: Chosen;
  readonly events: number;
  readonly exchange: Exchange | undefined;
  readonly table: HopTable | undefined;
  readonly column: number;
  readonly ends: readonly End[];
}

/** Makes a modeller. */
export function createModeller(): Modeller {
  const namer = createNamer();
  let kept: Kept | undefined;
  let selection: Selection = { event: undefined, node: undefined, flight: undefined };
  return (recording, scenario, state) => {
    const last = kept?.recording === recording ? kept : undefined;
    const chosen = chosenOf(
      state,
      last === undefined ? undefined : { chosen: last.chosen, selection },
      recording,
    );
    selection = state.selection;
    const names = namer(recording, scenario, state.moment, state.addressing);
    if (last === undefined || isStale(last, chosen, recording)) {
      kept = workedOut(recording, scenario, chosen, names);
    }
    if (kept?.table === undefined) return undefined;
    const { table, column, ends } = kept;
    return { chosen, table, column, ends, names };
  };
}

/** Whether another thing is chosen, or the recording has grown while the exchange had not come to its end. */
function isStale({ chosen, events, exchange }: Kept, now: Chosen, recording: Recording): boolean {
  if (chosen.event !== now.event || chosen.flight !== now.flight) return true;
  return events !== recording.events.length && !isComplete(exchange);
}

function isComplete(exchange: Exchange | undefined): boolean {
  const [first] = exchange?.hops ?? [];
  const last = exchange?.hops.at(-1);
  const isArp = first?.frame.payload.kind === "arp";
  return !isArp && last?.way === "answer" && first !== undefined && last.to.includes(first.from);
}

function workedOut(recording: Recording, scenario: Scenario, chosen: Chosen, names: Names): Kept {
  const machines = { names: new Set(scenario.nodes.map(({ name }) => name)), ownerOf: names.owner };
  const exchange = exchangeOf(recording, chosen, machines);
  const nextHopOf = (node: string, mac: MacAddress, position: number): string | undefined =>
    nextHopIn(recording, node, mac, position);
  const table = exchange === undefined ? undefined : hopTableOf(exchange, { recording, nextHopOf });
  return {
    recording,
    chosen,
    events: recording.events.length,
    exchange,
    table,
    column: table === undefined ? -1 : columnOf(table, recording, chosen),
    ends: exchange === undefined ? [] : endsOf(recording, exchange),
  };
}

function nextHopIn(
  recording: Recording,
  node: string,
  mac: MacAddress,
  position: number,
): string | undefined {
  const at = recording.events[position - 1]?.at ?? recording.head;
  const text = formatMac(mac);
  const rows: Iterable<NeighbourRow> = tableAt(recording, { position, at }, node, "neighbours").values();
  return [...rows].find((row) => row.mac === text)?.address;
}

/** The chosen column, or that which came to or left the machine of a chosen event last. */
function columnOf(table: HopTable, recording: Recording, chosen: Chosen): number {
  const { node, cause, position } = placeOfSubject(recording, chosen);
  const exact = selectedColumn(table, chosen, cause);
  if (exact >= 0) return exact;
  const near = table.columns.findLastIndex(
    (hop) => hop.position <= position && (hop.from === node || hop.to.includes(node ?? "")),
  );
  return Math.max(0, near);
}

/** Among so many effects of a hop is how it ended. */
const soon = 64;

/** Where packets of an exchange were dropped. */
function endsOf(recording: Recording, { hops }: Exchange): End[] {
  const found = new Map<number, End>();
  for (const hop of hops) {
    for (const { id, event } of effectsOf(recording, hop.sent, soon).all) {
      if (event.kind !== "packet-dropped" && event.kind !== "frame-dropped") continue;
      const packet = packetOfEvent(event);
      if (!isOf(hop, packet === undefined ? undefined : packetKey(packet)) || !isMeant(hop, event.node))
        continue;
      const position = id - (recording.events[0]?.id ?? 0) + 1;
      found.set(id, { node: event.node, reason: event.reason, event: id, position });
    }
  }
  return [...found.values()].sort((one, other) => one.event - other.event);
}

const isOf = ({ life }: Hop, key: number | undefined): boolean => life !== undefined && life.key === key;

/** A frame that a switch flooded is dropped by machines that it was not meant for: no news. */
const isMeant = ({ from, to }: Hop, node: string): boolean =>
  to.length === 0 || to.includes(node) || from === node;
