/**
 * `ip maddress`: the groups that interfaces have joined, on the link and in IPv4.
 *
 * Leaves out `add` and `del`, which are about frames only.
 */

import type { Interface } from "#sim/stack/interface";
import { formatIpv4, formatMac, multicastMac } from "#sim/wire/address";
import { type Call, deviceFor, print } from "./call.ts";
import { helpOn, missing, objectOf, verb } from "./verbs.ts";
import { eachWord } from "./words.ts";

const verbs = [
  verb("show lst list", show),
  verb("help", helpOn("maddr")),
  missing("add delete", "ip maddress"),
];

/** `ip maddress show`. */
export const maddress = objectOf("maddr", verbs, show);

function show(call: Call): number {
  let only: Interface | undefined;
  for (const word of eachWord(call.words)) {
    if (word === "dev") continue;
    only = deviceFor(call, word);
  }
  const shown = only === undefined ? call.stack.interfaces.values() : [only];
  for (const iface of shown) showInterface(call, iface);
  return 0;
}

function showInterface(call: Call, { device, groups }: Interface): void {
  const joined = [...groups.joined.keys()];
  if (joined.length === 0) return;
  const { family } = call.options;
  print(call, `${device.index}:\t${device.name}`);
  if (device.kind === "ethernet" && (family === "any" || family === "link")) {
    for (const [group, { isOnLink }] of groups.joined) {
      if (isOnLink) print(call, `\tlink  ${formatMac(multicastMac(group))}`);
    }
  }
  if (family !== "any" && family !== "inet") return;
  for (const group of joined.reverse()) print(call, `\tinet  ${formatIpv4(group)}`);
}
