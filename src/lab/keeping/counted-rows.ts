/**
 * Rows whose counters rise with packets: devices, the counters of `nstat`, virtual services and destinations.
 */

import type { Destination } from "#sim/ipvs/destination";
import type { Service } from "#sim/ipvs/service";
import type { DestinationRow, ServiceRow, TableName, TableRows } from "#sim/rows";
import type { SnmpCounters } from "#sim/stack/snmp";
import { deviceRow, deviceRows } from "#sim/tables/device-rows";
import { destinationKey, destinationRows, serviceKey, serviceRows } from "#sim/tables/service-rows";
import { type KeptTable, put, putAll, takeOut, tell } from "./change-log.ts";
import type { Counted, KeptDevice, KeptNode, Seen } from "./kept-node.ts";

/** Devices with what has passed them. */
export function lookAtDevices({ seen, tables, node }: KeptNode): void {
  const { interfaces } = node.stack;
  if (seen.devices.length !== interfaces.size) {
    putAll(tables.devices, deviceRows(node.stack));
    seen.devices = [...interfaces].flatMap(([name, { device }]) => {
      const kept = tables.devices.rows.get(name);
      return kept === undefined ? [] : [{ thing: device, kept, mac: device.mac }];
    });
    return;
  }
  for (const device of seen.devices) lookAtDevice(tables.devices, device);
}

/** A packet comes in or goes out: mostly only two numbers are others. */
function lookAtDevice(table: KeptTable<"devices">, device: KeptDevice): void {
  const { thing, kept } = device;
  const { row } = kept;
  const { rxPackets, rxBytes, txPackets, txBytes } = thing.counters;
  const isIn = row.rxPackets !== rxPackets || row.rxBytes !== rxBytes;
  const isOut = row.txPackets !== txPackets || row.txBytes !== txBytes;
  if (!isSettled(device)) {
    device.mac = thing.mac;
    put(table, kept.key, deviceRow(thing));
    return;
  }
  if (!isIn && !isOut) return;
  row.rxPackets = rxPackets;
  row.rxBytes = rxBytes;
  row.txPackets = txPackets;
  row.txBytes = txBytes;
  const both = isIn && isOut;
  if (both) tell(table, kept, { rxPackets, rxBytes, txPackets, txBytes });
  else tell(table, kept, isIn ? { rxPackets, rxBytes } : { txPackets, txBytes });
}

/** Whether a device is what it was, whatever has passed it. */
function isSettled({ thing, kept, mac }: KeptDevice): boolean {
  const { row } = kept;
  const { counters, isUp } = thing;
  return (
    row.rxDropped === counters.rxDropped &&
    row.txDropped === counters.txDropped &&
    row.isUp === isUp &&
    row.hasCarrier === (isUp && thing.hasCarrier()) &&
    row.mtu === thing.mtu &&
    mac === thing.mac
  );
}

/** The counters of `nstat`. */
export function lookAtCounters({ seen, tables, node }: KeptNode): void {
  const { snmp } = node.stack;
  const { counters } = seen;
  let place = 0;
  for (const name in snmp) {
    const value = snmp[name as keyof SnmpCounters] as number;
    if (value !== counters[place] && name !== "extra") {
      counters[place] = value;
      tellCounter(tables.counters, name, value);
    }
    place++;
  }
  for (const [name, value] of snmp.extra) tellCounter(tables.counters, name, value);
}

/** A counter that stands at zero is no row. */
function tellCounter(table: KeptTable<"counters">, name: string, value: number): void {
  const known = table.rows.get(name);
  if (value === 0) takeOut(table, name);
  else if (known === undefined) put(table, name, { name, value });
  else if (known.row.value !== value) {
    known.row.value = value;
    tell(table, known, value);
  }
}

/** Services and destinations. */
export function lookAtServices(kept: KeptNode): void {
  const { seen, tables, node } = kept;
  const services = node.ipvs?.services.all ?? [];
  if (!areSame(seen, services)) {
    listServices(kept, services);
    return;
  }
  for (const service of seen.services) lookAtService(tables.services, service);
  for (const destination of seen.destinations) lookAtDestination(tables.destinations, destination);
}

/** Whether the lists hold what they held. */
function areSame(seen: Seen, services: readonly Service[]): boolean {
  if (seen.areServicesOld || seen.services.length !== services.length) return false;
  let place = 0;
  for (let index = 0; index < services.length; index++) {
    const service = services[index];
    if (seen.services[index]?.thing !== service) return false;
    for (const destination of service?.destinations ?? []) {
      if (seen.destinations[place++]?.thing !== destination) return false;
    }
  }
  return place === seen.destinations.length;
}

/** All anew, after a change by an administrator. */
function listServices({ seen, tables, node }: KeptNode, services: readonly Service[]): void {
  const { ipvs } = node;
  seen.areServicesOld = false;
  putAll(tables.services, ipvs === undefined ? new Map() : serviceRows(ipvs));
  putAll(tables.destinations, ipvs === undefined ? new Map() : destinationRows(ipvs));
  seen.services = services.flatMap((service) => counted(tables.services, serviceKey(service), service));
  seen.destinations = services.flatMap((service) =>
    service.destinations.flatMap((destination) =>
      counted(tables.destinations, destinationKey(service, destination), destination),
    ),
  );
}

function counted<Thing, Table extends TableName>(
  table: KeptTable<Table>,
  key: string,
  thing: Thing,
): Counted<Thing, TableRows[Table]>[] {
  const kept = table.rows.get(key);
  return kept === undefined ? [] : [{ thing, kept }];
}

function lookAtService(table: KeptTable<"services">, { thing, kept }: Counted<Service, ServiceRow>): void {
  const { live, zeroPoint } = thing.stats;
  const connections = live.connections - zeroPoint.connections;
  const inPackets = live.inPackets - zeroPoint.inPackets;
  const outPackets = live.outPackets - zeroPoint.outPackets;
  const { row } = kept;
  if (row.connections === connections && row.inPackets === inPackets && row.outPackets === outPackets) return;
  row.connections = connections;
  row.inPackets = inPackets;
  row.outPackets = outPackets;
  tell(table, kept, { connections, inPackets, outPackets });
}

function lookAtDestination(
  table: KeptTable<"destinations">,
  { thing, kept }: Counted<Destination, DestinationRow>,
): void {
  const { row } = kept;
  const { activeConnections, inactiveConnections, persistentConnections, isOverloaded } = thing;
  if (
    row.activeConnections === activeConnections &&
    row.inactiveConnections === inactiveConnections &&
    row.persistentConnections === persistentConnections &&
    row.isOverloaded === isOverloaded
  )
    return;
  row.activeConnections = activeConnections;
  row.inactiveConnections = inactiveConnections;
  row.persistentConnections = persistentConnections;
  row.isOverloaded = isOverloaded;
  tell(table, kept, { activeConnections, inactiveConnections, persistentConnections, isOverloaded });
}
