/**
 * Virtual services, and which one a packet belongs to.
 */

import type { Ipv4Address } from "../wire/address.ts";
import { endpointKey, formatEndpoint } from "../wire/address.ts";
import { protocols } from "../wire/ipv4.ts";
import { addressOf, portOf } from "./connection.ts";
import type { Flow } from "./connection-table.ts";
import type { Destination } from "./destination.ts";
import type { PersistenceEngine } from "./engine.ts";
import type { Ipvs } from "./ipvs.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Stats } from "./stats.ts";

export interface Service {
  readonly ipvs: Ipvs;
  /** An IP protocol number; 0 for a service by firewall mark. */
  readonly protocol: number;
  readonly address: Ipv4Address;
  /** 0: all ports. */
  readonly port: number;
  /** 0: a service by address. */
  readonly fwmark: number;
  scheduler: Scheduler;
  /** What the scheduler keeps for this service. */
  schedulerState: unknown;
  /** The flags of `ipvsadm -b`: bits 1, 2 and 4. */
  schedulerFlags: number;
  isPersistent: boolean;
  /** Of persistence, in seconds. */
  timeout: number;
  /** Clients of one network are one client to persistence. */
  netmask: Ipv4Address;
  engine: PersistenceEngine | undefined;
  /** Every UDP packet is scheduled by itself. */
  isOnePacket: boolean;
  /** The last added first: the order that schedulers walk. */
  readonly destinations: Destination[];
  readonly stats: Stats;
}

export interface ServiceTable {
  /** In order of addition. */
  readonly all: Service[];
  readonly byEndpoint: Map<number, Service>;
  readonly byMark: Map<number, Service>;
  /** Services for all ports, and services of FTP's control port: without any, those look-ups are spared. */
  anyPort: number;
  ftp: number;
  /** Services with an engine of persistence. */
  engines: number;
}

export const ftpPort = 21;
const ftpDataPort = 20;

export const emptyServiceTable = (): ServiceTable => ({
  all: [],
  byEndpoint: new Map(),
  byMark: new Map(),
  anyPort: 0,
  ftp: 0,
  engines: 0,
});

/** A key below 2^53 for an endpoint of a protocol; protocols that services can have are few. */
const keyOf = (protocol: number, endpoint: number): number => (protocol % 16) * 2 ** 48 + endpoint;

export const virtualKey = ({ address, port }: Service): number => endpointKey(address, port);

/** Which service a packet belongs to: by mark, by endpoint, FTP's data to its control port, all ports. */
export function serviceFor(ipvs: Ipvs, mark: number, { protocol, virtual }: Flow): Service | undefined {
  const { services, stack } = ipvs;
  const marked = mark === 0 ? undefined : services.byMark.get(mark);
  if (marked !== undefined) return marked;
  const exact = services.byEndpoint.get(keyOf(protocol, virtual));
  if (exact !== undefined) return exact;
  const anyPort = endpointKey(addressOf(virtual), 0);
  const port = portOf(virtual);
  const mayBeFtp = port === ftpDataPort || port >= stack.sysctl.global.ip_unprivileged_port_start;
  if (protocol === protocols.tcp && services.ftp > 0 && mayBeFtp) {
    const ftp = services.byEndpoint.get(keyOf(protocol, anyPort + ftpPort));
    if (ftp !== undefined) return ftp;
  }
  return services.anyPort === 0 ? undefined : services.byEndpoint.get(keyOf(protocol, anyPort));
}

/** How an administrator names a service. */
export type ServiceName =
  | {
      readonly kind: "endpoint";
      readonly protocol: number;
      readonly address: Ipv4Address;
      readonly port: number;
    }
  | { readonly kind: "mark"; readonly mark: number };

/** The service with exactly this name. */
export function serviceNamed({ byEndpoint, byMark }: ServiceTable, name: ServiceName): Service | undefined {
  if (name.kind === "mark") return byMark.get(name.mark);
  return byEndpoint.get(keyOf(name.protocol, endpointKey(name.address, name.port)));
}

/** Puts a service into the table. */
export function enter(services: ServiceTable, service: Service): void {
  services.all.push(service);
  if (service.fwmark !== 0) services.byMark.set(service.fwmark, service);
  else services.byEndpoint.set(keyOf(service.protocol, virtualKey(service)), service);
  countSpecials(services, service, 1);
}

/** Takes a service out of the table. */
export function leave(services: ServiceTable, service: Service): void {
  services.all.splice(services.all.indexOf(service), 1);
  if (service.fwmark !== 0) services.byMark.delete(service.fwmark);
  else services.byEndpoint.delete(keyOf(service.protocol, virtualKey(service)));
  countSpecials(services, service, -1);
}

/** Gives a service of the table another engine of persistence, or none. */
export function setEngine(
  services: ServiceTable,
  service: Service,
  engine: PersistenceEngine | undefined,
): void {
  services.engines += Number(engine !== undefined) - Number(service.engine !== undefined);
  service.engine = engine;
}

function countSpecials(services: ServiceTable, { port, engine }: Service, step: number): void {
  if (engine !== undefined) services.engines += step;
  if (port === 0) services.anyPort += step;
  if (port === ftpPort) services.ftp += step;
}

/** In the kernel's order: by hash bucket, in a bucket the newest first; marks come last. */
export function inKernelOrder({ all }: ServiceTable): Service[] {
  const newestFirst = all.toReversed();
  const addressed = newestFirst.filter(({ fwmark }) => fwmark === 0);
  const marked = newestFirst.filter(({ fwmark }) => fwmark !== 0);
  const byBucket = (a: Service, b: Service): number => bucketOf(a) - bucketOf(b);
  return [...addressed.sort(byBucket), ...marked.sort(byBucket)];
}

/**
 * The kernel mixes in bits of where in memory the namespace's state lies, which it does not promise; with
 * these bits the order is that of the machines the lab is compared with.
 */
const memoryBits = 0x50;

/** One of 256 buckets. */
function bucketOf({ fwmark, protocol, address, port }: Service): number {
  const key = fwmark === 0 ? protocol ^ address ^ (port >> 8) ^ port : fwmark;
  return (key ^ memoryBits) & 0xff;
}

/** A service as `ipvsadm` names it, for events. */
export function serviceText({ fwmark, protocol, address, port }: Service): string {
  if (fwmark !== 0) return `FWM ${fwmark}`;
  const name = protocol === protocols.udp ? "UDP" : protocol === protocols.sctp ? "SCTP" : "TCP";
  return `${name} ${formatEndpoint(address, port)}`;
}
