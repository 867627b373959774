/**
 * Destinations that were deleted while something still pointed at them. One that is added back within that
 * time is the same again, with its counters; one that nobody needs is forgotten after two minutes more.
 */

import type { Nanos } from "../engine/time.ts";
import type { Ipv4Address } from "../wire/address.ts";
import type { Destination } from "./destination.ts";
import type { Ipvs } from "./ipvs.ts";
import { durationOf, inJiffies, jiffiesAt } from "./jiffies.ts";
import type { Service } from "./service.ts";

export interface Trash {
  readonly destinations: Destination[];
  isEmptying: boolean;
}

export const emptyTrash = (): Trash => ({ destinations: [], isEmptying: false });

const keptIdle = inJiffies(120);
const interval = durationOf(inJiffies(60));

/** Keeps a destination that was taken out of its service. */
export function discard(ipvs: Ipvs, destination: Destination): void {
  ipvs.trash.destinations.push(destination);
  destination.idleSince = 0;
  lookAgain(ipvs);
}

/** Takes a destination back out, if it was one of the same service. */
export function recover(
  { trash }: Ipvs,
  service: Service,
  address: Ipv4Address,
  port: number,
): Destination | undefined {
  const index = trash.destinations.findIndex(
    (destination) =>
      destination.address === address && destination.port === port && isSame(destination.service, service),
  );
  return index < 0 ? undefined : trash.destinations.splice(index, 1)[0];
}

/** The service may have been deleted and made again: what counts is what it is called. */
function isSame(one: Service, other: Service): boolean {
  if (one.fwmark !== other.fwmark || one.protocol !== other.protocol) return false;
  return one.fwmark !== 0 || (one.address === other.address && one.port === other.port);
}

function lookAgain(ipvs: Ipvs): void {
  if (ipvs.trash.isEmptying) return;
  ipvs.trash.isEmptying = true;
  ipvs.simulation.after(interval as Nanos, empty, ipvs);
}

function empty(ipvs: Ipvs): void {
  const { trash } = ipvs;
  const now = jiffiesAt(ipvs.simulation.now);
  trash.isEmptying = false;
  const kept = trash.destinations.filter((destination) => isNeeded(destination, now));
  trash.destinations.splice(0, trash.destinations.length, ...kept);
  if (kept.length > 0) lookAgain(ipvs);
}

function isNeeded(destination: Destination, now: number): boolean {
  if (destination.references > 0) return true;
  if (destination.idleSince !== 0) return now < destination.idleSince + keptIdle;
  destination.idleSince = Math.max(1, now);
  return true;
}
