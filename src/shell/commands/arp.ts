/**
 * arp: the neighbour table as net-tools shows and changes it.
 *
 * Leaves out entries for whole networks and files of addresses.
 */

import type { Command, Process } from "#shell/command";
import { gnuWords } from "#shell/option-words";
import { type Given, parseOptions } from "#shell/options";
import { isTunnel } from "#sim/link/device";
import type { Interface } from "#sim/stack/interface";
import type { Neighbour } from "#sim/stack/neighbour";
import { deleteNeighbour, setNeighbour, setProxy } from "#sim/stack/neighbour-admin";
import { outputRoute } from "#sim/stack/route-lookup";
import { formatIpv4, formatMac, type Ipv4Address, parseMac } from "#sim/wire/address";
import { deviceNamed } from "./network/device-names.ts";
import { errnoWords } from "./network/errno-words.ts";
import { hostText, nameOfHost, resolveHost } from "./network/host-names.ts";

export const arp: Command = {
  options: {
    options: [
      { name: "bsd", short: "a", long: "all", what: "in BSD style" },
      { name: "linux", short: "e", what: "in columns, as usual" },
      { name: "numeric", short: "n", long: "numeric", what: "numbers instead of names" },
      { name: "set", short: "s", long: "set", what: "add an entry: ADDRESS MAC [temp] [pub]" },
      { name: "delete", short: "d", long: "delete", what: "delete an entry" },
      { name: "device", short: "i", long: "device", takes: "value", valueName: "DEVICE" },
      { name: "own", short: "D", long: "use-device", what: "with -s: the MAC address of that device" },
      { name: "verbose", short: "v", long: "verbose" },
      { name: "type", short: "H", long: "hw-type", takes: "value" },
      { name: "file", short: "f", long: "file" },
    ],
  },
  operands: () => ["ADDR"],
  run: (process) => {
    const given = parseOptions(arp.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("arp", given.problem)}\n`);
      return 1;
    }
    const name = given.value("device");
    const device = name === undefined ? undefined : deviceNamed(process.machine, name);
    if (name !== undefined && device === undefined) {
      process.stderr.write(`arp: device \`${name}' not found\n`);
      return failure;
    }
    if (given.has("file")) {
      process.stderr.write("not modelled in LVS Lab: arp -f\n");
      return 0;
    }
    if (given.has("set")) return set(process, given, device);
    return given.has("delete") ? remove(process, given, device) : show(process, given, device);
  },
};

/** The exit code where a call was refused: -1. */
const failure = 255;

function hostIn(process: Process, text: string): Ipv4Address | undefined {
  const address = resolveHost(process.machine, text);
  if (address === undefined) process.stderr.write(`${text}: Unknown host\n`);
  return address;
}

/** The device that leads to an address, which the kernel takes where none is named. */
function deviceTo({ machine }: Process, address: Ipv4Address): Interface | string {
  const way = outputRoute(machine.stack, { dst: address });
  return way.ok ? way.route.output : way.errno;
}

function set(process: Process, given: Given, named: Interface | undefined): number {
  const { machine, stderr } = process;
  const [host, macText, ...flags] = given.operands;
  if (host === undefined || macText === undefined) {
    stderr.write(host === undefined ? "arp: need host name\n" : "arp: need hardware address\n");
    return failure;
  }
  const address = hostIn(process, host);
  if (address === undefined) return failure;
  const mac = given.has("own") ? deviceNamed(machine, macText)?.device.mac : parseMac(macText);
  if (mac === undefined) {
    stderr.write(given.has("own") ? `${macText}: Device not found\n` : "arp: invalid hardware address\n");
    return failure;
  }
  const device = named ?? deviceTo(process, address);
  const isPublished = flags.includes("pub");
  const result =
    typeof device === "string"
      ? device
      : isPublished
        ? setProxy(device, address, true)
        : setOn(process, device, { address, mac, state: flags.includes("temp") ? "STALE" : "PERMANENT" });
  if (result === "ok") return 0;
  stderr.write(`SIOCSARP: ${errnoWords(result)}\n`);
  return failure;
}

