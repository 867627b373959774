/**
 * What a machine changed of a packet, as a stack of headers: each that was changed has its old value struck out
 * and the new one beside it. Rows of plain values; change-drawing.ts draws them.
 */

import type { Flight, Recording } from "#lab/recording";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import type { StageWords } from "#words/stage-words";
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
  { marks }: StageWords,
): ChangeCard | undefined {
  const { node, before, after } = happening;
  const change = changeOf(before, after, names);
  const layers = layersOfPacket(after);
  switch (change.kind) {
    case "wrapped": {
      const added = layers.length - layersOfPacket(before).length;
      const rows = layers.map((layer, index) =>
        newRow(layer, index < added, index === 0 ? change : undefined, names),
      );
      return { title: marks.wraps(node), rows };
    }
    case "rewritten":
      return { title: marks.rewrites(node), rows: layers.map((layer) => rowFor(layer, change.fields)) };
    case "same": {
      const frame = rowOfFrame(happening, recording, names);
      const rows = layers.map((layer) => rowFor(layer, []));
      return frame === undefined ? undefined : { title: marks.passes(node), rows: [frame, ...rows] };
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

/** Where the packet goes on as it came, the frame around it is a new one. */
function rowOfFrame(
  { id, node, after }: ChangeHappening,
  recording: Recording,
  names: Names,
): HeaderRow | undefined {
  const flight = nextFlight(recording, node, after, id);
  if (flight === undefined) return undefined;
  const field = { field: "dst", before: node, after: macText(flight.frame.dst, names) };
  return { layer: ethernet, isNew: false, fields: [field] };
}

const lookAhead = 200;

/** The flight by which a packet leaves a machine after an event. */
function nextFlight(
  { events, inFlight: { flights } }: Recording,
  node: string,
  packet: Ipv4Packet,
  event: number,
): Flight | undefined {
  const at = events[event - (events[0]?.id ?? 0)]?.at ?? 0;
  let low = 0;
  let high = flights.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((flights[middle]?.sentAt ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return flights
    .slice(low, low + lookAhead)
    .find(({ from, frame }) => from.node === node && originOf(frame.payload) === packet.origin);
}

const originOf = (payload: Flight["frame"]["payload"]): number | undefined =>
  payload.kind === "ipv4" ? payload.origin : undefined;
