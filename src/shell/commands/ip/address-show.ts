/**
 * `ip addr show` and `ip addr flush`: which addresses are meant, and how they are listed.
 */

import { deleteAddress } from "#sim/stack/address";
import type { Interface, InterfaceAddress } from "#sim/stack/interface";
import { scopeName } from "#sim/stack/route-format";
import { formatIpv4, formatPrefix } from "#sim/wire/address";
import { type AddressChoice, isAddressMeant, isDeviceMeant, readAddressChoice } from "./address-choice.ts";
import { type Call, print, printJoined } from "./call.ts";
import { linkName, stateOf } from "./link-state.ts";
import { linkLines } from "./link-text.ts";
import { current, Refusal } from "./words.ts";

/** `ip addr flush`. */
export function flushAddresses(call: Call): number {
  if (current(call.words) === undefined) throw new Refusal("Flush requires arguments.", 1);
  const choice = readAddressChoice(call);
  let count = 0;
  for (const iface of meantDevices(call, choice)) {
    for (;;) {
      const found = iface.addresses.find((address) => isAddressMeant(choice, address));
      if (found === undefined) break;
      const { address, length, label } = found;
      deleteAddress(call.stack, iface, { address, length, label });
      count++;
    }
  }
  if (call.options.statistics === 0) return 0;
  const end = "*** Flush is complete after 1 round ***";
  print(call, count === 0 ? "Nothing to flush." : `\n*** Round 1, deleting ${count} addresses ***\n${end}`);
  return 0;
}

const meantDevices = ({ stack }: Call, choice: AddressChoice): Interface[] =>
  [...stack.interfaces.values()].filter((iface) => isDeviceMeant(choice, iface));

/** `ip addr show`. */
export function showAddresses(call: Call): number {
  const choice = readAddressChoice(call);
  const { brief, oneline } = call.options;
  // Who asks for a prefix asks for its family, and is shown no link layer.
  const family = choice.to !== undefined && call.options.family === "any" ? "inet" : call.options.family;
  if (family === "inet6") return 0;
  for (const iface of meantDevices(call, choice)) {
    const addresses = iface.addresses.filter((address) => isAddressMeant(choice, address));
    // Who asks for a kind of address is not shown devices that have only others; with -4 not those that have
    // none.
    const isListed = addresses.length > 0 || (family !== "inet" && iface.addresses.length === 0);
    const isLink = family === "link";
    if (!isListed && !isLink) continue;
    if (brief) print(call, briefText(iface, addresses));
    else if (oneline && !isLink) for (const address of addresses) print(call, onelineText(iface, address));
    else {
      // Who asks for a label is shown addresses only.
      const isBare = choice.label !== undefined;
      const lines = isBare ? [] : linkLines(call, iface, { mode: false, layer: family !== "inet" });
      const own = isLink ? [] : addresses.flatMap(addressLines);
      if (!isBare || own.length > 0) printJoined(call, [...lines, ...own]);
    }
  }
  return 0;
}

const lifetime = "       valid_lft forever preferred_lft forever";

const addressLines = (address: InterfaceAddress): string[] => [`    ${addressText(address)}`, lifetime];

function addressText({ address, length, broadcast, scope, label, isSecondary }: InterfaceAddress): string {
  const words = [
    `inet ${formatPrefix({ address, length })}`,
    broadcast === undefined ? "" : `brd ${formatIpv4(broadcast)}`,
    `scope ${scopeName(scope)}`,
    isSecondary ? "secondary" : "",
    label,
  ];
  return words.filter((word) => word !== "").join(" ");
}

const onelineText = ({ device }: Interface, address: InterfaceAddress): string =>
  `${device.index}: ${device.name}    ${addressText(address)}\\${lifetime}`;

/** Name, state and addresses in columns. */
function briefText({ device }: Interface, addresses: readonly InterfaceAddress[]): string {
  const texts = addresses.map((address) => `${formatPrefix(address)} `).join("");
  return `${linkName(device).padEnd(16)} ${stateOf(device).padEnd(14)} ${texts}`;
}
