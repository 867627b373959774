/**
 * `bridge fdb`: which MAC address is behind which port, and entries by hand.
 *
 * Leaves out what a real kernel adds for multicast groups of its own (the lines with `self`).
 */

import type { Process } from "#shell/command";
import { errnoWords } from "#shell/commands/network/errno-words";
import type { Bridge, BridgePort } from "#sim/link/bridge";
import { addStatic, entriesOf, remove } from "#sim/link/fdb";
import { formatMac, type MacAddress, parseMac } from "#sim/wire/address";

export interface FdbOptions {
  readonly statistics: boolean;
}

/** `bridge fdb [show|add|append|replace|del|get|flush]`. */
export function runFdb(process: Process, words: readonly string[], options: FdbOptions): number {
  const [verb = "show", ...rest] = words;
  if ("show".startsWith(verb) || "list".startsWith(verb) || verb === "lst")
    return show(process, rest, options);
  if (verb === "add" || verb === "append" || verb === "replace") return add(process, verb, rest);
  if ("delete".startsWith(verb)) return deleteEntry(process, rest);
  if (verb === "flush" || verb === "get") {
    process.stderr.write(`not modelled in LVS Lab: bridge fdb ${verb}\n`);
    return 0;
  }
  process.stderr.write(`Command "${verb}" is unknown, try "bridge fdb help".\n`);
  return 255;
}

function show(process: Process, words: readonly string[], options: FdbOptions): number {
  const { machine, stdout } = process;
  const asked = readKeywords(words, ["br", "brport", "dev", "vlan", "state"]);
  const bridgeName = asked.get("br");
  const portName = asked.get("brport") ?? asked.get("dev");
  const { bridges } = machine.node;
  if (bridgeName !== undefined && !bridges.has(bridgeName)) return noDevice(process, bridgeName);
  for (const bridge of bridges.values()) {
    if (bridgeName !== undefined && bridge.name !== bridgeName) continue;
    const lines = linesOf(bridge, machine.simulation.now, options);
    for (const { port, text, dev } of lines) {
      if (portName !== undefined && port !== portName) continue;
      stdout.write(
        `${portName === undefined ? text.replace("DEV", `dev ${dev}`) : text.replace(" DEV", "")}\n`,
      );
    }
  }
  return 0;
}

interface Line {
  readonly port: string;
  readonly dev: string;
  /** With DEV where the device is named. */
  readonly text: string;
}

/** The ports' own addresses, then what was learnt or set. */
function linesOf(bridge: Bridge, now: number, { statistics }: FdbOptions): Line[] {
  const vlanOf = (vlan: number): string => (bridge.filtersVlans && vlan > 0 ? ` vlan ${vlan}` : "");
  const own = bridge.ports.map(({ device: { name, mac } }) => ({
    port: name,
    dev: name,
    text: `${formatMac(mac)} DEV master ${bridge.name} permanent`,
  }));
  const others = entriesOf(bridge.fdb, now as Parameters<typeof entriesOf>[1]).map((entry) => {
    const { name } = entry.port.device;
    const ages = statistics
      ? ` used ${Math.floor((now - entry.updated) / 1e9)}/${Math.floor((now - entry.updated) / 1e9)}`
      : "";
    const mark = entry.isStatic ? (entry.isSticky ? "sticky static" : "static") : "";
    const text = `${formatMac(entry.mac)} DEV${vlanOf(entry.vlan)}${ages} master ${bridge.name} ${mark}`;
    return { port: name, dev: name, text };
  });
  return [...own, ...others];
}

/** `keyword value` pairs; what is no keyword is passed over. */
function readKeywords(words: readonly string[], keywords: readonly string[]): Map<string, string> {
  const asked = new Map<string, string>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const value = words[index + 1];
    if (!keywords.includes(word) || value === undefined) continue;
    asked.set(word, value);
    index++;
  }
  return asked;
}

function noDevice({ stderr }: Process, name: string): number {
  stderr.write(`Cannot find device "${name}"\n`);
  return 255;
}

interface Wish {
  readonly mac: MacAddress;
  readonly bridge: Bridge;
  readonly port: BridgePort;
  readonly vlan: number;
}

/** What `add` and `del` are about; an exit code where it cannot be. */
function readWish(process: Process, words: readonly string[]): Wish | number {
  const { stderr, machine } = process;
  const [text = ""] = words;
  const mac = parseMac(text);
  const asked = readKeywords(words.slice(1), ["dev", "vlan"]);
  const dev = asked.get("dev");
  if (dev === undefined || text === "") {
    stderr.write("Device and address are required arguments.\n");
    return 255;
  }
  if (mac === undefined) {
    stderr.write(`Invalid mac address ${text}\n`);
    return 255;
  }
  if (!machine.stack.interfaces.has(dev) && !hasPort(process, dev)) return noDevice(process, dev);
  for (const bridge of machine.node.bridges.values()) {
    const port = bridge.ports.find(({ device }) => device.name === dev);
    if (port !== undefined) return { mac, bridge, port, vlan: vlanIn(bridge, port, asked.get("vlan")) };
  }
  return refuse(process, "EOPNOTSUPP");
}

function vlanIn({ filtersVlans }: Bridge, { vlans }: BridgePort, asked: string | undefined): number {
  if (!filtersVlans) return 0;
  return asked === undefined ? vlans.pvid : Number(asked);
}

const hasPort = ({ machine }: Process, name: string): boolean =>
  [...machine.node.bridges.values()].some(({ ports }) => ports.some(({ device }) => device.name === name));

function refuse({ stderr }: Process, errno: string): number {
  stderr.write(`RTNETLINK answers: ${errnoWords(errno)}\n`);
  return 255;
}

function add(process: Process, verb: string, words: readonly string[]): number {
  const wish = readWish(process, words);
  if (typeof wish === "number") return wish;
  const { mac, bridge, port, vlan } = wish;
  // Without `master` the entry would go to the device itself, which filters nothing here.
  if (!words.includes("master")) return 0;
  const isKnown = bridge.fdb.vlans.get(vlan)?.has(mac) === true;
  if (verb === "add" && isKnown) return refuse(process, "EEXIST");
  addStatic(bridge.fdb, { vlan, mac, port, isSticky: words.includes("sticky") });
  return 0;
}

function deleteEntry(process: Process, words: readonly string[]): number {
  const wish = readWish(process, words);
  if (typeof wish === "number") return wish;
  return remove(wish.bridge.fdb, wish.vlan, wish.mac) ? 0 : refuse(process, "ENOENT");
}
