/**
 * What an administrator does to virtual services: what `ipvsadm -A -E -D -C -Z --set` ask of the kernel,
 * with the errno names that it answers.
 */

import { logLine } from "../stack/kernel-log.ts";
import type { Ipv4Address } from "../wire/address.ts";
import { protocols } from "../wire/ipv4.ts";
import { type Configured, done, failed, tableChanged } from "./configured.ts";
import { unlinkDestination } from "./destination-admin.ts";
import type { PersistenceEngine } from "./engine.ts";
import { engines } from "./engines/index.ts";
import { hookIn, hookOut, type Ipvs } from "./ipvs.ts";
import { inJiffies, jiffiesPerSecond } from "./jiffies.ts";
import { isPartOf } from "./kernel-build.ts";
import { tcp, tcpStates } from "./protocols/tcp.ts";
import { udp } from "./protocols/udp.ts";
import type { Scheduler } from "./scheduler.ts";
import { schedulers } from "./schedulers/index.ts";
import { none } from "./schedulers/none.ts";
import {
  enter,
  leave,
  type Service,
  type ServiceName,
  serviceNamed,
  serviceText,
  setEngine,
} from "./service.ts";
import { emptyStats, zero } from "./stats.ts";

/** What an administrator says of a service beyond its name. */
export interface ServiceFields {
  /** The name of a scheduler. */
  readonly scheduler: string;
  /** Seconds of persistence; left out: none. */
  readonly persistent?: number | undefined;
  readonly netmask?: Ipv4Address | undefined;
  /** The name of an engine of persistence. */
  readonly engine?: string | undefined;
  readonly isOnePacket?: boolean | undefined;
  /** Bits 1, 2 and 4 of `-b`. */
  readonly schedulerFlags?: number | undefined;
}

const everyBit = 0xffffffff as Ipv4Address;

/** `ipvsadm -A`. EEXIST: there already. ENOENT: no such scheduler or engine. */
export function addService(ipvs: Ipvs, name: ServiceName, fields: ServiceFields): Configured {
  if (serviceNamed(ipvs.services, name) !== undefined) return failed("EEXIST");
  const parts = partsOf(ipvs, fields);
  if (parts === undefined) return failed("ENOENT");
  const service: Service = {
    ipvs,
    ...identityOf(name),
    scheduler: parts.scheduler,
    schedulerState: undefined,
    ...settingsOf(fields),
    engine: parts.engine,
    destinations: [],
    stats: emptyStats(),
  };
  service.schedulerState = service.scheduler.start(service);
  if (ipvs.services.all.length === 0) hookIn(ipvs);
  enter(ipvs.services, service);
  tableChanged(ipvs, serviceText(service), "added");
  return done;
}

/** `ipvsadm -E`. Settings not given again are gone. ESRCH: no such service. */
export function editService(ipvs: Ipvs, name: ServiceName, fields: ServiceFields): Configured {
  const service = serviceNamed(ipvs.services, name);
  if (service === undefined) return failed("ESRCH");
  const parts = partsOf(ipvs, fields);
  if (parts === undefined) return failed("ENOENT");
  if (parts.scheduler !== service.scheduler) changeScheduler(service, parts.scheduler);
  Object.assign(service, settingsOf(fields));
  setEngine(ipvs.services, service, parts.engine);
  tableChanged(ipvs, serviceText(service), "edited");
  return done;
}

function changeScheduler(service: Service, scheduler: Scheduler): void {
  service.scheduler.stop?.(service.schedulerState, service);
  service.scheduler = scheduler;
  service.schedulerState = scheduler.start(service);
}

/** `ipvsadm -D`: entries of its connections stay. ESRCH: no such service. */
export function deleteService(ipvs: Ipvs, name: ServiceName): Configured {
  const service = serviceNamed(ipvs.services, name);
  if (service === undefined) return failed("ESRCH");
  removeService(ipvs, service);
  return done;
}

/** `ipvsadm -C`: deletes all services. */
export function flush(ipvs: Ipvs): Configured {
  for (const service of [...ipvs.services.all]) removeService(ipvs, service);
  return done;
}

