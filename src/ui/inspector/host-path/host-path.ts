/**
 * The way of a packet inside one machine: the stations in the kernel's order, what happened at each, and
 * which of them decided. Made of recorded events; nothing is simulated.
 *
 * What is taken out of a tunnel, wrapped for one or sent by loopback goes through the stations once more:
 * each time is a passage of its own. Source validation comes before the route here, because the route counts
 * only when the source has passed.
 */

import type { TraceEvent } from "#sim/trace";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { isKind, type Past } from "#ui/why/past";
import { type StepFact, stepsOf } from "#ui/why/steps";
import type { Beginning, Bypass, StationName, StationState } from "#words/host-path-facts";
import { packetOfEvent } from "../packet/packet-of-event.ts";
import { settingAt } from "./passing-settings.ts";
import { type Progress, placeOf, progressOf } from "./places.ts";
import { isLooped, type Visit } from "./visits.ts";
import { bypassOf, orderOf, wayOf } from "./way.ts";

export interface Station {
  readonly name: StationName;
  readonly state: StationState;
  /** What happened here, as questions and answers; the last one is the verdict. */
  readonly steps: readonly StepFact[];
  /** A switch that let it pass without an event. */
  readonly setting: StepFact | undefined;
  /** The events that happened here. */
  readonly events: readonly number[];
  /** Why the packet did not come here. */
  readonly bypass: Bypass | undefined;
  readonly isDeciding: boolean;
}

/** One way through the stations. */
export interface Passage {
  readonly beginning: Beginning;
  readonly packet: Ipv4Packet | undefined;
  /** All of them, in order. */
  readonly stations: readonly Station[];
  /** The places of those that the packet came to, in order. */
  readonly way: readonly number[];
}

export interface HostPath {
  readonly node: string;
  readonly passages: readonly Passage[];
}

/** Events of one passage, and where they happened. */
export interface Course {
  readonly beginning: Beginning;
  readonly events: readonly TraceEvent[];
  readonly places: readonly (StationName | undefined)[];
  readonly progress: Progress;
}

/** The way of a packet during a visit. */
export function hostPathOf(past: Past, { node, events }: Visit): HostPath {
  const courses = coursesOf(events);
  return { node, passages: courses.map((course) => passageOf(past, course)) };
}

interface OpenCourse {
  readonly beginning: Beginning;
  readonly events: TraceEvent[];
  readonly places: (StationName | undefined)[];
  readonly progress: Progress;
}

function coursesOf(events: readonly TraceEvent[]): OpenCourse[] {
  const courses: OpenCourse[] = [];
  for (const traced of events) {
    const beginning = beginningOf(traced, courses.length === 0);
    const isBetween = isKind(traced, "packet-decapsulated") || isKind(traced, "packet-encapsulated");
    const last = courses.at(-1);
    // It ends one passage and begins the next.
    if (isBetween && last !== undefined) place(last, traced, placeOf(traced.event, last.progress));
    if (beginning === undefined) {
      if (last !== undefined) place(last, traced, placeOf(traced.event, last.progress));
      continue;
    }
    const next: OpenCourse = { beginning, events: [], places: [], progress: progressOf(beginning) };
    courses.push(next);
    place(next, traced, isBetween ? entryOf(beginning) : placeOf(traced.event, next.progress));
  }
  return courses;
}

function place(course: OpenCourse, traced: TraceEvent, station: StationName | undefined): void {
  course.events.push(traced);
  course.places.push(station);
}

const entryOf = (beginning: Beginning): StationName => (beginning === "unwrapped" ? "device-in" : "protocol");

function beginningOf(traced: TraceEvent, isFirst: boolean): Beginning | undefined {
  if (isKind(traced, "packet-decapsulated")) return "unwrapped";
  if (isKind(traced, "packet-encapsulated")) return "wrapped";
  if (isKind(traced, "frame-received")) return isFirst || isLooped(traced) ? "arrived" : undefined;
  return isFirst ? "own" : undefined;
}

