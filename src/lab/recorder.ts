/**
 * Records a lab from time zero on: events, frames on cables, rows that change, what terminals show. What has
 * been recorded since the last time is handed over as a batch.
 *
 * A row change is told with the event that it came with: small tables are looked at when an event says that
 * they changed, rows of large ones when the next event finds them touched, and all of them once more at the
 * end of the step. What no event told of is found then too.
 */

import type { Nanos } from "#sim/engine/time";
import type { Bridge } from "#sim/link/bridge";
import type { Cable } from "#sim/link/cable";
import type { NetDevice } from "#sim/link/device";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { Batch, CableEnd, Flight, TerminalPiece } from "./batch.ts";
import { type ChangeLog, emptyLog, keptTable, takeChanges } from "./keeping/change-log.ts";
import { lookAtDevices, lookAtServices } from "./keeping/counted-rows.ts";
import { ageBridges, type KeptBridges, keptBridges, lookAtBridges } from "./keeping/kept-bridges.ts";
import { type KeptNode, keptNode } from "./keeping/kept-node.ts";
import { lookAtConfigured, lookAtFilters, lookAtSmall } from "./keeping/small-tables.ts";
import { forgetTouched, keepConnections, keepSockets, lookAtTouched } from "./keeping/touched-rows.ts";
import { type Lab, labTime } from "./lab.ts";
import type { LabCommand } from "./lab-command.ts";

/**
 * Events that one recording holds at most. Each takes some 450 bytes where it is read, its share of frames
 * and row changes included: more than this, and a few branches of it, a browser's tab would not bear. Whoever
 * lets the lab go on stops there.
 */
export const mostEvents = 500_000;

/** What has been recorded and not handed over. */
interface Pending {
  readonly events: TraceEvent[];
  readonly flights: Flight[];
  readonly pieces: TerminalPiece[];
  readonly log: LabCommand[];
}

const nothingPending = (): Pending => ({ events: [], flights: [], pieces: [], log: [] });

export interface Recorder {
  readonly lab: Lab;
  readonly nodes: ReadonlyMap<string, KeptNode>;
  /** By the name that they have in events. */
  readonly switches: ReadonlyMap<string, KeptBridges>;
  /** Those of nodes too. */
  readonly bridges: KeptBridges[];
  readonly changes: ChangeLog;
  /** Events since time zero. */
  eventCount: number;
  flightCount: number;
  /** What terminals showed, in pieces. */
  pieceCount: number;
  /** Something has been told or touched since the last step ended. */
  hasBegun: boolean;
  /** Nodes that this step touched. */
  readonly touched: KeptNode[];
  pending: Pending;
}

/** Begins to record a lab; it stands at time zero. */
export function startRecorder(lab: Lab): Recorder {
  const { network, simulation, start } = lab;
  const nodes = new Map<string, KeptNode>();
  const switches = new Map<string, KeptBridges>();
  const changes = emptyLog();
  const recorder: Recorder = {
    lab,
    changes,
    nodes,
    switches,
    bridges: [],
    eventCount: 0,
    flightCount: 0,
    pieceCount: 0,
    hasBegun: false,
    touched: [],
    pending: nothingPending(),
  };
  for (const node of network.nodes.values()) nodes.set(node.name, keptNode(node, start, changes));
  for (const [name, bridge] of network.segments) {
    const table = keptTable(name, "fdb", changes);
    switches.set(bridge.name, keptBridges(new Map([[name, bridge]]), table));
  }
  recorder.bridges.push(...switches.values(), ...[...nodes.values()].map(({ bridges }) => bridges));
  for (const kept of nodes.values()) beginWith(recorder, kept);
  for (const kept of switches.values()) lookAtBridges(kept, simulation.now);
  const ends = endsOf(network.segments);
  for (const cable of network.cables) watchCable(recorder, cable, ends);
  simulation.keep((event: NetworkEvent, id, cause, at) => noteEvent(recorder, event, { id, cause, at }));
  simulation.onStepEnd = () => endStep(recorder);
  return recorder;
}

/** Keeps the rows of a node as they are, and lets it say from now on what it touches. */
function beginWith(recorder: Recorder, kept: KeptNode): void {
  lookAtSmall(kept);
  keepSockets(kept);
  const { stack } = kept.node;
  const { touched } = kept;
  const note = (): void => noteTouched(recorder, kept);
  stack.sockets.tcp.touched = (entry) => {
    touched.entries.add(entry);
    note();
  };
  stack.sockets.udp.touched = (socket) => {
    touched.datagrams.add(socket);
    note();
  };
  stack.onNeighbourTouched = (neighbour) => {
    touched.neighbours.add(neighbour);
    note();
  };
  watchIpvs(recorder, kept);
}

/** The load balancer comes and goes with its module. */
function watchIpvs(recorder: Recorder, kept: KeptNode): void {
  const { node, seen, touched } = kept;
  if (node.ipvs === seen.ipvs) return;
  seen.ipvs = node.ipvs;
  keepConnections(kept);
  if (node.ipvs === undefined) return;
  node.ipvs.connections.touched = (connection) => {
    touched.connections.add(connection);
    noteTouched(recorder, kept);
  };
}

/** Before anything of a step is told: what time alone has done until now. */
function beginStep(recorder: Recorder): void {
  const { lab, bridges } = recorder;
  if (!recorder.hasBegun) ageBridges(bridges, lab.start, lab.simulation.now);
  recorder.hasBegun = true;
}

