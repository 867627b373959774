/**
 * Turns the events of a recording into marks and rows, as they come: each event is looked at once.
 *
 * A frame that a machine sends is followed over cables and switches by the causes of their events, to every
 * machine where it arrives.
 */

import type { Recording } from "#lab/recording";
import type { Nanos } from "#sim/engine/time";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { innermost, layersOf } from "../layer.ts";
import { emptyFlows, type Flows, flowOf, noFlow } from "./flows.ts";
import { isTyped, type Mark, type Note, type ProtocolName, type Row, type Sending, toneOf } from "./marks.ts";

/** What has been told so far of a recording. It only grows. */
export interface Telling {
  readonly recording: Recording;
  /** All others are switches and cables. */
  readonly machines: ReadonlySet<string>;
  readonly marks: Mark[];
  readonly rows: Row[];
  readonly flows: Flows;
  /** By position: the number of an event's flow, or -1. */
  readonly flowOf: number[];
  /** By position: the row at which an event is to be found, that of what led to it if it has none; or -1. */
  readonly rowOf: number[];
  /** By position: the sending whose frame an event of a cable or switch is about, or -1. */
  readonly carried: number[];
  pieces: number;
}

const nothing = -1;

/** A telling of a recording, with nothing told yet. */
export const tellingOf = (recording: Recording, machines: ReadonlySet<string>): Telling => ({
  recording,
  machines,
  marks: [],
  rows: [],
  flows: emptyFlows(),
  flowOf: [],
  rowOf: [],
  carried: [],
  pieces: 0,
});

/** How many events have been told. */
export const toldOf = ({ flowOf: told }: Telling): number => told.length;

/** Tells at most so many more events; answers whether everything is told. */
export function tellOn(telling: Telling, limit: number): boolean {
  const { events } = telling.recording;
  const end = Math.min(events.length, toldOf(telling) + limit);
  for (let position = toldOf(telling); position < end; position++) {
    tellTyped(telling, position);
    tellEvent(telling, position, events[position] as TraceEvent);
  }
  const isAll = end === events.length;
  if (isAll) tellTyped(telling, end);
  return isAll;
}

/** The position of the event with an id, or -1. Ids are given without gaps. */
export function positionOfId({ events }: Recording, id: number): number {
  const first = events[0]?.id ?? 0;
  const position = id - first;
  return id !== 0 && position >= 0 && position < events.length ? position : nothing;
}

function tellTyped(telling: Telling, position: number): void {
  const { pieces } = telling.recording;
  for (; telling.pieces < pieces.length; telling.pieces++) {
    const piece = pieces[telling.pieces];
    if (piece === undefined || piece.position > position) return;
    if (!isTyped(piece)) continue;
    const { at, terminal, text, isScript } = piece;
    const fields = { number: telling.marks.length, at, node: terminal.node, row: telling.rows.length };
    telling.rows.push({ mark: fields.number, arrival: nothing, after: piece.position, at });
    telling.marks.push({ kind: "typed", ...fields, flow: noFlow, protocol: undefined, text, isScript });
  }
}

function tellEvent(telling: Telling, position: number, traced: TraceEvent): void {
  const { event } = traced;
  const cause = positionOfId(telling.recording, traced.cause);
  telling.flowOf.push(flowOf(telling.flows, event, telling.flowOf[cause] ?? noFlow));
  telling.carried.push(nothing);
  const carriedBefore = telling.carried[cause] ?? nothing;
  const row = rowFor(telling, position, traced, carriedBefore);
  telling.rowOf.push(row === nothing ? (telling.rowOf[cause] ?? nothing) : row);
  if (event.kind === "frame-sent" && row !== nothing) claim(telling, cause, row);
}

/** Events about a packet that leaves: if a frame leaves at once, they are to be found there. */
const outgoing: ReadonlySet<NetworkEvent["kind"]> = new Set([
  "arp-request-sent",
  "arp-reply-sent",
  "sync-message-sent",
  "packet-forwarded",
  "packet-rewritten",
  "packet-encapsulated",
  "request-forwarded",
  "reply-rewritten",
]);

function claim(telling: Telling, cause: number, row: number): void {
  const { recording, rowOf } = telling;
  for (let position = cause; position >= 0; ) {
    const traced = recording.events[position];
    if (traced === undefined) return;
    const { kind } = traced.event;
    // A route is looked for on the way, of what comes in as well.
    if (kind !== "route-chosen" && !outgoing.has(kind)) return;
    if (kind !== "route-chosen") rowOf[position] = row;
    position = positionOfId(recording, traced.cause);
  }
}

