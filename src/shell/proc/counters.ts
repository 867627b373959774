/**
 * /proc/net/snmp and netstat: the counters of the stack, a line of names and a line of numbers for each
 * protocol.
 *
 * Leaves out the counters of TcpExt and IpExt that nothing here raises.
 */

import { type SnmpCounters, snmpNames } from "#sim/stack/snmp";
import { socketsOf } from "#sim/stack/socket-rows";
import type { Machine } from "../machine.ts";

type Row = readonly (readonly [string, number])[];

/** The counters of a protocol, under their names without it, with others put in front of or after them. */
function countersOf(snmp: SnmpCounters, protocol: string): Row {
  const pattern = new RegExp(`^${protocol}(?!Ext)([A-Z].*)$`);
  return snmpNames.flatMap((name) => {
    const short = pattern.exec(name)?.[1];
    return short === undefined ? [] : [[short, snmp[name]] as const];
  });
}

function lines(protocol: string, row: Row): string {
  const names = row.map(([name]) => name).join(" ");
  return `${protocol}: ${names}\n${protocol}: ${row.map(([, value]) => value).join(" ")}\n`;
}

export function snmp({ stack }: Machine): string {
  const { snmp, sysctl } = stack;
  const ip: Row = [
    ["Forwarding", sysctl.all.forwarding === 0 ? 2 : 1],
    ["DefaultTTL", sysctl.global.ip_default_ttl],
    ...countersOf(snmp, "Ip"),
  ];
  const messages = messageTypes(snmp);
  return [
    lines("Ip", ip),
    lines("Icmp", countersOf(snmp, "Icmp")),
    messages.length === 0 ? "" : lines("IcmpMsg", messages),
    lines("Tcp", tcpRow(stack)),
    lines("Udp", udpRow(snmp)),
    lines(
      "UdpLite",
      udpRow(snmp).map(([name]) => [name, 0]),
    ),
  ].join("");
}

const messageTypes = ({ extra }: SnmpCounters): Row =>
  [...extra].flatMap(([name, value]) =>
    name.startsWith("IcmpMsg") ? [[name.slice("IcmpMsg".length), value] as const] : [],
  );

/** The bounds of the retransmission time-out, in milliseconds. */
const retransmission: Row = [
  ["RtoAlgorithm", 1],
  ["RtoMin", 200],
  ["RtoMax", 120_000],
  ["MaxConn", -1],
];

function tcpRow(stack: Machine["stack"]): Row {
  const counted = countersOf(stack.snmp, "Tcp");
  const established = socketsOf(stack).filter(
    ({ protocol, state }) => protocol === "tcp" && (state === "ESTABLISHED" || state === "CLOSE_WAIT"),
  ).length;
  const before = counted.findIndex(([name]) => name === "InSegs");
  return [
    ...retransmission,
    ...counted.slice(0, before),
    ["CurrEstab", established],
    ...counted.slice(before),
  ];
}

function udpRow(snmp: SnmpCounters): Row {
  const counted = countersOf(snmp, "Udp");
  const buffers: Row = [
    ["RcvbufErrors", 0],
    ["SndbufErrors", 0],
  ];
  return [...counted.slice(0, -2), ...buffers, ...counted.slice(-2), ["MemErrors", 0]];
}

export const netstat = ({ stack: { snmp } }: Machine): string =>
  lines("TcpExt", countersOf(snmp, "TcpExt")) + lines("IpExt", countersOf(snmp, "IpExt"));
