/**
 * What the tables look like from outside: plain copies for `ipvsadm`, /proc/net/ip_vs* and views.
 */

import type { Endpoint, Ipv4Address } from "../wire/address.ts";
import { type Connection, connectionFlags, endpointOf, isTemplate } from "./connection.ts";
import { protocolName, stateName } from "./connection-name.ts";
import { entriesOf, shownTableSize } from "./connection-table.ts";
import type { Destination, TunnelOptions } from "./destination.ts";
import type { Forwarder } from "./forwarder.ts";
import { tunnel } from "./forwarders/tunnel.ts";
import type { Ipvs } from "./ipvs.ts";
import { secondsLeft } from "./lifetime.ts";
import { inKernelOrder, type Service, type ServiceName, serviceNamed } from "./service.ts";
import { type Counters, shownRates, shownSums } from "./stats.ts";

export interface DestinationRow {
  readonly address: Ipv4Address;
  readonly port: number;
  readonly forwarder: Forwarder;
  /** `undefined`: its method has no tunnel. */
  readonly tunnel: TunnelOptions | undefined;
  readonly weight: number;
  readonly upperThreshold: number;
  readonly lowerThreshold: number;
  readonly isOverloaded: boolean;
  readonly activeConnections: number;
  readonly inactiveConnections: number;
  readonly persistentConnections: number;
  readonly sums: Counters;
  readonly rates: Counters;
}

export interface ServiceRow {
  /** 6, 17 or 132; of no meaning for a service by mark. */
  readonly protocol: number;
  readonly address: Ipv4Address;
  readonly port: number;
  readonly fwmark: number;
  readonly scheduler: string;
  /** Bits 1, 2 and 4, and the names that the scheduler has for them. */
  readonly schedulerFlags: number;
  readonly flagNames: readonly string[];
  /** Seconds; `undefined`: not persistent. */
  readonly persistent: number | undefined;
  readonly netmask: Ipv4Address;
  readonly engine: string | undefined;
  readonly isOnePacket: boolean;
  /** The last added first. */
  readonly destinations: readonly DestinationRow[];
  readonly sums: Counters;
  readonly rates: Counters;
}

export interface ConnectionRow {
  /** TCP, UDP, IP. */
  readonly protocol: string;
  readonly client: Endpoint;
  readonly virtual: Endpoint;
  /** Where its server sees it come from, if not from the client (FULLNAT). */
  readonly local: Endpoint | undefined;
  readonly destination: Endpoint;
  readonly state: string;
  /** Whole seconds. */
  readonly secondsLeft: number;
  readonly isTemplate: boolean;
  /** It came from another director. */
  readonly isFromSync: boolean;
  readonly engine: { readonly name: string; readonly data: string } | undefined;
}

/** All services in the kernel's order, destinations newest first. */
export const serviceRows = ({ services }: Ipvs): ServiceRow[] => inKernelOrder(services).map(rowOf);

/** One service, or `undefined` when there is none of that name. */
export function serviceRow({ services }: Ipvs, name: ServiceName): ServiceRow | undefined {
  const service = serviceNamed(services, name);
  return service === undefined ? undefined : rowOf(service);
}

/** All entries with their templates, in no order that means anything. */
export const connectionRows = (ipvs: Ipvs): ConnectionRow[] =>
  [...entriesOf(ipvs.connections)].map((connection) => connectionRow(ipvs, connection));

/** The sums and rates of the whole node, as /proc/net/ip_vs_stats shows them. */
export const totalRow = ({ estimator }: Ipvs): { readonly sums: Counters; readonly rates: Counters } => ({
  sums: shownSums(estimator.total),
  rates: shownRates(estimator.total),
});

/** The number that `ipvsadm` prints as size. */
export const tableSize = shownTableSize;

const rowOf = (service: Service): ServiceRow => ({
  protocol: service.protocol,
  address: service.address,
  port: service.port,
  fwmark: service.fwmark,
  scheduler: service.scheduler.name,
  schedulerFlags: service.schedulerFlags,
  flagNames: flagNames(service),
  persistent: service.isPersistent ? service.timeout : undefined,
  netmask: service.netmask,
  engine: service.engine?.name,
  isOnePacket: service.isOnePacket,
  destinations: service.destinations.map(destinationRow),
  sums: shownSums(service.stats),
  rates: shownRates(service.stats),
});

/** The flags of a service by name. Those that the scheduler does not name are `flag-1` to `flag-3`. */
export function flagNames({ scheduler, schedulerFlags }: Service): string[] {
  return [1, 2, 4].flatMap((bit, index) => {
    if ((schedulerFlags & bit) === 0) return [];
    const known = scheduler.flags?.find((flag) => flag.bit === bit);
    return [known?.name ?? `flag-${index + 1}`];
  });
}

const destinationRow = (destination: Destination): DestinationRow => ({
  address: destination.address,
  port: destination.port,
  forwarder: destination.forwarder,
  tunnel: destination.forwarder === tunnel ? destination.tunnel : undefined,
  weight: destination.weight,
  upperThreshold: destination.upperThreshold,
  lowerThreshold: destination.lowerThreshold,
  isOverloaded: destination.isOverloaded,
  activeConnections: destination.activeConnections,
  inactiveConnections: destination.inactiveConnections,
  persistentConnections: destination.persistentConnections,
  sums: shownSums(destination.stats),
  rates: shownRates(destination.stats),
});

const connectionRow = (ipvs: Ipvs, connection: Connection): ConnectionRow => ({
  protocol: protocolName(connection),
  client: endpointOf(connection.client),
  virtual: endpointOf(connection.virtual),
  local: connection.extra?.local === undefined ? undefined : endpointOf(connection.extra.local.endpoint),
  destination: endpointOf(connection.server),
  state: stateName(connection),
  secondsLeft: secondsLeft(ipvs, connection),
  isTemplate: isTemplate(connection),
  isFromSync: (connection.flags & connectionFlags.sync) !== 0,
  engine: engineOf(connection),
});

function engineOf({ extra }: Connection): ConnectionRow["engine"] {
  if (extra?.engineName === undefined) return undefined;
  return { name: extra.engineName, data: extra.engineData ?? "" };
}