/** Makes the mark or arrival of an event; answers its row, or -1 where it has none. */
function rowFor(telling: Telling, position: number, traced: TraceEvent, carriedBefore: number): number {
  const { event } = traced;
  const isMachine = telling.machines.has(event.node);
  switch (event.kind) {
    case "frame-sent":
      if (isMachine) return begin(telling, position, traced.at, { node: event.node, frame: event.frame });
      telling.carried[position] = carriedBefore;
      return nothing;
    case "frame-received":
      if (isMachine) return arrive(telling, position, { node: event.node, at: traced.at, carriedBefore });
      telling.carried[position] = carriedBefore;
      return nothing;
    case "frame-bridged":
    case "fdb-learned":
    case "frame-duplicated":
    case "frame-reordered":
      telling.carried[position] = carriedBefore;
      return nothing;
  }
  const tone = toneOf(event);
  if (tone === undefined) return nothing;
  const sending = event.kind === "frame-dropped" && carriedBefore !== nothing ? carriedBefore : undefined;
  const isAtMachine = isMachine || sending !== undefined;
  return isAtMachine ? note(telling, position, traced.at, { tone, event, sending }) : nothing;
}

interface Sent {
  readonly node: string;
  readonly frame: EthernetFrame;
}

function begin(telling: Telling, position: number, at: Nanos, { node, frame }: Sent): number {
  const { marks } = telling;
  const layers = layersOf(frame);
  const mark: Sending = {
    kind: "sending",
    number: marks.length,
    position,
    at,
    node,
    row: telling.rows.length,
    flow: telling.flowOf[position] ?? noFlow,
    protocol: protocolOfFrame(frame),
    frame,
    layer: layers.findLast(({ layer }) => layer !== "data")?.layer ?? "ethernet",
    isTunnelled: layers.some(({ layer }) => layer === "outer"),
    arrivals: [],
    ends: [],
  };
  telling.carried[position] = mark.number;
  marks.push(mark);
  return addRow(telling, position, at, { mark: mark.number, arrival: nothing });
}

interface Arrived {
  readonly node: string;
  readonly at: Nanos;
  readonly carriedBefore: number;
}

function arrive(telling: Telling, position: number, { node, at, carriedBefore }: Arrived): number {
  const sending = telling.marks[carriedBefore];
  if (sending?.kind !== "sending") return nothing;
  const arrival = sending.arrivals.length;
  sending.arrivals.push({ position, at, node, row: telling.rows.length });
  return addRow(telling, position, at, { mark: sending.number, arrival });
}

function note(
  telling: Telling,
  position: number,
  at: Nanos,
  { tone, event, sending }: Pick<Note, "tone" | "event" | "sending">,
): number {
  const { marks } = telling;
  const number = marks.length;
  const flow = telling.flowOf[position] ?? noFlow;
  const fields = { number, position, at, node: event.node, row: telling.rows.length, flow };
  const ended = sending === undefined ? undefined : marks[sending];
  if (ended?.kind === "sending") ended.ends.push(number);
  marks.push({ kind: "note", ...fields, protocol: protocolOf(event, telling, flow), tone, event, sending });
  return addRow(telling, position, at, { mark: number, arrival: nothing });
}

function addRow({ rows }: Telling, position: number, at: Nanos, row: Pick<Row, "mark" | "arrival">): number {
  rows.push({ ...row, after: position + 1, at });
  return rows.length - 1;
}

function protocolOf(event: NetworkEvent, { flows }: Telling, flow: number): ProtocolName | undefined {
  if ("frame" in event) return protocolOfFrame(event.frame);
  if ("packet" in event) return protocolOfPacket(event.packet);
  if ("message" in event || event.kind === "neighbour-unanswered") return "arp";
  if (event.kind === "neighbour-update-refused") return "arp";
  return flows.list[flow]?.protocol;
}

function protocolOfFrame({ payload }: EthernetFrame): ProtocolName {
  if (payload.kind === "arp") return "arp";
  return payload.kind === "ipv4" ? protocolOfPacket(payload) : "other";
}

function protocolOfPacket(packet: Ipv4Packet): ProtocolName {
  const { kind } = innermost(packet).payload;
  return kind === "tcp" || kind === "udp" || kind === "icmp" ? kind : "other";
}
