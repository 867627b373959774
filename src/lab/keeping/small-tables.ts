/**
 * The small tables of a node: compared as a whole, by what is cheapest to compare. What packets change
 * (devices, counters, services) is looked at after every step that touched the node.
 */

import { addressRows } from "#sim/tables/device-rows";
import { filterRows, tablesOf } from "#sim/tables/filter-rows";
import { neighbourRows } from "#sim/tables/neighbour-rows";
import { policyRows, routeRows } from "#sim/tables/route-rows";
import { socketRows } from "#sim/tables/socket-rows";
import { initialSysctls, sysctlRows } from "#sim/tables/sysctl-rows";
import { putAll } from "./change-log.ts";
import { lookAtCounters, lookAtDevices, lookAtServices } from "./counted-rows.ts";
import { lookAtBridges } from "./kept-bridges.ts";
import type { KeptNode } from "./kept-node.ts";

/** Looks at all small tables: a step that touched the node is over. */
export function lookAtSmall(kept: KeptNode): void {
  lookAtConfigured(kept);
  lookAtDevices(kept);
  lookAtCounters(kept);
  lookAtFilters(kept);
  lookAtServices(kept);
  lookAtRawSockets(kept);
  // What a bridge learns is told under its own name.
  if (kept.node.bridges.size > 0) kept.bridges.hasLearnt = true;
  lookAtBridges(kept.bridges, kept.node.stack.simulation.now);
}

/** What an administrator does: addresses, routes, rules, switches. */
export function lookAtConfigured(kept: KeptNode): void {
  const { node, seen, tables } = kept;
  const { stack } = node;
  if (kept.isConfigured || seen.generation !== stack.fib.generation) {
    seen.generation = stack.fib.generation;
    putAll(tables.addresses, addressRows(stack));
    putAll(tables.routes, routeRows(stack));
    putAll(tables.policies, policyRows(stack));
  }
  if (!kept.isConfigured && seen.sysctls === stack.sysctl.byName.size) return;
  kept.isConfigured = false;
  seen.sysctls = stack.sysctl.byName.size;
  seen.devices.length = 0;
  putAll(tables.neighbours, neighbourRows(stack));
  const names = [...stack.interfaces.keys()].join();
  if (names !== seen.deviceNames) seen.initialSysctls = initialSysctls(stack);
  seen.deviceNames = names;
  putAll(tables.sysctls, sysctlRows(stack, seen.initialSysctls));
}

/** Where no rule and no counter of one is another, the table is as it was. */
export function lookAtFilters({ seen, node, tables }: KeptNode): void {
  const { sets, arp } = node.stack.netfilter;
  const isUsed = sets.nft.tables.size + sets.legacy.tables.size > 0 || arp.nft.isUsed || arp.legacy.isUsed;
  if (!isUsed && seen.filters.length === 0) return;
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
  putAll(tables.filters, filterRows(node.stack));
}

/** Sockets of programs such as ping are few and come and go without a word. */
function lookAtRawSockets({ seen, node, tables }: KeptNode): void {
  const { raw } = node.stack.sockets;
  if (raw.length === seen.rawSockets) return;
  seen.rawSockets = raw.length;
  putAll(tables.sockets, socketRows(node.stack));
}
