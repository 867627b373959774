/**
 * What an administrator does to the destinations of a service: what `ipvsadm -a -e -d` ask of the kernel.
 */

import { logLine } from "../stack/kernel-log.ts";
import { addressType } from "../stack/source-address.ts";
import type { Ipv4Address } from "../wire/address.ts";
import { type Configured, done, failed, type IpvsErrno, tableChanged } from "./configured.ts";
import {
  type Destination,
  type DestinationFields,
  describeAnew,
  destinationOf,
  nameOf,
} from "./destination.ts";
import type { Ipvs } from "./ipvs.ts";
import { durationOf } from "./jiffies.ts";
import { removeOrphans } from "./lifetime.ts";
import { type Service, type ServiceName, serviceNamed, serviceText } from "./service.ts";
import { zero } from "./stats.ts";
import { discard, recover } from "./trash.ts";

/**
 * `ipvsadm -a`. ESRCH: no service. EEXIST: there already. ERANGE: thresholds. EINVAL: not a unicast
 * address.
 */
export function addDestination(ipvs: Ipvs, name: ServiceName, fields: DestinationFields): Configured {
  const service = serviceNamed(ipvs.services, name);
  if (service === undefined) return failed("ESRCH");
  const errno = rangeErrno(service, fields, "ip_vs_add_dest");
  if (errno !== undefined) return failed(errno);
  if (destinationNamed(service, fields.address, fields.port) !== undefined) return failed("EEXIST");
  const destination = recover(ipvs, service, fields.address, fields.port) ?? makeDestination(service, fields);
  if (destination === undefined) return failed("EINVAL");
  // A service made again under its old name does not go on with the old one's counters.
  if (destination.service !== service) zero(destination.stats);
  destination.lastWeight = fields.weight;
  describeAnew(destination, service, fields);
  service.destinations.unshift(destination);
  service.scheduler.added?.(service.schedulerState, service, destination);
  tableChanged(ipvs, rowOf(service, destination), "added");
  return done;
}

/** `ipvsadm -e`. Settings not given again are gone. ESRCH: no service. ENOENT: no such destination. */
export function editDestination(ipvs: Ipvs, name: ServiceName, fields: DestinationFields): Configured {
  const service = serviceNamed(ipvs.services, name);
  if (service === undefined) return failed("ESRCH");
  const errno = rangeErrno(service, fields, "ip_vs_edit_dest");
  if (errno !== undefined) return failed(errno);
  const destination = destinationNamed(service, fields.address, fields.port);
  if (destination === undefined) return failed("ENOENT");
  describeAnew(destination, service, fields);
  service.scheduler.edited?.(service.schedulerState, service, destination);
  tableChanged(ipvs, rowOf(service, destination), "edited");
  return done;
}

/**
 * `ipvsadm -d`: its connections stay, without a destination. ESRCH: no service. ENOENT: no such
 * destination.
 */
export function deleteDestination(
  ipvs: Ipvs,
  name: ServiceName,
  { address, port }: { readonly address: Ipv4Address; readonly port: number },
): Configured {
  const service = serviceNamed(ipvs.services, name);
  if (service === undefined) return failed("ESRCH");
  const destination = destinationNamed(service, address, port);
  if (destination === undefined) return failed("ENOENT");
  const index = service.destinations.indexOf(destination);
  unlinkDestination(ipvs, destination);
  service.scheduler.removed?.(service.schedulerState, service, destination, index);
  return done;
}

/** Takes a destination out of its service and into the trash. */
export function unlinkDestination(ipvs: Ipvs, destination: Destination): void {
  const { service } = destination;
  service.destinations.splice(service.destinations.indexOf(destination), 1);
  destination.isAvailable = false;
  discard(ipvs, destination);
  tableChanged(ipvs, rowOf(service, destination), "removed");
  if (ipvs.sysctl.expire_nodest_conn !== 0) ipvs.simulation.after(durationOf(1), removeOrphans, ipvs);
}

const destinationNamed = (service: Service, address: Ipv4Address, port: number): Destination | undefined =>
  service.destinations.find((known) => known.address === address && known.port === port);

/** `where` is the kernel's function, which its log names. */
function rangeErrno(
  { ipvs }: Service,
  { weight, upperThreshold = 0, lowerThreshold = 0 }: DestinationFields,
  where: string,
): IpvsErrno | undefined {
  if (weight < 0) {
    logLine(ipvs.stack, `IPVS: ${where}(): server weight less than zero`);
    return "ERANGE";
  }
  if (lowerThreshold <= upperThreshold) return undefined;
  logLine(ipvs.stack, `IPVS: ${where}(): lower threshold is higher than upper threshold`);
  return "ERANGE";
}

function makeDestination(service: Service, fields: DestinationFields): Destination | undefined {
  const type = addressType(service.ipvs.stack, fields.address);
  return type === "unicast" || type === "local" ? destinationOf(service, fields) : undefined;
}

const rowOf = (service: Service, destination: Destination): string =>
  `${serviceText(service)} -> ${nameOf(destination)}`;
