/**
 * What the packet face is about: what was selected last, a frame on a cable or an event; with nothing
 * selected the latest event of a packet at the shown moment.
 */

import { eventById, type Recording } from "#lab/recording";
import type { TraceEvent } from "#sim/trace";
import type { PageState, Selection } from "#ui/store";
import type { Subject } from "./exchange.ts";
import { packetOfEvent } from "./packet-of-event.ts";

export interface Chosen extends Subject {
  /** Nothing is selected: it goes with the moment. */
  readonly isFollowing: boolean;
}

/** How far back an event of a packet is looked for. */
const nearby = 64;

/** What was looked at last, and what was selected then. */
export interface ChosenBefore {
  readonly chosen: Chosen;
  readonly selection: Selection;
}

/** What is looked at now: of frame and event that which was selected later. */
export function chosenOf(
  { selection, moment }: PageState,
  last: ChosenBefore | undefined,
  recording: Recording,
): Chosen {
  const { flight, event } = selection;
  const isNewFlight = flight !== last?.selection.flight;
  const isSameEvent = event === last?.selection.event;
  const isOfFlight = event === undefined || isNewFlight || (isSameEvent && last?.chosen.flight === flight);
  if (flight !== undefined && isOfFlight) return { flight, event: undefined, isFollowing: false };
  if (event !== undefined) return { flight: undefined, event, isFollowing: false };
  return { flight: undefined, event: latestOf(recording, moment.position), isFollowing: true };
}

/** The latest event at a position that tells of a frame or packet. */
function latestOf({ events }: Recording, position: number): number | undefined {
  for (let place = position - 1; place >= Math.max(0, position - nearby); place--) {
    const traced = events[place];
    if (traced !== undefined && tellsOfFrame(traced)) return traced.id;
  }
  return undefined;
}

const tellsOfFrame = ({ event }: TraceEvent): boolean =>
  packetOfEvent(event) !== undefined || "frame" in event || "message" in event;

/** The node that a selected event happened on, and what caused it. */
export function placeOfSubject(
  recording: Recording,
  { event }: Subject,
): { readonly node: string | undefined; readonly cause: number | undefined; readonly position: number } {
  const traced = event === undefined ? undefined : eventById(recording, event);
  const position = traced === undefined ? 0 : traced.id - (recording.events[0]?.id ?? 0) + 1;
  return { node: traced?.event.node, cause: traced?.cause, position };
}
