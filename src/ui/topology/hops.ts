/**
 * The hops of a packet as flights: which one brought it to the machine that sent this one. Found by `origin`,
 * which a packet keeps through rewriting, wrapping and flooding.
 */

import type { Flight } from "#lab/batch";

/** How many flights back the one before is looked for: a packet rarely waits longer within a machine. */
const lookBack = 600;

const originOf = ({ frame: { payload } }: Flight): number => (payload.kind === "ipv4" ? payload.origin : 0);

/** The flight by which what this one carries came to its sender; `undefined` where it began there. */
export function arrivalBefore(flights: readonly Flight[], flight: Flight): Flight | undefined {
  const origin = originOf(flight);
  if (origin === 0) return undefined;
  for (let id = flight.id - 1; id >= Math.max(0, flight.id - lookBack); id--) {
    const before = flights[id];
    if (before === undefined || before.arrivesAt > flight.sentAt) continue;
    if (before.to.node === flight.from.node && originOf(before) === origin) return before;
  }
  return undefined;
}

/**
 * The flight that brought a packet to the last machine that sent it: switches pass frames on as they are.
 */
export function hopBefore(
  flights: readonly Flight[],
  flight: Flight,
  isMachine: (node: string) => boolean,
): Flight | undefined {
  let at: Flight | undefined = flight;
  while (at !== undefined && !isMachine(at.from.node)) at = arrivalBefore(flights, at);
  return at === undefined ? undefined : arrivalBefore(flights, at);
}
