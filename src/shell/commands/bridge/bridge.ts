/**
 * bridge: the ports, forwarding entries and VLANs of the bridges inside a machine (iproute2 6.1).
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import type { Bridge, BridgePort } from "#sim/link/bridge";
import { runFdb } from "./fdb.ts";

export const bridge: Command = {
  operands: () => [],
  cost: netTool,
  run: (process) => {
    const words = [...process.argv];
    let statistics = false;
    while (words[0]?.startsWith("-")) {
      const option = words.shift() ?? "";
      if ("-statistics".startsWith(option) || option === "-stats") statistics = true;
      if (option === "-V") {
        process.stdout.write("bridge utility, 6.1.0\n");
        return 0;
      }
    }
    const [object, ...rest] = words;
    if (object === undefined) return usage(process);
    if ("fdb".startsWith(object)) return runFdb(process, rest, { statistics });
    if ("link".startsWith(object)) return showLinks(process, rest);
    if ("vlan".startsWith(object)) return runVlan(process, rest);
    return others(process, object);
  },
};

function others(process: Process, object: string): number {
  if (object === "help") return usage(process);
  if (["monitor", "mdb", "mst", "vni"].includes(object)) {
    process.stderr.write(`not modelled in LVS Lab: bridge ${object}\n`);
    return 0;
  }
  process.stderr.write(`Object "${object}" is unknown, try "bridge help".\n`);
  return 255;
}

function usage({ stderr }: Process): number {
  stderr.write(
    "Usage: bridge [ OPTIONS ] OBJECT { COMMAND | help }\n" +
      "where  OBJECT := { fdb | link | vlan }\n" +
      "       OPTIONS := { -V[ersion] | -s[tatistics] }\n",
  );
  return 255;
}

/** The bridges and ports, of one device where it is named. */
function portsOf({ machine }: Process, words: readonly string[]): { bridge: Bridge; port: BridgePort }[] {
  const at = words.indexOf("dev");
  const name = at < 0 ? undefined : words[at + 1];
  return [...machine.node.bridges.values()].flatMap((each) =>
    each.ports
      .filter(({ device }) => name === undefined || device.name === name)
      .map((port) => ({ bridge: each, port })),
  );
}

function showLinks(process: Process, words: readonly string[]): number {
  if (words[0] === "set") {
    process.stderr.write("not modelled in LVS Lab: bridge link set\n");
    return 0;
  }
  for (const { bridge: above, port } of portsOf(process, words)) {
    const { device } = port;
    const isRunning = device.isUp && device.hasCarrier();
    const flags = [
      ...(device.isUp && !isRunning ? ["NO-CARRIER"] : []),
      "BROADCAST",
      "MULTICAST",
      ...(device.isUp ? ["UP"] : []),
      ...(isRunning ? ["LOWER_UP"] : []),
    ];
    const state = isRunning ? "forwarding" : "disabled";
    process.stdout.write(
      `${device.index}: ${device.name}@${above.name}: <${flags.join(",")}> mtu ${device.mtu} ` +
        `master ${above.name} state ${state} priority 32 cost 2 \n`,
    );
  }
  return 0;
}

function runVlan(process: Process, words: readonly string[]): number {
  const [verb = "show", ...rest] = words;
  if (verb === "add" || "delete".startsWith(verb)) return changeVlan(process, verb === "add", rest);
  if (!"show".startsWith(verb) && !"list".startsWith(verb)) {
    process.stderr.write(`Command "${verb}" is unknown, try "bridge vlan help".\n`);
    return 255;
  }
  process.stdout.write("port              vlan-id  \n");
  for (const { port } of portsOf(process, rest)) {
    const { allowed, pvid, untagged } = port.vlans;
    const texts = [...allowed]
      .sort((one, other) => one - other)
      .map((id) => `${id}${id === pvid ? " PVID" : ""}${untagged.has(id) ? " Egress Untagged" : ""}`);
    for (const [index, text] of texts.entries()) {
      process.stdout.write(`${(index === 0 ? port.device.name : "").padEnd(17)} ${text}\n`);
    }
  }
  return 0;
}

/** `bridge vlan add|del dev PORT vid N [pvid] [untagged]`. */
function changeVlan(process: Process, isAdding: boolean, words: readonly string[]): number {
  const id = Number(words[words.indexOf("vid") + 1]);
  const [found] = words.includes("dev") ? portsOf(process, words) : [];
  if (found === undefined || !words.includes("vid") || !(id >= 1 && id <= 4094)) {
    process.stderr.write("Device and VLAN ID are required arguments.\n");
    return 255;
  }
  const { vlans } = found.port;
  if (!isAdding) {
    vlans.allowed.delete(id);
    vlans.untagged.delete(id);
    if (vlans.pvid === id) vlans.pvid = 0;
    return 0;
  }
  vlans.allowed.add(id);
  if (words.includes("untagged")) vlans.untagged.add(id);
  else vlans.untagged.delete(id);
  if (words.includes("pvid")) vlans.pvid = id;
  return 0;
}
