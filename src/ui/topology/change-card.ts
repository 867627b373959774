/**
 * What a machine changed of a packet, as a stack of headers: each that was changed has its old value struck
 * out and the new one beside it. Rows of plain values; change-drawing.ts draws them.
 */

import type { Flight } from "#lab/batch";
import { countUpTo } from "#lab/count-up-to";
import type { Recording } from "#lab/recording";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import type { StageNoteWords } from "#words/stage-note-words";
import { type Layer, layersOfPacket } from "../layer.ts";
import { macText } from "../packet-label.ts";
import { type Change, changeOf, type FieldChange } from "./change.ts";
import type { ChangeHappening } from "./happenings.ts";
import type { Names } from "./names.ts";

export interface HeaderRow {
  readonly layer: Layer;
  /** What was changed of it. */
  readonly fields: readonly Pick<FieldChange, "field" | "before" | "after">[];
  /** The header was not there before. */
  readonly isNew: boolean;
}

export interface ChangeCard {
  readonly title: string;
  readonly rows: readonly HeaderRow[];
}

/** At most so many fields of a header are told. */
const mostFields = 2;

const ethernet: Layer = { layer: "ethernet", word: "ETH" };

/** The card of a change; `undefined` where nothing that can be told changed. */
export function changeCardOf(
  happening: ChangeHappening,
  recording: Recording,
  names: Names,
  { marks }: StageNoteWords,
): ChangeCard | undefined {
  const { node, before, after } = happening;
  const change = changeOf(before, after, names);
  const layers = layersOfPacket(after);
  const frame = rowOfFrame(happening, recording, names);
  switch (change.kind) {
    case "wrapped": {
      const added = layers.length - layersOfPacket(before).length;
      const rows = layers.map((layer, index) =>
        newRow(layer, index < added, index === 0 ? change : undefined, names),
      );
      return { title: marks.wraps(node), rows: [...frame, ...rows] };
    }
    case "rewritten": {
      const rows = layers.map((layer) => rowFor(layer, change.fields));
      return { title: marks.rewrites(node), rows: [...frame, ...rows] };
    }
    case "same": {
      const rows = layers.map((layer) => rowFor(layer, []));
      return frame.length === 0 ? undefined : { title: marks.passes(node), rows: [...frame, ...rows] };
    }
    case "unwrapped":
      return undefined;
  }
}

function newRow(layer: Layer, isNew: boolean, change: Change | undefined, names: Names): HeaderRow {
  if (change?.kind !== "wrapped") return { layer, isNew, fields: [] };
  const after = `${names.address(change.outer.src)} → ${names.address(change.outer.dst)}`;
  return { layer, isNew, fields: [{ field: "", before: "", after }] };
}

/** Changes of an address and its port are told together, with the address. */
function rowFor(layer: Layer, fields: readonly FieldChange[]): HeaderRow {
  const own = fields.filter((field) => field.layer === layer.layer).slice(0, mostFields);
  return { layer, isNew: false, fields: own };
}

/** The frame around it is a new one; none where the packet has to wait for the next hop's MAC address. */
function rowOfFrame(
  { id, node, after }: ChangeHappening,
  recording: Recording,
  names: Names,
): readonly HeaderRow[] {
  const flight = flightOf(recording, node, after, id);
  if (flight === undefined) return [];
  const field = { field: "dst", before: node, after: macText(flight.frame.dst, names) };
  return [{ layer: ethernet, isNew: false, fields: [field] }];
}

/** The flight by which a packet leaves a machine at the moment of an event. */
function flightOf(
  { events, inFlight: { flights } }: Recording,
  node: string,
  { origin }: Ipv4Packet,
  event: number,
): Flight | undefined {
  const at = events[event - (events[0]?.id ?? 0)]?.at ?? 0;
  for (let index = countUpTo(flights, at - 1, ({ sentAt }) => sentAt); index < flights.length; index++) {
    const flight = flights[index];
    if (flight === undefined || flight.sentAt > at) return undefined;
    const { from, frame } = flight;
    if (from.node === node && frame.payload.kind === "ipv4" && frame.payload.origin === origin) return flight;
  }
  return undefined;
}
