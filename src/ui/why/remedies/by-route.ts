/**
 * What to type where a route leads into this host itself because an address has too short a length.
 */

import type { TraceEvent } from "#sim/trace";
import type { RemedyFact } from "#words/remedy-facts";
import { isKind } from "../past.ts";
import { type Place, wideAddress } from "../surroundings.ts";

/** For every route of a chain that covers foreign addresses. */
export function narrowAddresses(place: Place, events: readonly TraceEvent[]): RemedyFact[] {
  const { node } = place;
  return events.flatMap((traced): RemedyFact[] => {
    if (!isKind(traced, "route-chosen")) return [];
    const wide = wideAddress(place, traced.event.chosen);
    if (wide === undefined) return [];
    const { address, length, device } = wide;
    const command = `ip addr del ${address}/${length} dev ${device}; ip addr add ${address}/32 dev ${device}`;
    return [{ kind: "narrow-address", node, command, address, length }];
  });
}
