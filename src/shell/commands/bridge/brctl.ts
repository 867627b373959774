/** brctl: the bridges inside a machine in the words of bridge-utils. Leaves out spanning tree. */

import type { Command, Process } from "#shell/command";
import { seconds } from "#sim/engine/time";
import { type Bridge, setAgeing } from "#sim/link/bridge";
import { entriesOf } from "#sim/link/fdb";
import { addBridge, deleteDevice, enslave, release } from "#sim/nodes/devices";
import { formatMac } from "#sim/wire/address";

export const brctl: Command = {
  operands: () => [[...actions.keys()].join("|"), "DEV"],
  run: (process) => {
    const [verb, ...words] = process.argv;
    const action = actions.get(verb ?? "");
    if (action !== undefined) return action(process, words);
    if (verb === undefined) {
      process.stderr.write("Usage: brctl [commands]\ncommands:\n");
      process.stderr.write([...actions.keys()].map((name) => `\t${name}\n`).join(""));
      return 1;
    }
    process.stderr.write(`never heard of command [${verb}]\n`);
    return 1;
  },
};

type Action = (process: Process, words: readonly string[]) => number;

const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["addbr", make],
  ["delbr", destroy],
  ["addif", addPort],
  ["delif", removePort],
  ["setageing", setAge],
  ["show", show],
  ["showmacs", showMacs],
  ["stp", spanningTree],
]);

function say({ stderr }: Process, text: string): number {
  stderr.write(`${text}\n`);
  return 1;
}

const bridgeNamed = ({ machine }: Process, name: string): Bridge | undefined =>
  machine.node.bridges.get(name);

function make(process: Process, [name = ""]: readonly string[]): number {
  const { node, stack } = process.machine;
  if (stack.interfaces.has(name)) {
    return say(process, `device ${name} already exists; can't create bridge with the same name`);
  }
  addBridge(node, name);
  return 0;
}

function destroy(process: Process, [name = ""]: readonly string[]): number {
  const { node, stack } = process.machine;
  const iface = stack.interfaces.get(name);
  if (iface === undefined || bridgeNamed(process, name) === undefined) {
    return say(process, `bridge ${name} doesn't exist; can't delete it`);
  }
  if (iface.device.isUp) return say(process, `bridge ${name} is still up; can't delete it`);
  deleteDevice(node, iface);
  return 0;
}

function addPort(process: Process, [name = "", ...ports]: readonly string[]): number {
  const found = bridgeNamed(process, name);
  if (found === undefined) return say(process, `bridge ${name} does not exist!`);
  for (const port of ports) {
    const iface = process.machine.stack.interfaces.get(port);
    if (iface === undefined) return say(process, `interface ${port} does not exist!`);
    if (iface.device.master !== undefined) {
      return say(
        process,
        `device ${port} is already a member of a bridge; can't enslave it to bridge ${name}.`,
      );
    }
    if (iface.device.kind !== "ethernet" && iface.device.kind !== "vlan") {
      return say(process, `can't add ${port} to bridge ${name}: Invalid argument`);
    }
    enslave(process.machine.stack, found, iface);
  }
  return 0;
}

function removePort(process: Process, [name = "", ...ports]: readonly string[]): number {
  const found = bridgeNamed(process, name);
  if (found === undefined) return say(process, `bridge ${name} does not exist!`);
  const { stack } = process.machine;
  for (const port of ports) {
    const iface = stack.interfaces.get(port);
    if (iface === undefined) return say(process, `interface ${port} does not exist!`);
    if (!found.ports.some(({ device }) => device === iface.device)) {
      return say(process, `device ${port} is not a slave of ${name}`);
    }
    release(stack, found, iface);
  }
  return 0;
}

function setAge(process: Process, [name = "", text = ""]: readonly string[]): number {
  const found = bridgeNamed(process, name);
  const age = Number(text);
  if (found === undefined) return say(process, "set ageing time failed: No such device");
  if (text === "" || Number.isNaN(age)) return say(process, "bad ageing time value");
  setAgeing(found, seconds(age));
  return 0;
}

function spanningTree(process: Process, [name = "", state = ""]: readonly string[]): number {
  if (bridgeNamed(process, name) === undefined) return say(process, `set stp status failed: No such device`);
  if (["on", "yes", "1"].includes(state)) process.stderr.write("not modelled in LVS Lab: spanning tree\n");
  return 0;
}

/** A bridge's identity: its priority, and its lowest MAC address. */
const identity = ({ device }: Bridge): string =>
  `8000.${formatMac(device?.mac ?? (0 as never)).replaceAll(":", "")}`;

function show(process: Process, names: readonly string[]): number {
  const { stdout, machine } = process;
  stdout.write("bridge name\tbridge id\t\tSTP enabled\tinterfaces\n");
  for (const found of machine.node.bridges.values()) {
    if (names.length > 0 && !names.includes(found.name)) continue;
    const [first = "", ...others] = found.ports.map(({ device }) => device.name);
    stdout.write(`${found.name}\t\t${identity(found)}\tno\t\t${first}\n`);
    for (const other of others) stdout.write(`\t\t\t\t\t\t\t${other}\n`);
  }
  return 0;
}

function showMacs(process: Process, [name = ""]: readonly string[]): number {
  const found = bridgeNamed(process, name);
  if (found === undefined) return say(process, "read of forward table failed: No such device");
  const { now } = process.machine.simulation;
  process.stdout.write("port no\tmac addr\t\tis local?\tageing timer\n");
  const own = found.ports.map(({ number, device }) => ({ number, mac: device.mac, isLocal: true, age: 0 }));
  const others = entriesOf(found.fdb, now).map(({ port, mac, isStatic, updated }) => ({
    number: port.number,
    mac,
    isLocal: false,
    age: isStatic ? 0 : now - updated,
  }));
  for (const { number, mac, isLocal, age } of [...own, ...others].sort((one, other) => one.mac - other.mac)) {
    const timer = (age / 1e9).toFixed(2).padStart(7);
    process.stdout.write(
      `${String(number).padStart(3)}\t${formatMac(mac)}\t${isLocal ? "yes" : "no"}\t\t${timer}\n`,
    );
  }
  return 0;
}
