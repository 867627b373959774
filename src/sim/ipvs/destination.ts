/**
 * A destination (real server) of a virtual service: address, weight, method, counters and thresholds.
 *
 * A destination that is deleted lives on in the trash with its counters while entries still point at it,
 * and is the same one again when it is added back.
 */

import type { ResolvedRoute } from "../stack/route.ts";
import type { Ipv4Address } from "../wire/address.ts";
import { formatEndpoint } from "../wire/address.ts";
import { type Connection, connectionFlags } from "./connection.ts";
import type { Forwarder } from "./forwarder.ts";
import type { Service } from "./service.ts";
import { emptyStats, type Stats } from "./stats.ts";

/** How packets are wrapped on the way to a tunnelled destination. */
export interface TunnelOptions {
  /** The name of an encapsulation: `ipip`. */
  readonly type: string;
  /** The UDP port of encapsulations that have one. */
  readonly port: number;
  readonly checksum: "none" | "full" | "remote";
}

export interface Destination {
  readonly address: Ipv4Address;
  /** 0: that of the packet. */
  readonly port: number;
  /** The service it belongs to; while in the trash, the one it belonged to. */
  service: Service;
  forwarder: Forwarder;
  tunnel: TunnelOptions;
  /** 0: gets no new connections. */
  weight: number;
  /** Weight before it was set to 0 (mh keeps such a destination in its table). */
  lastWeight: number;
  /** So many connections are too many; 0: no limit. */
  upperThreshold: number;
  /** Below this an overloaded destination is not any more; 0: three quarters of the upper one. */
  lowerThreshold: number;
  isOverloaded: boolean;
  /** False once it is deleted. */
  isAvailable: boolean;
  activeConnections: number;
  inactiveConnections: number;
  /** Templates of persistence. */
  persistentConnections: number;
  /** Entries and caches that point at it; the trash keeps it while there are any. */
  references: number;
  /** When the trash first found it unused, in jiffies; 0: not yet. */
  idleSince: number;
  readonly stats: Stats;
  /** The route to it, good while the routing tables have this generation. */
  route: ResolvedRoute | undefined;
  routeGeneration: number;
  /** The path MTU when that route was looked up: what is learnt later counts from the next lookup on. */
  routeMtu: number;
}

export const plainTunnel: TunnelOptions = { type: "ipip", port: 0, checksum: "none" };

/** What an administrator says of a destination. */
export interface DestinationFields {
  readonly address: Ipv4Address;
  readonly port: number;
  readonly weight: number;
  readonly forwarder: Forwarder;
  readonly upperThreshold?: number;
  readonly lowerThreshold?: number;
  readonly tunnel?: TunnelOptions;
}

/** A new destination that belongs to no list yet. */
export const destinationOf = (service: Service, fields: DestinationFields): Destination => ({
  address: fields.address,
  port: fields.port,
  service,
  forwarder: fields.forwarder,
  tunnel: fields.tunnel ?? plainTunnel,
  weight: fields.weight,
  lastWeight: fields.weight,
  upperThreshold: 0,
  lowerThreshold: 0,
  isOverloaded: false,
  isAvailable: false,
  activeConnections: 0,
  inactiveConnections: 0,
  persistentConnections: 0,
  references: 0,
  idleSince: 0,
  stats: emptyStats(),
  route: undefined,
  routeGeneration: -1,
  routeMtu: 0,
});

/** Takes over what an administrator says; both when it is added and when it is edited. */
export function describeAnew(destination: Destination, service: Service, fields: DestinationFields): void {
  destination.service = service;
  destination.forwarder = fields.forwarder;
  destination.tunnel = fields.tunnel ?? plainTunnel;
  destination.weight = fields.weight;
  if (fields.weight !== 0) destination.lastWeight = fields.weight;
  destination.upperThreshold = fields.upperThreshold ?? 0;
  destination.lowerThreshold = fields.lowerThreshold ?? 0;
  weigh(destination);
  destination.isAvailable = true;
  destination.route = undefined;
}

export const nameOf = ({ address, port }: Destination): string => formatEndpoint(address, port);

/** Connections that count against the thresholds; templates do not. */
export const totalConnections = ({ activeConnections, inactiveConnections }: Destination): number =>
  activeConnections + inactiveConnections;

/** Counts a new entry, and finds out whether that makes one too many. */
export function bind(destination: Destination, connection: Connection): void {
  destination.references++;
  if ((connection.flags & connectionFlags.template) !== 0) destination.persistentConnections++;
  else if ((connection.flags & connectionFlags.inactive) !== 0) destination.inactiveConnections++;
  else destination.activeConnections++;
  weigh(destination);
}

/** An entry has ended: counts it off, and finds out whether the destination may have more again. */
export function unbind(destination: Destination, connection: Connection): void {
  destination.references--;
  if ((connection.flags & connectionFlags.template) !== 0) destination.persistentConnections--;
  else if ((connection.flags & connectionFlags.inactive) !== 0) destination.inactiveConnections--;
  else destination.activeConnections--;
  weigh(destination);
}

/** Overloaded from the upper threshold on until below the lower one: in between it stays what it was. */
function weigh(destination: Destination): void {
  const { lowerThreshold, upperThreshold } = destination;
  const total = totalConnections(destination);
  if (upperThreshold !== 0 && total >= upperThreshold) destination.isOverloaded = true;
  else if (total < lowerThreshold || upperThreshold === 0) destination.isOverloaded = false;
  else if (lowerThreshold === 0 && total * 4 < upperThreshold * 3) destination.isOverloaded = false;
}

/** An entry has become active or inactive: moves it from one counter to the other. */
export function recount(destination: Destination, connection: Connection, isActive: boolean): void {
  const wasActive = (connection.flags & connectionFlags.inactive) === 0;
  if (wasActive === isActive) return;
  const step = isActive ? 1 : -1;
  destination.activeConnections += step;
  destination.inactiveConnections -= step;
  connection.flags ^= connectionFlags.inactive;
}
