/**
 * Locality-based least connection with replication: several may serve one address. When the least loaded of
 * them is busy while another one of the service is idle, wlc's choice among all joins them.
 *
 * A set that has not changed for `lblcr_expiration` seconds loses its most loaded member.
 */

import { addressOf } from "../connection.ts";
import { type Destination, nameOf } from "../destination.ts";
import type { SchedulerNote } from "../ipvs-events.ts";
import { inJiffies } from "../jiffies.ts";
import {
  busyNote,
  closeLocality,
  exclude,
  include,
  isBusy,
  type LocalEntry,
  type Locality,
  nowOf,
  openLocality,
  recall,
  remember,
} from "../locality.ts";
import { type Explanation, leastOf, noteOf } from "../reckoning.ts";
import { logNoDestination, mayBeChosen, overhead, type Scheduler } from "../scheduler.ts";
import { leastLoaded, loadOf } from "./wlc.ts";

export const lblcr: Scheduler<Locality> = {
  name: "lblcr",
  start: (service) => openLocality(service, "lblcr_expiration"),
  stop: closeLocality,
  schedule(locality, service, { virtual }) {
    const address = addressOf(virtual);
    const entry = recall(locality, address);
    const known = entry === undefined ? undefined : leastLoaded(entry.members, mayServe);
    if (entry !== undefined) shrink(locality, entry);
    if (known !== undefined && !isBusy(known, service)) return known;
    const chosen = leastLoaded(service.destinations);
    if (entry === undefined) {
      // The kernel is silent when nobody can serve an address that is new to it.
      if (chosen !== undefined) remember(locality, address, chosen);
    } else if (chosen === undefined) logNoDestination(service);
    else include(locality, entry, chosen);
    return chosen;
  },
  explain({ entries }, service, { virtual }) {
    const entry = entries.get(addressOf(virtual));
    const members = [...(entry?.members ?? [])];
    const best = leastLoaded(members, mayServe);
    const isKept = best !== undefined && !isBusy(best, service);
    const state: SchedulerNote[] = [
      { name: "remembered", value: members.map(nameOf) },
      ...(best === undefined ? [] : [noteOf("best", best), busyNote(best, service)]),
    ];
    return (chosen) => {
      const gone = members.filter((member) => entry?.members.includes(member) === false);
      const told = [...state, ...gone.map((member) => noteOf("dropped", member))];
      return isKept ? ofMembers(members, leastOf(chosen, loadOf, told)) : leastOf(chosen, loadOf, told);
    };
  },
};

/** Only members of the set were compared. */
const ofMembers = (
  members: readonly Destination[],
  { state, cost, passedOver }: Explanation,
): Explanation => ({
  state,
  cost: (destination) => (members.includes(destination) ? cost?.(destination) : undefined),
  passedOver: (destination) => (members.includes(destination) ? passedOver(destination) : "not-remembered"),
});

const mayServe = (destination: Destination): boolean => destination.isAvailable && mayBeChosen(destination);

function shrink(locality: Locality, entry: LocalEntry): void {
  if (entry.members.length < 2) return;
  const kept = inJiffies(locality.ipvs.sysctl.lblcr_expiration);
  if (nowOf(locality) <= entry.changedAt + kept) return;
  const most = mostLoaded(entry.members);
  if (most !== undefined) exclude(locality, entry, most);
}

/** The most load for its weight, deleted or not; the first of equals. */
function mostLoaded(members: readonly Destination[]): Destination | undefined {
  let most: Destination | undefined;
  for (const candidate of members) {
    if (candidate.weight === 0) continue;
    const isMore =
      most === undefined || overhead(most) * candidate.weight < overhead(candidate) * most.weight;
    if (isMore) most = candidate;
  }
  return most;
}
