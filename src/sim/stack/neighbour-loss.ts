/**
 * What happens to neighbour entries when their interface goes down, loses its carrier or gets another MAC
 * address.
 */

import type { Interface } from "./interface.ts";
import { remove } from "./neighbour-table.ts";
import type { Stack } from "./stack.ts";
import { bothSetting } from "./sysctl-rules.ts";

/** The interface went down, or has another MAC address: nothing learnt there is left, nor set by hand. */
export function dropNeighbours(stack: Stack, iface: Interface): void {
  for (const entry of [...iface.neighbours.values()]) remove(stack, entry);
}

/** The interface lost its carrier: entries set by hand stay (arp_evict_nocarrier). */
export function onCarrierLost(stack: Stack, iface: Interface): void {
  if (!bothSetting(stack, iface, "arp_evict_nocarrier")) return;
  for (const entry of [...iface.neighbours.values()]) {
    if (entry.state !== "PERMANENT") remove(stack, entry);
  }
}
