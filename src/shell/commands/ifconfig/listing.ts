/**
 * An interface or alias as ifconfig prints it (net-tools 2.10): flags, address, counters.
 */

import { baseOf, isAlias } from "#shell/commands/network/device-names";
import type { NetDevice } from "#sim/link/device";
import type { Interface } from "#sim/stack/interface";
import type { Stack } from "#sim/stack/stack";
import { anyAddress, formatIpv4, formatMac, maskOf } from "#sim/wire/address";
import { isBroadcasting, labelled } from "./address-calls.ts";

/** The flags and their numbers, in the order in which ifconfig prints them. */
const flagNumbers = [
  ["UP", 1],
  ["BROADCAST", 2],
  ["DEBUG", 4],
  ["LOOPBACK", 8],
  ["POINTOPOINT", 16],
  ["NOTRAILERS", 32],
  ["RUNNING", 64],
  ["NOARP", 128],
  ["PROMISC", 256],
  ["ALLMULTI", 512],
  ["MULTICAST", 4096],
] as const;

type FlagName = (typeof flagNumbers)[number][0];

function flagsOf(stack: Stack, iface: Interface): Set<FlagName> {
  const { device } = iface;
  const tunnel = stack.tunnels.tunnels.find((each) => each.interface === iface);
  const set: readonly (readonly [FlagName, boolean])[] = [
    ["UP", device.isUp],
    ["BROADCAST", isBroadcasting(iface)],
    ["LOOPBACK", device.kind === "loopback"],
    ["POINTOPOINT", tunnel !== undefined && tunnel.remote !== anyAddress],
    ["RUNNING", device.isUp && device.hasCarrier()],
    ["NOARP", !device.usesArp && device.kind !== "loopback"],
    ["PROMISC", device.flags.promiscuous],
    ["ALLMULTI", device.flags.allMulticast],
    ["MULTICAST", device.flags.multicast],
  ];
  return new Set(set.filter(([, isSet]) => isSet).map(([name]) => name));
}

/** `flags=4163<UP,BROADCAST,RUNNING,MULTICAST>` */
function flagsText(stack: Stack, iface: Interface): string {
  const flags = flagsOf(stack, iface);
  const set = flagNumbers.filter(([name]) => flags.has(name));
  const sum = set.reduce((total, [, number]) => total + number, 0);
  return `flags=${sum}<${set.map(([name]) => name).join(",")}>`;
}

const indent = "        ";

/** The block of a device, or of an alias that need not exist. */
export function blockOf(stack: Stack, name: string, iface: Interface): string {
  const { device } = iface;
  const address = labelled(iface, name);
  const lines = [`${name}: ${flagsText(stack, iface)}  mtu ${device.mtu}`];
  if (address !== undefined) {
    const { address: own, length, broadcast = anyAddress } = address;
    const all = isBroadcasting(iface) ? `  broadcast ${formatIpv4(broadcast)}` : "";
    lines.push(`${indent}inet ${formatIpv4(own)}  netmask ${formatIpv4(maskOf(length))}${all}`);
  }
  lines.push(`${indent}${layerText(device)}`);
  if (!isAlias(name)) lines.push(...counterLines(device));
  return `${lines.join("\n")}\n\n`;
}

function layerText({ kind, mac, txqueuelen }: NetDevice): string {
  const queue = `txqueuelen ${txqueuelen}`;
  if (kind === "loopback") return `loop  ${queue}  (Local Loopback)`;
  if (kind === "ipip") return `tunnel   ${queue}  (IPIP Tunnel)`;
  if (kind === "gre") return `unspec 00-00-00-00-00-00-00-00-00-00-00-00-00-00-00-00  ${queue}  (UNSPEC)`;
  return `ether ${formatMac(mac)}  ${queue}  (Ethernet)`;
}

function counterLines({ counters }: NetDevice): string[] {
  const { rxPackets, rxBytes, rxErrors, rxDropped, txPackets, txBytes, txErrors, txDropped } = counters;
  return [
    `RX packets ${rxPackets}  bytes ${rxBytes} (${sizeText(rxBytes)})`,
    `RX errors ${rxErrors}  dropped ${rxDropped}  overruns 0  frame 0`,
    `TX packets ${txPackets}  bytes ${txBytes} (${sizeText(txBytes)})`,
    `TX errors ${txErrors}  dropped ${txDropped} overruns 0  carrier 0  collisions ${counters.collisions}`,
  ].map((line) => indent + line);
}

const units = ["B", "KiB", "MiB", "GiB", "TiB"];

function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** Every device and alias, in ifconfig's order: by name, a number at its end as a number. */
export function namesOf(stack: Stack): string[] {
  const names = new Set<string>();
  for (const [name, { addresses }] of stack.interfaces) {
    names.add(name);
    for (const { label } of addresses) names.add(label);
  }
  return [...names].sort(byName);
}

function byName(one: string, other: string): number {
  const [first, second] = [one, other].map(partsOf);
  if (first === undefined || second === undefined) return 0;
  for (const [index, part] of first.entries()) {
    const rival = second[index];
    if (rival === undefined) return 1;
    if (part === rival) continue;
    if (typeof part === "number" && typeof rival === "number") return part - rival;
    return String(part) < String(rival) ? -1 : 1;
  }
  return first.length - second.length;
}

const partsOf = (name: string): (string | number)[] =>
  (name.match(/\d+|\D+/g) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part));

/** `ifconfig -s`: one line each, as `netstat -i`. */
export function tableOf(stack: Stack, names: readonly string[]): string {
  const title = "Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n";
  const rows = names.map((name) => {
    const iface = stack.interfaces.get(baseOf(name));
    return iface === undefined ? "" : rowOf(stack, name, iface);
  });
  return title + rows.join("");
}

const letters: readonly (readonly [FlagName, string])[] = [
  ["ALLMULTI", "A"],
  ["BROADCAST", "B"],
  ["LOOPBACK", "L"],
  ["MULTICAST", "M"],
  ["PROMISC", "P"],
  ["NOARP", "O"],
  ["POINTOPOINT", "P"],
  ["RUNNING", "R"],
  ["UP", "U"],
];

function rowOf(stack: Stack, name: string, iface: Interface): string {
  const { mtu, counters } = iface.device;
  const flags = flagsOf(stack, iface);
  const shown = letters.filter(([flag]) => flags.has(flag)).map(([, letter]) => letter);
  const head = `${name.slice(0, 15).padEnd(15)} ${String(mtu).padStart(5)} `;
  if (isAlias(name))
    return `${head}     - no statistics available -                       ${shown.join("")}\n`;
  const { rxPackets, rxErrors, rxDropped, txPackets, txErrors, txDropped } = counters;
  const right = (count: number, width: number): string => String(count).padStart(width);
  const received = `${right(rxPackets, 8)} ${right(rxErrors, 6)} ${right(rxDropped, 6)} ${"0".padEnd(6)}`;
  const sent = `${right(txPackets, 8)} ${right(txErrors, 6)} ${right(txDropped, 6)} ${right(0, 6)}`;
  return `${head}${received} ${sent} ${shown.join("")}\n`;
}
