/**
 * The tables of a node of what goes on in it and how it is set: connections, sockets, rules, switches,
 * counters.
 */

import type { TableRows } from "#sim/rows";
import { endpointCell, plain } from "./cells.ts";
import type { NodeTable } from "./node-table.ts";
import { timeLeft } from "./time-left.ts";

export const connections: NodeTable<"connections"> = {
  section: "connections",
  table: "connections",
  command: "ipvsadm -Lnc",
  rowCommand: () => "ipvsadm -Lnc",
  counts: true,
  isNewestFirst: true,
  columns: [
    { name: "protocol", cell: ({ protocol }) => plain(protocol) },
    { name: "left", isNumber: true, cell: ({ expiresAt }, { at }) => plain(timeLeft(expiresAt, at)) },
    {
      name: "state",
      cell: ({ state, isTemplate }, { words }) =>
        isTemplate ? { text: words.template, tone: "muted" } : plain(state),
    },
    { name: "client", cell: ({ client }, context) => endpointCell(client, context) },
    {
      name: "destination",
      cell: ({ destination, local }, context) => ({
        ...endpointCell(destination, context),
        ...(local === undefined ? {} : { title: `${context.words.columns.local} ${local}` }),
      }),
    },
    { name: "virtual", cell: (row, context) => endpointCell(row.virtual, context) },
  ],
};

export const sockets: NodeTable<"sockets"> = {
  section: "sockets",
  table: "sockets",
  command: "ss -tuan",
  rowCommand: ({ protocol }) => (protocol.toLowerCase().startsWith("udp") ? "ss -uan" : "ss -tan"),
  columns: [
    { name: "protocol", cell: ({ protocol }) => plain(protocol) },
    { name: "state", cell: ({ state }) => plain(state) },
    { name: "local", cell: (row, context) => endpointCell(row.local, context) },
    { name: "remote", cell: (row, context) => endpointCell(row.remote, context) },
    {
      name: "queues",
      isNumber: true,
      cell: ({ receiveQueue, sendQueue }) => plain(`${receiveQueue}/${sendQueue}`),
    },
  ],
};

export const filters: NodeTable<"filters"> = {
  section: "filters",
  table: "filters",
  command: "iptables-save",
  rowCommand: ({ tool, table }) => (tool.startsWith("arp") ? `${tool} -S` : `${tool} -t ${table} -S`),
  columns: [
    { name: "table", cell: ({ tool, table }) => ({ text: table, title: tool }) },
    { name: "rule", cell: ({ text, number }) => ({ text, tone: number === 0 ? "muted" : "plain" }) },
    { name: "packets", isNumber: true, cell: ({ packets }) => plain(packets) },
  ],
};

export const sysctls: NodeTable<"sysctls"> = {
  section: "sysctls",
  table: "sysctls",
  command: "sysctl -a",
  rowCommand: ({ name }) => `sysctl ${name}`,
  compare: (one, other) => Number(isSet(other)) - Number(isSet(one)),
  isMinor: (row) => !isSet(row),
  columns: [
    { name: "name", cell: (row) => ({ text: row.name, tone: isSet(row) ? "strong" : "plain" }) },
    {
      name: "value",
      isNumber: true,
      cell: (row) => ({ text: row.value, tone: isSet(row) ? "strong" : "plain" }),
    },
    {
      name: "initial",
      isNumber: true,
      cell: (row) => ({ text: isSet(row) ? row.initial : "", tone: "muted" }),
    },
  ],
};

const isSet = ({ value, initial }: TableRows["sysctls"]): boolean => value !== initial;

export const counters: NodeTable<"counters"> = {
  section: "counters",
  table: "counters",
  command: "nstat -a",
  rowCommand: ({ name }) => `nstat -az ${name}`,
  columns: [
    { name: "name", cell: ({ name }) => plain(name) },
    { name: "value", isNumber: true, cell: ({ value }) => plain(value) },
  ],
};
