/**
 * What ARP keeps for one interface beside its neighbours.
 */

import type { Ipv4Address } from "../wire/address.ts";
import { notDrawn, type ReachableTime } from "./neighbour-reachable.ts";

export interface ArpState {
  /** How long confirmations last here. */
  readonly reachable: ReachableTime;
  /** Addresses answered for by `ip neigh add proxy`. */
  readonly proxied: Set<Ipv4Address>;
  /** Requests that wait for their delayed proxy answer. */
  delayedAnswers: number;
  /** The age of the entries is being looked at. */
  isWatched: boolean;
}

/** The state of a new interface. */
export const emptyArpState = (): ArpState => ({
  reachable: notDrawn(),
  proxied: new Set(),
  delayedAnswers: 0,
  isWatched: false,
});
