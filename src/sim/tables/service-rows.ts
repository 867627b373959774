/**
 * Virtual services and their destinations as rows. Counters are as they are now: what `ipvsadm --stats`
 * prints is up to two seconds older.
 */

import type { Destination } from "../ipvs/destination.ts";
import { nameOf } from "../ipvs/destination.ts";
import type { Ipvs } from "../ipvs/ipvs.ts";
import { flagNames } from "../ipvs/listing.ts";
import { type Service, serviceText } from "../ipvs/service.ts";
import type { DestinationRow, ServiceRow } from "../rows.ts";

/** By name, in order of addition. */
export function serviceRows({ services }: Ipvs): Map<string, ServiceRow> {
  const rows = new Map<string, ServiceRow>();
  for (const service of services.all) rows.set(serviceKey(service), serviceRow(service));
  return rows;
}

export const serviceKey = serviceText;

const serviceRow = (service: Service): ServiceRow => ({
  name: serviceText(service),
  scheduler: service.scheduler.name,
  flags: flagsOf(service),
  persistence: service.isPersistent ? service.timeout : 0,
  connections: service.stats.live.connections - service.stats.zeroPoint.connections,
  inPackets: service.stats.live.inPackets - service.stats.zeroPoint.inPackets,
  outPackets: service.stats.live.outPackets - service.stats.zeroPoint.outPackets,
});

/** Those of the scheduler, and what else was asked for. */
function flagsOf(service: Service): readonly string[] {
  const { isOnePacket, engine } = service;
  return [
    ...flagNames(service),
    ...(isOnePacket ? ["ops"] : []),
    ...(engine === undefined ? [] : [`pe ${engine.name}`]),
  ];
}

/** By service and destination. */
export function destinationRows({ services }: Ipvs): Map<string, DestinationRow> {
  const rows = new Map<string, DestinationRow>();
  for (const service of services.all) {
    const name = serviceText(service);
    for (const destination of service.destinations) {
      rows.set(destinationKey(service, destination), destinationRow(name, destination));
    }
  }
  return rows;
}

export const destinationKey = (service: Service, destination: Destination): string =>
  `${serviceText(service)} ${nameOf(destination)}`;

const destinationRow = (service: string, destination: Destination): DestinationRow => ({
  service,
  destination: nameOf(destination),
  method: destination.forwarder.name,
  weight: destination.weight,
  activeConnections: destination.activeConnections,
  inactiveConnections: destination.inactiveConnections,
  persistentConnections: destination.persistentConnections,
  upperThreshold: destination.upperThreshold,
  lowerThreshold: destination.lowerThreshold,
  isOverloaded: destination.isOverloaded,
});
