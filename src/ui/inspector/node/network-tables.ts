/**
 * The tables of a node by which it finds its way: devices, addresses, routes, neighbours, and what a switch
 * knows.
 */

import { macCell, plain, roleOf } from "./cells.ts";
import type { NodeTable } from "./node-table.ts";

export const devices: NodeTable<"devices"> = {
  section: "devices",
  table: "devices",
  command: "ip -s link",
  rowCommand: ({ name }) => `ip -s link show ${name}`,
  compare: (one, other) => one.index - other.index,
  columns: [
    { name: "device", cell: ({ name, kind }) => ({ text: name, title: kind }) },
    {
      name: "state",
      cell: ({ isUp, hasCarrier }, { words }) => {
        if (!isUp) return { text: "DOWN", tone: "bad" };
        return hasCarrier ? { text: "UP", tone: "good" } : { text: words.noCarrier, tone: "bad" };
      },
    },
    { name: "mac", cell: ({ mac }, context) => ({ ...macCell(mac, context), note: undefined }) },
    { name: "mtu", isNumber: true, cell: ({ mtu }) => plain(mtu) },
    {
      name: "received",
      isNumber: true,
      cell: ({ rxPackets, rxBytes }) => ({ text: `${rxPackets}`, title: `${rxBytes} B` }),
    },
    {
      name: "sent",
      isNumber: true,
      cell: ({ txPackets, txBytes }) => ({ text: `${txPackets}`, title: `${txBytes} B` }),
    },
    {
      name: "dropped",
      isNumber: true,
      cell: ({ rxDropped, txDropped }) => {
        const count = rxDropped + txDropped;
        return {
          text: `${count}`,
          tone: count === 0 ? "muted" : "bad",
          title: `rx ${rxDropped}, tx ${txDropped}`,
        };
      },
    },
  ],
};

export const addresses: NodeTable<"addresses"> = {
  section: "addresses",
  table: "addresses",
  command: "ip addr",
  rowCommand: ({ device }) => `ip addr show dev ${device}`,
  columns: [
    {
      name: "address",
      cell: ({ address, prefixLength }, context) => ({
        text: `${address}/${prefixLength}`,
        note: roleOf(address, context),
      }),
    },
    { name: "device", cell: ({ device, label }) => ({ text: label === "" ? device : label }) },
    {
      name: "scope",
      cell: ({ scope, isSecondary }, { words }) => ({
        text: scope,
        note: isSecondary ? words.secondary : undefined,
      }),
    },
  ],
};

/** The main table first, as `ip route` shows it; the kernel's own last. */
const tableRank = (table: string): number => (table === "main" ? 0 : table === "local" ? 2 : 1);

export const routes: NodeTable<"routes"> = {
  section: "routes",
  table: "routes",
  command: "ip route",
  rowCommand: ({ table }) => (table === "main" ? "ip route" : `ip route show table ${table}`),
  compare: (one, other) => tableRank(one.table) - tableRank(other.table),
  isMinor: ({ table }) => table === "local",
  columns: [
    { name: "table", cell: ({ table }) => ({ text: table, tone: table === "main" ? "plain" : "muted" }) },
    { name: "route", cell: ({ text, table }) => ({ text, tone: table === "local" ? "muted" : "plain" }) },
  ],
};

export const policies: NodeTable<"policies"> = {
  section: "policies",
  table: "policies",
  command: "ip rule",
  rowCommand: () => "ip rule",
  compare: (one, other) => one.priority - other.priority,
  columns: [{ name: "rule", cell: ({ text }) => plain(text.replace("\t", " ")) }],
};

const badStates: ReadonlySet<string> = new Set(["FAILED", "INCOMPLETE"]);

export const neighbours: NodeTable<"neighbours"> = {
  section: "neighbours",
  table: "neighbours",
  command: "ip neigh",
  rowCommand: ({ device }) => `ip neigh show dev ${device}`,
  columns: [
    { name: "address", cell: ({ address }, context) => ({ text: address, note: roleOf(address, context) }) },
    { name: "device", cell: ({ device }) => plain(device) },
    { name: "mac", cell: ({ mac }, context) => macCell(mac, context) },
    { name: "state", cell: ({ state }) => ({ text: state, tone: badStates.has(state) ? "bad" : "plain" }) },
  ],
};

export const fdb: NodeTable<"fdb"> = {
  section: "fdb",
  table: "fdb",
  command: "bridge fdb",
  rowCommand: () => "bridge fdb",
  columns: [
    { name: "mac", cell: ({ mac }, context) => macCell(mac, context) },
    {
      name: "port",
      cell: ({ port, vlan }) => ({ text: port, note: vlan === 0 ? undefined : `VLAN ${vlan}` }),
    },
  ],
};
