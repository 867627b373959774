/**
 * `ip link`: the devices of a node, adding, changing and removing them.
 */

import { deleteDevice } from "#sim/nodes/devices";
import type { Interface } from "#sim/stack/interface";
import {
  answerErrno,
  type Call,
  deviceFor,
  masterIn,
  notModelled,
  print,
  printJoined,
  shownDevice,
  unknownCommand,
  usage,
} from "./call.ts";
import { addLink } from "./link-add.ts";
import { setLink } from "./link-set.ts";
import { flagsOf, linkAddresses, linkName, stateOf, typeOf } from "./link-state.ts";
import { linkLines } from "./link-text.ts";
import { begins, current, duplicate, eachWord, garbage, next, Refusal } from "./words.ts";

/** `ip link [show|set|add|del]`. */
export function runLink(call: Call): number {
  const word = current(call.words);
  if (word === undefined) return show(call);
  call.words.at++;
  if (begins(word, "add")) return addLink(call);
  if (begins(word, "set", "change")) return setLink(call);
  if (begins(word, "replace")) return notModelled(call, "ip link replace");
  if (begins(word, "delete")) return remove(call);
  if (begins(word, "show", "lst", "list")) return show(call);
  if (begins(word, "xstats", "afstats", "property")) return notModelled(call, `ip link ${word}`);
  if (!begins(word, "help")) throw unknownCommand(word, "link");
  return usage(call, [
    "ip link add [link DEV] [ name ] NAME type TYPE [ ARGS ]",
    "ip link delete DEVICE",
    "ip link set DEVICE [ { up | down } ] [ mtu MTU ] [ address LLADDR ] [ name NEWNAME ]",
    "            [ txqueuelen PACKETS ]",
    "            [ arp { on | off } ] [ promisc { on | off } ] [ multicast { on | off } ]",
    "            [ allmulticast { on | off } ] [ master DEVICE ] [ nomaster ]",
    "ip link show [ DEVICE ] [ up ] [ master DEV ] [ type TYPE ]",
    "TYPE := { bridge | dummy | gre | ipip | veth | vlan }",
  ]);
}

interface Choice {
  device: Interface | undefined;
  isUp: boolean;
  master: string | undefined;
  hasNoMaster: boolean;
  type: string | undefined;
}

function readChoice(call: Call): Choice {
  const { words } = call;
  const choice: Choice = {
    device: undefined,
    isUp: false,
    master: undefined,
    hasNoMaster: false,
    type: undefined,
  };
  for (const word of eachWord(words)) {
    if (word === "up") choice.isUp = true;
    else if (word === "master") choice.master = masterIn(call, next(words));
    else if (word === "nomaster") choice.hasNoMaster = true;
    else if (word === "type") choice.type = next(words);
    else if (word === "group" || word === "vrf") next(words);
    else {
      const name = word === "dev" ? next(words) : word;
      if (choice.device !== undefined) throw garbage("dev", name);
      choice.device = shownDevice(call, name);
    }
  }
  return choice;
}

function show(call: Call): number {
  const choice = readChoice(call);
  for (const iface of call.stack.interfaces.values()) {
    if (!isMeant(choice, iface)) continue;
    if (call.options.brief) print(call, briefText(call, iface));
    else printJoined(call, linkLines(call, iface, { mode: true, layer: true }));
  }
  return 0;
}

const isMeant = ({ device, isUp, master, hasNoMaster, type }: Choice, iface: Interface): boolean =>
  (device === undefined || device === iface) &&
  (!isUp || iface.device.isUp) &&
  (master === undefined || iface.device.master?.name === master) &&
  (!hasNoMaster || iface.device.master === undefined) &&
  (type === undefined || typeOf(iface.device) === type);

/** Name, state, address and flags in columns. */
function briefText(call: Call, iface: Interface): string {
  const { device } = iface;
  const { own } = linkAddresses(call.stack, iface);
  const flags = flagsOf(call.stack, iface).join(",");
  return `${linkName(device).padEnd(16)} ${stateOf(device).padEnd(14)} ${own} <${flags}> `;
}

function remove(call: Call): number {
  const { words } = call;
  let name: string | undefined;
  for (const word of eachWord(words)) {
    if (word === "type") {
      next(words);
      continue;
    }
    const given = word === "dev" || word === "name" ? next(words) : word;
    if (name !== undefined) throw duplicate("dev", given);
    name = given;
  }
  if (name === undefined) throw new Refusal('Not enough information: "dev" argument is required.', 255);
  return answerErrno(call, deleteDevice(call.machine.node, deviceFor(call, name)));
}