type Setting = Parameters<typeof setNeighbour>[3];

/** The call is about Ethernet addresses; a device without them refuses it. */
function setOn({ machine }: Process, iface: Interface, setting: Setting): string {
  const { device } = iface;
  if (device.kind === "loopback" || isTunnel(device)) return "EINVAL";
  return setNeighbour(machine.stack, iface, "replace", setting);
}

function remove(process: Process, given: Given, named: Interface | undefined): number {
  const { machine, stderr } = process;
  const [host, flag] = given.operands;
  if (host === undefined) {
    stderr.write("arp: need host name\n");
    return failure;
  }
  const address = hostIn(process, host);
  if (address === undefined) return failure;
  const device = named ?? holderOf(process, address) ?? deviceTo(process, address);
  const isGone =
    typeof device !== "string" &&
    (flag === "pub" ? setProxy(device, address, false) : deleteNeighbour(machine.stack, device, address)) ===
      "ok";
  if (isGone) return 0;
  stderr.write(`No ARP entry for ${host}\n`);
  return failure;
}

const holderOf = ({ machine }: Process, address: Ipv4Address): Interface | undefined =>
  [...machine.stack.interfaces.values()].find(({ neighbours }) => neighbours.has(address));

function show(process: Process, given: Given, named: Interface | undefined): number {
  const [host] = given.operands;
  const { machine, stdout } = process;
  const wanted = host === undefined ? undefined : hostIn(process, host);
  if (host !== undefined && wanted === undefined) return failure;
  const entries = [...machine.stack.interfaces.values()]
    .filter((iface) => named === undefined || iface === named)
    .flatMap(({ neighbours }) => [...neighbours.values()])
    .filter(({ address, state }) => isListed(state) && (wanted === undefined || address === wanted));
  if (entries.length === 0) {
    if (host !== undefined)
      stdout.write(`${host} (${formatIpv4(wanted ?? (0 as Ipv4Address))}) -- no entry\n`);
    return 0;
  }
  const isNumeric = given.has("numeric");
  const isBsd = given.has("bsd") && !given.has("linux");
  if (!isBsd)
    stdout.write("Address                  HWtype  HWaddress           Flags Mask            Iface\n");
  for (const entry of entries) {
    stdout.write(isBsd ? bsdLine(process, entry, isNumeric) : columnLine(process, entry, isNumeric));
  }
  return 0;
}

/** /proc/net/arp, which arp reads, has neither entries that need no ARP nor new ones. */
const isListed = (state: Neighbour["state"]): boolean => state !== "NOARP" && state !== "NONE";
const isComplete = ({ state }: Neighbour): boolean => state !== "INCOMPLETE" && state !== "FAILED";
const isPermanent = ({ state }: Neighbour): boolean => state === "PERMANENT";

function columnLine({ machine }: Process, entry: Neighbour, isNumeric: boolean): string {
  const host = isNumeric ? formatIpv4(entry.address) : hostText(machine, entry.address);
  const { name } = entry.interface.device;
  const address = host.slice(0, 23).padEnd(23);
  if (!isComplete(entry)) return `${address}  ${"".padEnd(6)}  ${"(incomplete)".padEnd(42)}${name}\n`;
  const flags = `C${isPermanent(entry) ? "M" : ""}`.padEnd(22);
  return `${address}  ${"ether".padEnd(6)}  ${formatMac(entry.mac).padEnd(18)}  ${flags}${name}\n`;
}

function bsdLine({ machine }: Process, entry: Neighbour, isNumeric: boolean): string {
  const name = (isNumeric ? undefined : nameOfHost(machine, entry.address)) ?? "?";
  const mac = isComplete(entry) ? `${formatMac(entry.mac)} [ether]` : "<incomplete>";
  const permanent = isPermanent(entry) ? " PERM" : "";
  return `${name} (${formatIpv4(entry.address)}) at ${mac}${permanent} on ${entry.interface.device.name}\n`;
}
