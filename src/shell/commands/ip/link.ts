/**
 * `ip link`: the devices of a node, showing and removing them. Adding and changing them is in link-add.ts and
 * link-set.ts.
 */

import { deleteDevice } from "#sim/nodes/devices";
import type { Interface } from "#sim/stack/interface";
import { answerErrno, type Call, deviceFor, masterIn, print, printJoined, shownDevice } from "./call.ts";
import { addLink } from "./link-add.ts";
import { setLink } from "./link-set.ts";
import { flagsOf, linkAddresses, linkName, stateOf, typeOf } from "./link-state.ts";
import { linkLines } from "./link-text.ts";
import { helpOn, missing, objectOf, verb } from "./verbs.ts";
import { duplicate, eachWord, garbage, next, Refusal } from "./words.ts";

const verbs = [
  verb("add", addLink),
  verb("set change", setLink),
  missing("replace", "ip link"),
  verb("delete", remove),
  verb("show lst list", show),
  missing("xstats afstats property", "ip link"),
  verb("help", helpOn("link")),
];

/** `ip link [show|add|set|delete]`. */
export const link = objectOf("link", verbs, show);

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
  return answerErrno(deleteDevice(call.machine.node, deviceFor(call, name)));
}
