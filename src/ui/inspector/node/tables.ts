/**
 * The list of the tables that are sections of a node, in the order of the sections; services are shown in a
 * way of their own.
 */

import { addresses, devices, fdb, neighbours, policies, routes } from "./network-tables.ts";
import type { AnyTable } from "./node-table.ts";
import { connections, counters, filters, sockets, sysctls } from "./state-tables.ts";

/** The tables under one type: each gets only rows of its own. */
export const tables: readonly AnyTable[] = [
  connections,
  neighbours,
  addresses,
  routes,
  devices,
  sockets,
  filters,
  policies,
  sysctls,
  counters,
  fdb,
] as unknown as readonly AnyTable[];
