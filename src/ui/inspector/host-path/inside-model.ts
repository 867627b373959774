/**
 * What the view "inside" shows: the machines that the chosen packet came to, and its way inside one of them.
 * Worked out anew only where another packet or machine is chosen or more of it is recorded.
 */

import { eventById, type Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { TraceEvent } from "#sim/trace";
import type { PageState } from "#ui/store";
import { isKind } from "#ui/why/past";
import { pastOf } from "#ui/why/past-of";
import { packetOfEvent } from "../packet/packet-of-event.ts";
import type { Chosen } from "../packet/subject.ts";
import { type HostPath, hostPathOf, type Station } from "./host-path.ts";
import { type Visit, visitAt, visitsOf } from "./visits.ts";

export interface Inside {
  readonly visits: readonly Visit[];
  readonly visit: Visit;
  readonly path: HostPath;
  /** The event that the way was asked for. */
  readonly event: number;
  /** The last event of the shown moment. */
  readonly last: number;
}

interface Known {
  readonly recording: Recording;
  readonly event: number;
  readonly size: number;
  readonly visits: readonly Visit[];
  path: HostPath | undefined;
  visit: Visit | undefined;
}

/** What is chosen: a packet by an event or frame, and which of its visits by hand. */
export interface Asked {
  readonly recording: Recording;
  readonly scenario: Scenario;
  readonly state: PageState;
  readonly chosen: Chosen;
  readonly visit: number | undefined;
}

/** While it plays, a visit is looked at anew so often, in events. */
const growth = 200;

export function createInsideModeller(): (asked: Asked) => Inside | undefined {
  let known: Known | undefined;
  return (asked) => {
    const { recording, scenario, state, chosen } = asked;
    const traced = eventOf(recording, chosen);
    if (traced === undefined) return undefined;
    const isPlaying = state.player.play === "playing";
    const size = isPlaying ? Math.floor(recording.events.length / growth) : recording.events.length;
    const isKnown = known?.recording === recording && known.event === traced.id && known.size === size;
    if (known === undefined || !isKnown) {
      const visits = visitsIn(recording, scenario, traced);
      known = { recording, event: traced.id, size, visits, path: undefined, visit: undefined };
    }
    const visit = visitOf(known, asked, traced);
    if (visit === undefined) return undefined;
    if (known.path === undefined || known.visit !== visit) {
      known.path = hostPathOf(pastOf(recording, scenario), visit);
      known.visit = visit;
    }
    const last = (recording.events[0]?.id ?? 1) + state.moment.position - 1;
    return { visits: known.visits, visit, path: known.path, event: traced.id, last };
  };
}

/** The event that is chosen, or that put the chosen frame on its cable. */
function eventOf(recording: Recording, { event, flight }: Chosen): TraceEvent | undefined {
  if (event !== undefined) return eventById(recording, event);
  const frame = recording.inFlight.flights.find(({ id }) => id === flight);
  return frame === undefined ? undefined : eventById(recording, frame.cause);
}

function visitsIn(recording: Recording, scenario: Scenario, traced: TraceEvent): readonly Visit[] {
  // What was not even made has no packet: its event is all there is.
  if (isKind(traced, "no-frame-left")) return [{ node: traced.event.node, events: [traced] }];
  const packet = packetOfEvent(traced.event) ?? packetBefore(recording, traced);
  if (packet === undefined) return [];
  const machines = new Set(scenario.nodes.map(({ name }) => name));
  return visitsOf({ ...recording, eventById: (id) => eventById(recording, id), machines }, packet);
}

/** So many causes back a packet is looked for: what a scheduler says is about the one that asked it. */
const nearby = 8;

function packetBefore(recording: Recording, { cause, event }: TraceEvent) {
  let id = cause;
  for (let step = 0; step < nearby; step++) {
    const before = eventById(recording, id);
    if (before === undefined || before.event.node !== event.node) return undefined;
    const packet = packetOfEvent(before.event);
    if (packet !== undefined) return packet;
    id = before.cause;
  }
  return undefined;
}

/** The visit chosen by hand; else that of the event, or to the selected machine where it is no event's. */
function visitOf({ visits }: Known, { visit, state, chosen }: Asked, traced: TraceEvent): Visit | undefined {
  const byHand = visit === undefined ? undefined : visits[visit];
  if (byHand !== undefined) return byHand;
  const { node } = state.selection;
  const wanted = chosen.isFollowing && node !== undefined ? node : traced.event.node;
  const begun = visits.findLast(({ events: [first] }) => (first?.id ?? 0) <= traced.id);
  return visitAt(visits, traced, wanted) ?? begun ?? visits[0];
}

/** A station by its passage and its place there. */
export interface StationKey {
  readonly passage: number;
  readonly at: number;
}

export const stationAt = ({ path }: Inside, { passage, at }: StationKey): Station | undefined =>
  path.passages[passage]?.stations[at];

/** The station to begin with: that of an event, else the last one that decided. */
export function stationOfEvent({ path }: Inside, event: number): StationKey {
  const keys = path.passages.flatMap(({ way }, passage) => way.map((at) => ({ passage, at })));
  const isAt = ({ passage, at }: StationKey, fits: (station: Station) => boolean): boolean => {
    const station = path.passages[passage]?.stations[at];
    return station !== undefined && fits(station);
  };
  return (
    keys.findLast((key) => isAt(key, ({ events }) => events.includes(event))) ??
    keys.findLast((key) => isAt(key, ({ isDeciding }) => isDeciding)) ??
    keys[0] ?? { passage: 0, at: 0 }
  );
}

/** The event that a station leads to: the last one that happened there, or that tells of it. */
export const eventOfStation = ({ events, steps }: Station): number | undefined =>
  events.at(-1) ?? steps.at(-1)?.link.traced.id;
