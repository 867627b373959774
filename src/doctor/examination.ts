/** All that findings are made of, worked out once for all of them. */

import type { Network } from "#sim/network";
import { type Director, directorsOf, type Offer, offersOf, type Request, requestsOf } from "./requests.ts";
import { type Trip, tripsOf } from "./trips.ts";
import { type World, worldOf } from "./world.ts";

export interface Examination {
  readonly world: World;
  readonly directors: readonly Director[];
  readonly offers: readonly Offer[];
  readonly requests: readonly Request[];
  readonly trips: readonly Trip[];
}

/** Looks at a network as it stands, without touching it. */
export function look(network: Network): Examination {
  const world = worldOf(network);
  const offers = offersOf(world);
  const requests = requestsOf(world, offers);
  return { world, directors: directorsOf(world), offers, requests, trips: tripsOf(world, requests) };
}
