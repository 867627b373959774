/**
 * The latest pick of each virtual service of a node at a moment, found in the events and remembered.
 */

import type { Recording } from "#lab/recording";
import type { IpvsEvent } from "#sim/ipvs/ipvs-events";

export type Pick = Extract<IpvsEvent, { readonly kind: "destination-scheduled" }>;

/** Finds the latest pick of a service up to a position. */
export type PickFinder = (
  recording: Recording,
  position: number,
  node: string,
  service: string,
) => Pick | undefined;

interface Found {
  readonly recording: Recording;
  /** The places of picks by node and service, in order. */
  readonly places: Map<string, number[]>;
  seen: number;
}

/** Makes a finder, which looks at each event once. */
export function createPickFinder(): PickFinder {
  let found: Found | undefined;
  return (recording, position, node, service) => {
    if (found?.recording !== recording) found = { recording, places: new Map(), seen: 0 };
    look(found);
    const places = found.places.get(`${node} ${service}`) ?? [];
    const place = places.findLast((one) => one < position);
    const event = place === undefined ? undefined : recording.events[place]?.event;
    return event?.kind === "destination-scheduled" ? event : undefined;
  };
}

function look(found: Found): void {
  const { events } = found.recording;
  for (; found.seen < events.length; found.seen++) {
    const event = events[found.seen]?.event;
    if (event?.kind !== "destination-scheduled") continue;
    const name = `${event.node} ${event.service}`;
    const places = found.places.get(name);
    if (places === undefined) found.places.set(name, [found.seen]);
    else places.push(found.seen);
  }
}
