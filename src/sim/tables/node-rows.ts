/**
 * The tables of a node by name, each with all its rows: what recording starts with, and is tested against.
 */

import type { Nanos } from "../engine/time.ts";
import type { Network } from "../network.ts";
import type { NetNode } from "../nodes/node.ts";
import type { Row, TableName } from "../rows.ts";
import { connectionRows } from "./connection-rows.ts";
import { counterRows } from "./counter-rows.ts";
import { addressRows, deviceRows } from "./device-rows.ts";
import { fdbRows } from "./fdb-rows.ts";
import { filterRows } from "./filter-rows.ts";
import { neighbourRows } from "./neighbour-rows.ts";
import { policyRows, routeRows } from "./route-rows.ts";
import { destinationRows, serviceRows } from "./service-rows.ts";
import { socketRows } from "./socket-rows.ts";
import { initialSysctls, sysctlRows } from "./sysctl-rows.ts";

/** Rows by a readable key that stays the same as long as the row is about the same thing. */
export type Rows = ReadonlyMap<string, Row>;

const noRows: Rows = new Map();

/** All rows of a table of a node; moments in them count from `start`. */
export function rowsOfNode({ stack, ipvs, bridges }: NetNode, table: TableName, start: Nanos): Rows {
  switch (table) {
    case "devices":
      return deviceRows(stack);
    case "addresses":
      return addressRows(stack);
    case "routes":
      return routeRows(stack);
    case "policies":
      return policyRows(stack);
    case "neighbours":
      return neighbourRows(stack);
    case "sysctls":
      return sysctlRows(stack, initialSysctls(stack));
    case "services":
      return ipvs === undefined ? noRows : serviceRows(ipvs);
    case "destinations":
      return ipvs === undefined ? noRows : destinationRows(ipvs);
    case "connections":
      return ipvs === undefined ? noRows : connectionRows(ipvs, start);
    case "sockets":
      return socketRows(stack);
    case "filters":
      return filterRows(stack);
    case "counters":
      return counterRows(stack.snmp);
    case "fdb":
      return fdbRows(bridges.values(), stack.simulation.now);
  }
}

/** All rows of a table of a node or switch of a network. Switches have the table `fdb` only. */
export function rowsOf(network: Network, name: string, table: TableName, start: Nanos): Rows {
  const node = network.nodes.get(name);
  if (node !== undefined) return rowsOfNode(node, table, start);
  const bridge = network.segments.get(name);
  return bridge === undefined || table !== "fdb" ? noRows : fdbRows([bridge], network.simulation.now);
}