function passageOf(past: Past, course: Course): Passage {
  const { beginning, events } = course;
  const steps = stepsAt(past, course);
  const way = wayOf(past, course);
  const deciding = decidingOf(course);
  const order = orderOf(beginning);
  const stations = order.map((name): Station => {
    const own = events.filter((_, index) => course.places[index] === name);
    const isOnWay = way.includes(name);
    const isSilent = isOnWay && own.length === 0 && !steps.has(name);
    return {
      name,
      state: stateOf(own, { isOnWay, isSilent, last: events.at(-1) }),
      steps: steps.get(name) ?? [],
      setting: isOnWay ? settingAt(past, course, name) : undefined,
      events: own.map(({ id }) => id),
      bypass: isOnWay ? undefined : bypassOf(past, course, name),
      isDeciding: name === deciding,
    };
  });
  return {
    beginning,
    packet: packetIn(course),
    stations,
    way: order.flatMap((name, index) => (way.includes(name) ? [index] : [])),
  };
}

/** The packet as this passage began with it. */
function packetIn({ beginning, events: [first] }: Course): Ipv4Packet | undefined {
  if (first === undefined) return undefined;
  if (beginning === "wrapped" && isKind(first, "packet-encapsulated")) return first.event.outer;
  return packetOfEvent(first.event);
}

/** Questions and answers by station. Whose MAC address is used was the neighbour table's to say. */
function stepsAt(past: Past, { events, places }: Course): ReadonlyMap<StationName, readonly StepFact[]> {
  const found = new Map<StationName, StepFact[]>();
  const stationOf = new Map(events.map(({ id }, index) => [id, places[index]]));
  for (const step of stepsOf(past, { events, origin: undefined })) {
    const station = step.ask.kind === "neighbour" ? "neighbour" : stationOf.get(step.link.traced.id);
    if (station === undefined || isMereUse(step) || isBareEnd(step)) continue;
    found.set(station, [...(found.get(station) ?? []), step]);
  }
  return found;
}

/** That an entry was used changes nothing for the packet. */
const isMereUse = ({ link: { traced } }: StepFact): boolean =>
  isKind(traced, "neighbour-changed") &&
  traced.event.because === "used" &&
  traced.event.state !== "INCOMPLETE";

/** The reason before it says why a packet ended; that it did needs no step of its own. */
const isBareEnd = ({ ask, link: { traced } }: StepFact): boolean =>
  ask.kind === "event" && (isKind(traced, "packet-dropped") || isKind(traced, "frame-dropped"));

interface Place {
  readonly isOnWay: boolean;
  readonly isSilent: boolean;
  readonly last: TraceEvent | undefined;
}

function stateOf(own: readonly TraceEvent[], { isOnWay, isSilent, last }: Place): StationState {
  if (!isOnWay) return "unreached";
  if (isSilent) return "silent";
  if (own.some(isDrop)) return "dropped";
  if (own.some((traced) => isKind(traced, "frame-sent"))) return "left";
  const final = own.at(-1);
  if (final === undefined || final !== last) return "passed";
  if (isKind(final, "packet-delivered")) return "delivered";
  return isKind(final, "packet-queued") ? "waiting" : "passed";
}

const isDrop = ({ event: { kind } }: TraceEvent): boolean =>
  kind === "packet-dropped" || kind === "frame-dropped" || kind === "no-frame-left";

/** What ended it; else what IPVS did; else what it waits for; else its route. */
function decidingOf({ events, places }: Course): StationName | undefined {
  const ended = events.findLastIndex(isDrop);
  if (ended >= 0) return places[ended];
  if (places.includes("ipvs")) return "ipvs";
  if (events.at(-1)?.event.kind === "packet-queued") return "neighbour";
  return places.includes("route") ? "route" : places.findLast((each) => each !== undefined);
}
