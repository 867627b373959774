/**
 * Which stations a packet came to, and why not to the others, as far as its events tell.
 *
 * A station without an event is on the way where the packet cannot have come round it: the kernel's order
 * says so. Beyond the last event nothing is assumed.
 */

import type { DropReason } from "#sim/stack/verdict";
import { isKind, type Past } from "#ui/why/past";
import type { Beginning, Bypass, StationName } from "#words/host-path-facts";
import { packetOfEvent } from "../packet/packet-of-event.ts";
import type { Course } from "./host-path.ts";
import { isLooped } from "./visits.ts";

const arriving: readonly StationName[] = ["device-in", "prerouting", "source", "route"];
const leaving: readonly StationName[] = ["local-out", "postrouting", "neighbour", "device-out"];

/** What came in asks IPVS before it is delivered or passed on; what is made here, when it leaves. */
const orders: Readonly<Record<"in" | "out", readonly StationName[]>> = {
  in: [...arriving, "local-in", "ipvs", "protocol", "forward", ...leaving],
  out: [
    ...["device-in", "prerouting", "source", "local-in", "forward", "protocol", "route"],
    ...["local-out", "ipvs", "postrouting", "neighbour", "device-out"],
  ] as readonly StationName[],
};

const isMadeHere = (beginning: Beginning): boolean => beginning === "own" || beginning === "wrapped";

/** All stations in the order of a passage. */
export const orderOf = (beginning: Beginning): readonly StationName[] =>
  orders[isMadeHere(beginning) ? "out" : "in"];

/** The stations that a packet came to. */
export function wayOf(past: Past, course: Course): readonly StationName[] {
  const { places } = course;
  const seen = new Set(places.filter((place) => place !== undefined));
  const whole = possibleWay(course).filter(
    (name) => seen.has(name) || bypassOnWay(past, course, name) === undefined,
  );
  const reached = whole.slice(0, whole.findLastIndex((name) => seen.has(name)) + 1);
  return orderOf(course.beginning).filter((name) => reached.includes(name) || seen.has(name));
}

/** The way in the direction that the packet took, to its end. */
function possibleWay({ beginning, events, progress }: Course): readonly StationName[] {
  const { turn, isTaken } = progress;
  if (isMadeHere(beginning))
    return ["protocol", "route", "local-out", "ipvs", "postrouting", "neighbour", "device-out"];
  if (turn === "onward") return [...arriving, "ipvs", "forward", "postrouting", "neighbour", "device-out"];
  const isDelivered = events.some((traced) => isKind(traced, "packet-delivered"));
  if (isTaken && !isDelivered) return [...arriving, "local-in", "ipvs", ...leaving];
  return [...arriving, "local-in", "ipvs", "protocol"];
}

/** What keeps a station out of a way that leads past it. */
function bypassOnWay(past: Past, course: Course, name: StationName): Bypass | undefined {
  if (name === "ipvs") {
    if (!hasServices(past, course)) return "no-service";
    return isEndedInForward(course) ? "ended" : undefined;
  }
  if (name === "neighbour") return usesNeighbour(course) ? undefined : "no-neighbour";
  return name === "source" ? bypassOfSource(course) : undefined;
}

/** In the forward hook IPVS comes last: what was dropped there before has not come to it. */
const isEndedInForward = ({ events, places }: Course): boolean =>
  events.some((traced, index) => isKind(traced, "packet-dropped") && places[index] === "forward");

function hasServices(past: Past, { events: [first] }: Course): boolean {
  return first !== undefined && past.rows(first.event.node, "services", first.id).length > 0;
}

/** What leaves by loopback or into a tunnel asks for no MAC address. */
const usesNeighbour = ({ events }: Course): boolean =>
  events.some((traced) => isKind(traced, "frame-sent") && traced.event.frame.src !== 0);

/** Refusals of the destination, which is looked at first. */
const beforeSource: ReadonlySet<DropReason> = new Set([
  "group-not-joined",
  "martian-destination",
  "not-a-router",
  "no-route",
  "unreachable-route",
  "prohibited-route",
  "blackhole-route",
]);

function bypassOfSource({ events, places }: Course): Bypass | undefined {
  const [first] = events;
  if (first !== undefined && isLooped(first)) return "loopback";
  if (first !== undefined && packetOfEvent(first.event)?.src === 0) return "no-source";
  const isRefused = events.some(
    (traced, index) =>
      isKind(traced, "packet-dropped") && places[index] === "route" && beforeSource.has(traced.event.reason),
  );
  return isRefused ? "refused-first" : undefined;
}

/** Why a packet did not come to a station. */
export function bypassOf(past: Past, course: Course, name: StationName): Bypass {
  const { beginning, places } = course;
  const isInbound = arriving.includes(name) && name !== "route";
  if (isMadeHere(beginning) && isInbound) return "own-packet";
  const way = possibleWay(course);
  if (!way.includes(name))
    return course.progress.turn === undefined && !isMadeHere(beginning) ? "ended" : "elsewhere";
  const last = way.findLastIndex((each) => places.includes(each));
  const isPast = way.indexOf(name) < last;
  if (isPast) return bypassOnWay(past, course, name) ?? "ended";
  const isOfSource = name === "route" && places.includes("source");
  return isOfSource ? "route-undecided" : "ended";
}