function removeService(ipvs: Ipvs, service: Service): void {
  service.scheduler.stop?.(service.schedulerState, service);
  leave(ipvs.services, service);
  for (const destination of [...service.destinations]) unlinkDestination(ipvs, destination);
  if (ipvs.services.all.length === 0) hookOut(ipvs);
  tableChanged(ipvs, serviceText(service), "removed");
}

/**
 * `ipvsadm -Z`: counters of one service, or of all and the node, start again at zero. ESRCH: no such
 * service.
 */
export function zeroCounters(ipvs: Ipvs, name?: ServiceName): Configured {
  const one = name === undefined ? undefined : serviceNamed(ipvs.services, name);
  if (name !== undefined && one === undefined) return failed("ESRCH");
  for (const service of one === undefined ? ipvs.services.all : [one]) {
    for (const { stats } of service.destinations) zero(stats);
    zero(service.stats);
  }
  if (one === undefined) zero(ipvs.estimator.total);
  return done;
}

/** Seconds that `--set` and `-L --timeout` speak of. */
export interface ShownTimeouts {
  readonly tcp: number;
  readonly tcpFin: number;
  readonly udp: number;
}

/** `ipvsadm --set`: 0 keeps a value. Entries learn of it with their next packet. */
export function setTimeouts({ timeouts }: Ipvs, wanted: ShownTimeouts): Configured {
  const ofTcp = timeouts[tcp.slot] as number[];
  const ofUdp = timeouts[udp.slot] as number[];
  if (wanted.tcp !== 0) ofTcp[tcpStates.established] = inJiffies(wanted.tcp);
  if (wanted.tcpFin !== 0) ofTcp[tcpStates.finWait] = inJiffies(wanted.tcpFin);
  if (wanted.udp !== 0) ofUdp[0] = inJiffies(wanted.udp);
  return done;
}

/** The three time-outs that `ipvsadm -L --timeout` shows. */
export const shownTimeouts = ({ timeouts }: Ipvs): ShownTimeouts => ({
  tcp: (timeouts[tcp.slot]?.[tcpStates.established] ?? 0) / jiffiesPerSecond,
  tcpFin: (timeouts[tcp.slot]?.[tcpStates.finWait] ?? 0) / jiffiesPerSecond,
  udp: (timeouts[udp.slot]?.[0] ?? 0) / jiffiesPerSecond,
});

interface Parts {
  readonly scheduler: Scheduler;
  readonly engine: PersistenceEngine | undefined;
}

/** The kernel logs which of the two it cannot find, the scheduler first. */
function partsOf({ stack, kernel }: Ipvs, fields: ServiceFields): Parts | undefined {
  const scheduler = [...schedulers, none].find(
    (candidate) => candidate.name === fields.scheduler && isPartOf(candidate, kernel),
  );
  if (scheduler === undefined) {
    logLine(stack, `IPVS: Scheduler module ip_vs_${fields.scheduler} not found`);
    return undefined;
  }
  const engine = engines.find(({ name }) => name === fields.engine);
  if (fields.engine !== undefined && engine === undefined) {
    logLine(stack, `IPVS: persistence engine module ip_vs_pe_${fields.engine} not found`);
    return undefined;
  }
  return { scheduler, engine };
}

const identityOf = (name: ServiceName): Pick<Service, "protocol" | "address" | "port" | "fwmark"> =>
  name.kind === "mark"
    ? { protocol: protocols.tcp, address: 0 as Ipv4Address, port: 0, fwmark: name.mark }
    : { protocol: name.protocol, address: name.address, port: name.port, fwmark: 0 };

type Settings = Pick<Service, "schedulerFlags" | "isPersistent" | "timeout" | "netmask" | "isOnePacket">;

const settingsOf = (fields: ServiceFields): Settings => ({
  schedulerFlags: fields.schedulerFlags ?? 0,
  isPersistent: fields.persistent !== undefined,
  timeout: fields.persistent ?? 0,
  netmask: fields.netmask ?? everyBit,
  isOnePacket: fields.isOnePacket === true,
});