function noteTouched(recorder: Recorder, kept: KeptNode): void {
  kept.hasNews = true;
  if (kept.isTouched) return;
  kept.isTouched = true;
  beginStep(recorder);
  recorder.touched.push(kept);
}

/** Which device is a port of which segment's switch. */
function endsOf(segments: ReadonlyMap<string, Bridge>): ReadonlyMap<NetDevice, CableEnd> {
  const ends = new Map<NetDevice, CableEnd>();
  for (const [node, { ports }] of segments) {
    for (const { device } of ports) ends.set(device, { node, device: device.name });
  }
  return ends;
}

function watchCable(recorder: Recorder, cable: Cable, ends: ReadonlyMap<NetDevice, CableEnd>): void {
  const [one, other] = cable.ends;
  const endOf = (device: NetDevice): CableEnd =>
    ends.get(device) ?? { node: device.node, device: device.name };
  const [oneEnd, otherEnd] = [endOf(one), endOf(other)];
  cable.watch = (from, frame, arrivesAt, isLost) => {
    const [start, end] = from === one ? [oneEnd, otherEnd] : [otherEnd, oneEnd];
    addFlight(recorder, { from: start, to: end, arrivesAt, isLost, frame });
  };
}

function addFlight(
  recorder: Recorder,
  { from, to, arrivesAt, isLost, frame }: Pick<Flight, "from" | "to" | "arrivesAt" | "isLost" | "frame">,
): void {
  const { lab, pending } = recorder;
  pending.flights.push({
    id: recorder.flightCount++,
    cause: lab.simulation.cause,
    from,
    to,
    sentAt: labTime(lab),
    arrivesAt: (arrivesAt - lab.start) as Nanos,
    isLost,
    frame,
  });
}

interface Noted {
  readonly id: number;
  readonly cause: number;
  readonly at: Nanos;
}

function noteEvent(recorder: Recorder, event: NetworkEvent, { id, cause, at }: Noted): void {
  const { pending, lab, nodes, switches, changes } = recorder;
  beginStep(recorder);
  changes.position = ++recorder.eventCount;
  changes.at = at - lab.start;
  pending.events.push({ id, cause, at: changes.at as Nanos, event });
  const kept = nodes.get(event.node);
  if (kept !== undefined) {
    const { hasNews } = kept;
    noteTouched(recorder, kept);
    kept.hasNews = hasNews;
    lookAtEvent(kept, event);
    return;
  }
  const bridge = switches.get(event.node);
  if (bridge !== undefined && event.kind === "fdb-learned") {
    bridge.hasLearnt = true;
    lookAtBridges(bridge, at);
  }
}

/** What came with an event is told with it, as far as it has come already. */
function lookAtEvent(kept: KeptNode, event: NetworkEvent): void {
  if (kept.hasNews) lookAtTouched(kept);
  switch (event.kind) {
    case "table-changed":
    case "setting-changed":
    case "carrier-changed":
      kept.isConfigured = true;
      lookAtConfigured(kept);
      lookAtDevices(kept);
      // The event may have come before the change: the end of the step looks once more.
      kept.isConfigured = true;
      break;
    case "rule-matched":
      lookAtFilters(kept);
      break;
    case "ipvs-table-changed":
      kept.seen.areServicesOld = true;
      lookAtServices(kept);
      break;
    case "connection-created":
    case "connection-state-changed":
    case "connection-expired":
      lookAtServices(kept);
      break;
  }
}

/** Everything that one step, or one turn of a shell, did has been done. */
function endStep(recorder: Recorder): void {
  const { touched, nodes, switches, lab, changes } = recorder;
  const { now } = lab.simulation;
  // A step without a word may have done anything anywhere.
  const looked = recorder.hasBegun ? touched : nodes.values();
  beginStep(recorder);
  changes.at = now - lab.start;
  for (const kept of looked) {
    watchIpvs(recorder, kept);
    lookAtTouched(kept);
    lookAtSmall(kept);
    forgetTouched(kept);
    kept.isTouched = false;
  }
  touched.length = 0;
  recorder.hasBegun = false;
  for (const kept of switches.values()) lookAtBridges(kept, now);
}

/** Keeps what a terminal shows. */
export function addPiece(recorder: Recorder, piece: TerminalPiece): void {
  const { pending } = recorder;
  recorder.pieceCount++;
  pending.pieces.push(piece);
}

/** Keeps what a person has just done. */
export function addCommand(recorder: Recorder, command: LabCommand): void {
  recorder.pending.log.push(command);
  lookEverywhere(recorder);
}

/** What was done between two steps is told with the moment it has, not with that of the next step. */
function lookEverywhere(recorder: Recorder): void {
  for (const kept of recorder.nodes.values()) noteTouched(recorder, kept);
  endStep(recorder);
}

/** Whether no more is to be recorded. */
export const isFull = ({ eventCount }: Recorder): boolean => eventCount >= mostEvents;

/** Hands over what was recorded since the last time; the lab has done everything due up to `head`. */
export function takeBatch(recorder: Recorder, head: Nanos): Batch {
  lookEverywhere(recorder);
  const { pending, changes } = recorder;
  recorder.pending = nothingPending();
  return { ...pending, changes: takeChanges(changes), head };
}
