/**
 * Locality-based least connection: an address that was asked for before is served by whoever served it, as
 * long as that one is not busy while another one is idle; others are served as by wlc.
 */

import { addressOf } from "../connection.ts";
import { nameOf } from "../destination.ts";
import { closeLocality, isBusy, type Locality, openLocality, recall, remember } from "../locality.ts";
import { logNoDestination, type Scheduler } from "../scheduler.ts";
import { leastLoaded, wlc } from "./wlc.ts";

export const lblc: Scheduler<Locality> = {
  ...wlc,
  name: "lblc",
  start: (service) => openLocality(service, "lblc_expiration"),
  stop: closeLocality,
  schedule(locality, service, { virtual }) {
    const address = addressOf(virtual);
    const known = recall(locality, address)?.members[0];
    // Overload does not matter to whoever serves the address already.
    if (known?.isAvailable === true && known.weight > 0 && !isBusy(known, service)) return known;
    const chosen = leastLoaded(service.destinations);
    if (chosen === undefined) logNoDestination(service);
    else if (chosen !== known) remember(locality, address, chosen);
    return chosen;
  },
  explain({ entries }, service, { virtual }) {
    const known = entries.get(addressOf(virtual))?.members[0];
    if (known === undefined) return [{ name: "remembered", value: "nobody" }];
    return [
      { name: "remembered", value: nameOf(known) },
      { name: "busy", value: isBusy(known, service) ? "yes" : "no" },
    ];
  },
};
