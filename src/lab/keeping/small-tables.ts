/**
 * The small tables of a node: compared as a whole, by what is cheapest to compare.
 */

import { snmpNames } from "#sim/stack/snmp";
import { addressRows, deviceRow, isDeviceAsIn } from "#sim/tables/device-rows";
import { fdbRows } from "#sim/tables/fdb-rows";
import { filterRows, tablesOf } from "#sim/tables/filter-rows";
import { neighbourRows } from "#sim/tables/neighbour-rows";
import { policyRows, routeRows } from "#sim/tables/route-rows";
import { destinationRows, serviceRows } from "#sim/tables/service-rows";
import { socketRows } from "#sim/tables/socket-rows";
import { initialSysctls, sysctlRows } from "#sim/tables/sysctl-rows";
import { type KeptNode, put, putAll } from "./kept-node.ts";

/** Looks at all small tables: a step that touched the node is over. */
export function lookAtSmall(kept: KeptNode): void {
  lookAtConfigured(kept);
  lookAtDevices(kept);
  lookAtCounters(kept);
  lookAtFilters(kept);
  lookAtServices(kept);
  lookAtRawSockets(kept);
  const { bridges, stack } = kept.node;
  if (bridges.size > 0 || kept.rows.fdb.size > 0) {
    putAll(kept, "fdb", fdbRows(bridges.values(), stack.simulation.now));
  }
}

/** What an administrator does: addresses, routes, rules, switches. */
export function lookAtConfigured(kept: KeptNode): void {
  const { node, seen } = kept;
  const { stack } = node;
  if (kept.isConfigured || seen.generation !== stack.fib.generation) {
    seen.generation = stack.fib.generation;
    putAll(kept, "addresses", addressRows(stack));
    putAll(kept, "routes", routeRows(stack));
    putAll(kept, "policies", policyRows(stack));
  }
  if (!kept.isConfigured && seen.sysctls === stack.sysctl.byName.size) return;
  kept.isConfigured = false;
  seen.sysctls = stack.sysctl.byName.size;
  putAll(kept, "neighbours", neighbourRows(stack));
  const devices = [...stack.interfaces.keys()];
  if (devices.join() !== seen.devices) seen.initialSysctls = initialSysctls(stack);
  seen.devices = devices.join();
  putAll(kept, "sysctls", sysctlRows(stack, seen.initialSysctls));
}

export function lookAtDevices(kept: KeptNode): void {
  const { seen, rows } = kept;
  const { interfaces } = kept.node.stack;
  for (const [name, { device }] of interfaces) {
    const row = rows.devices.get(name);
    if (row !== undefined && isDeviceAsIn(device, row) && seen.macs.get(device) === device.mac) continue;
    seen.macs.set(device, device.mac);
    put(kept, "devices", name, deviceRow(device));
  }
  if (rows.devices.size === interfaces.size) return;
  for (const name of [...rows.devices.keys()]) {
    if (!interfaces.has(name)) put(kept, "devices", name, undefined);
  }
}

function lookAtCounters(kept: KeptNode): void {
  const { snmp } = kept.node.stack;
  const { counters, extraCounters } = kept.seen;
  for (let index = 0; index < snmpNames.length; index++) {
    const name = snmpNames[index] as (typeof snmpNames)[number];
    const value = snmp[name];
    if (value === counters[index]) continue;
    counters[index] = value;
    put(kept, "counters", name, value === 0 ? undefined : { name, value });
  }
  if (snmp.extra.size === 0) return;
  for (const [name, value] of snmp.extra) {
    if ((extraCounters.get(name) ?? 0) === value) continue;
    extraCounters.set(name, value);
    put(kept, "counters", name, value === 0 ? undefined : { name, value });
  }
}

/** Where no rule and no counter of one is another, the table is as it was. */
export function lookAtFilters(kept: KeptNode): void {
  const { seen, node } = kept;
  const now: unknown[] = [];
  for (const { chains } of tablesOf(node.stack)) {
    for (const { name, rules, base } of chains.values()) {
      if (base === undefined) now.push(name);
      else if (base.policy !== "ACCEPT" || rules.length > 0) now.push(name, base.policy, base.packets);
      for (const { spec, packets } of rules) now.push(spec, packets);
    }
  }
  const { filters } = seen;
  if (now.length === filters.length && now.every((value, index) => value === filters[index])) return;
  seen.filters = now;
  putAll(kept, "filters", filterRows(node.stack));
}

/** Services and destinations with their counters. */
export function lookAtServices(kept: KeptNode): void {
  const { ipvs } = kept.node;
  if (ipvs === undefined) return;
  if (ipvs.services.all.length === 0 && kept.rows.services.size === 0) return;
  putAll(kept, "services", serviceRows(ipvs));
  putAll(kept, "destinations", destinationRows(ipvs));
}

/** Sockets of programs such as ping are few and come and go without a word. */
function lookAtRawSockets(kept: KeptNode): void {
  const { raw } = kept.node.stack.sockets;
  if (raw.length === 0 && kept.seen.rawSockets === 0) return;
  kept.seen.rawSockets = raw.length;
  putAll(kept, "sockets", socketRows(kept.node.stack));
}
