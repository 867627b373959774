/**
 * Which multicast groups one interface has joined, and what routers have still to be told of it (RFC 3376,
 * section 5.1).
 */

import type { Timer } from "../engine/timer.ts";
import type { Ipv4Address } from "../wire/address.ts";

/** A group that is joined. */
export interface Membership {
  /** Sockets that joined it. */
  users: number;
  /** In so many reports to come it is named as joined. */
  reportsLeft: number;
  /** The device takes frames of the group. */
  isOnLink: boolean;
}

export interface GroupState {
  /** In order of joining. */
  readonly joined: Map<Ipv4Address, Membership>;
  /** Groups that were left, and how many reports to come say so. */
  readonly left: Map<Ipv4Address, number>;
  /** Reports that follow the next one. */
  changesLeft: number;
  /** Runs until the next report; made when first needed. */
  timer: Timer<unknown> | undefined;
}

/** Every host that is up listens to these: 224.0.0.1. Nobody reports them. */
export const allHosts = 0xe0000001 as Ipv4Address;

/** The groups of a new interface. */
export const groupStateOf = (isUp: boolean): GroupState => ({
  joined: new Map(isUp ? [[allHosts, { users: 1, reportsLeft: 0, isOnLink: true }]] : []),
  left: new Map(),
  changesLeft: 0,
  timer: undefined,
});
