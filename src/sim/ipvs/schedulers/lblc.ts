/**
 * Locality-based least connection: an address that was asked for before is served by whoever served it, as
 * long as that one is not busy while another one is idle; others are served as by wlc.
 */

import { addressOf } from "../connection.ts";
import type { Destination } from "../destination.ts";
import {
  busyNote,
  closeLocality,
  isBusy,
  type Locality,
  openLocality,
  recall,
  remember,
} from "../locality.ts";
import { leastOf, noteOf } from "../reckoning.ts";
import { logNoDestination, type Scheduler } from "../scheduler.ts";
import type { Service } from "../service.ts";
import { leastLoaded, loadOf } from "./wlc.ts";

export const lblc: Scheduler<Locality> = {
  name: "lblc",
  start: (service) => openLocality(service, "lblc_expiration"),
  stop: closeLocality,
  schedule(locality, service, { virtual }) {
    const address = addressOf(virtual);
    const known = recall(locality, address)?.members[0];
    if (known !== undefined && mayGoOn(known, service)) return known;
    const chosen = leastLoaded(service.destinations);
    if (chosen === undefined) logNoDestination(service);
    else if (chosen !== known) remember(locality, address, chosen);
    return chosen;
  },
  explain({ entries }, service, { virtual }) {
    const known = entries.get(addressOf(virtual))?.members[0];
    const state = [noteOf("remembered", known), ...(known === undefined ? [] : [busyNote(known, service)])];
    const isKept = known !== undefined && mayGoOn(known, service);
    return (chosen) =>
      isKept ? { state, passedOver: () => "not-remembered" } : leastOf(chosen, loadOf, state);
  },
};

/** Overload does not matter to whoever serves the address already. */
const mayGoOn = (known: Destination, service: Service): boolean =>
  known.isAvailable && known.weight > 0 && !isBusy(known, service);
