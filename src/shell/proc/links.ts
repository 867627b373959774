/** /proc/net/arp, dev, igmp and route: neighbours, devices, groups and routes as the kernel shows them. */

import type { NetDevice } from "#sim/link/device";
import { routesOf } from "#sim/stack/fib";
import type { Interface } from "#sim/stack/interface";
import type { Neighbour } from "#sim/stack/neighbour";
import { type Route, tables } from "#sim/stack/route";
import { formatIpv4, formatMac, maskOf, zeroMac } from "#sim/wire/address";
import type { Machine } from "../machine.ts";
import { hex, reversedHex } from "./numbers.ts";

export function arp({ stack }: Machine): string {
  const entries = [...stack.interfaces.values()].flatMap(({ neighbours }) => [...neighbours.values()]);
  const lines = entries.filter(({ state }) => state !== "NONE" && state !== "NOARP").map(neighbourLine);
  return `IP address       HW type     Flags       HW address            Mask     Device\n${lines.join("")}`;
}

const hardwareTypes: { readonly [kind in NetDevice["kind"]]?: number } = {
  ipip: 768,
  gre: 778,
  loopback: 772,
};

function neighbourLine({ address, interface: { device }, state, mac }: Neighbour): string {
  const isUnknown = state === "INCOMPLETE" || state === "FAILED";
  const complete = isUnknown ? 0 : 2;
  const flags = state === "PERMANENT" ? complete | 4 : complete;
  const type = (hardwareTypes[device.kind] ?? 1).toString(16);
  const start = `${formatIpv4(address).padEnd(16)} 0x${type.padEnd(10)}0x${flags.toString(16).padEnd(10)}`;
  return `${start}${formatMac(isUnknown ? zeroMac : mac).padEnd(17)}     *        ${device.name}\n`;
}

const devicesHead = [
  "Inter-|   Receive                                                |  Transmit\n",
  " face |bytes    packets errs drop fifo frame compressed multicast",
  "|bytes    packets errs drop fifo colls carrier compressed\n",
].join("");

export const devices = ({ stack }: Machine): string =>
  devicesHead + [...stack.interfaces.values()].map(({ device }) => deviceLine(device)).join("");

const deviceWidths = [7, 7, 4, 4, 4, 5, 10, 9, 8, 7, 4, 4, 4, 5, 7, 10];

function deviceLine({ name, counters }: NetDevice): string {
  const { rxBytes, rxPackets, rxErrors, rxDropped, rxMulticast } = counters;
  const { txBytes, txPackets, txErrors, txDropped, collisions } = counters;
  const received = [rxBytes, rxPackets, rxErrors, rxDropped, 0, 0, 0, rxMulticast];
  const sent = [txBytes, txPackets, txErrors, txDropped, 0, collisions, 0, 0];
  const cells = [...received, ...sent].map((value, index) =>
    String(value).padStart(deviceWidths[index] ?? 0),
  );
  return `${name.padStart(6)}: ${cells.join(" ")}\n`;
}

const routeHead = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
const routeWidth = 127;

const shownTypes: readonly Route["type"][] = ["unicast", "local", "unreachable", "prohibit"];

export const routes = ({ stack }: Machine): string =>
  [
    routeHead,
    ...(routesOf(stack.fib, tables.main) ?? [])
      .filter(({ type }) => shownTypes.includes(type))
      .map(routeLine),
  ]
    .map((line) => `${line.padEnd(routeWidth)}\n`)
    .join("");

const routeFlags = { up: 1, gateway: 2, host: 4, reject: 0x200 };

function routeLine({ destination, length, type, metric, nextHops, advmss }: Route): string {
  const [hop] = nextHops;
  const isRejecting = type === "unreachable" || type === "prohibit";
  const flags =
    routeFlags.up |
    (hop?.gateway === undefined ? 0 : routeFlags.gateway) |
    (length === 32 ? routeFlags.host : 0) |
    (isRejecting ? routeFlags.reject : 0);
  const cells = [
    hop?.interface.device.name ?? "*",
    reversedHex(destination),
    reversedHex(hop?.gateway ?? 0),
    hex(flags, 4),
    0,
    0,
    metric,
    reversedHex(maskOf(length)),
    advmss === 0 ? 0 : advmss + 40,
    0,
    0,
  ];
  return cells.join("\t");
}

export function routeCounters({ stack: { fib } }: Machine): string {
  const { inNoRoute, inBroadcast, inMartianDestination, inMartianSource } = fib.counters;
  const counts = [0, 0, 0, 0, inNoRoute, inBroadcast, inMartianDestination, inMartianSource];
  const cells = [...counts, ...new Array<number>(9).fill(0)].map((count) =>
    count.toString(16).padStart(8, "0"),
  );
  return `${routeCountersHead}\n${cells[0]}  ${cells.slice(1).join(" ")}\n`;
}

const routeCountersHead = [
  "entries  in_hit   in_slow_tot in_slow_mc in_no_route in_brd   in_martian_dst in_martian_src",
  "out_hit  out_slow_tot out_slow_mc gc_total gc_ignored gc_goal_miss gc_dst_overflow",
  "in_hlist_search out_hlist_search",
].join(" ");

const groupsHead = "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n";

/** The groups that each interface has joined, the latest first. */
export const groups = ({ stack }: Machine): string =>
  groupsHead + [...stack.interfaces.values()].map(interfaceGroups).join("");

function interfaceGroups({ device, groups: { joined } }: Interface): string {
  if (joined.size === 0) return "";
  const head = `${device.index}\t${device.name.padEnd(10)}: ${String(joined.size).padStart(5)}      V3\n`;
  const lines = [...joined].map(
    ([group, { users }]) => `\t\t\t\t${reversedHex(group)} ${String(users).padStart(5)} 0:00000000\t\t0\n`,
  );
  return head + lines.reverse().join("");
}
