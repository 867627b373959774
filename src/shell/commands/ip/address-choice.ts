/** Which addresses `ip addr show` and `ip addr flush` mean. */

import { matches } from "#shell/expand/pattern";
import type { Interface, InterfaceAddress, Scope } from "#sim/stack/interface";
import { contains, type Prefix } from "#sim/wire/address";
import { prefixIn } from "./addresses.ts";
import { type Call, deviceFor, masterIn, shownDevice } from "./call.ts";
import { typeOf } from "./link-state.ts";
import { scopeIn } from "./route-request.ts";
import { begins, eachWord, garbage, next } from "./words.ts";

export interface AddressChoice {
  device: Interface | undefined;
  isUp: boolean;
  label: string | undefined;
  scope: Scope | undefined;
  to: Prefix | undefined;
  isSecondary: boolean | undefined;
  master: string | undefined;
  type: string | undefined;
}

const none: AddressChoice = {
  device: undefined,
  isUp: false,
  label: undefined,
  scope: undefined,
  to: undefined,
  isSecondary: undefined,
  master: undefined,
  type: undefined,
};

/** Reads the rest of the line. */
export function readAddressChoice(call: Call): AddressChoice {
  const { words } = call;
  const choice = { ...none };
  for (const word of eachWord(words)) {
    if (word === "to") choice.to = prefixIn(next(words), call.options.family);
    else if (word === "scope") {
      const scope = next(words);
      choice.scope = scope === "all" ? undefined : scopeIn(scope, 'invalid "scope"\n');
    } else if (word === "up") choice.isUp = true;
    else if (word === "label") choice.label = next(words);
    else if (word === "master") choice.master = masterIn(call, next(words));
    else if (word === "type") choice.type = next(words);
    else if (word === "group" || word === "vrf") next(words);
    else if (begins(word, "permanent", "dynamic", "tentative", "deprecated")) continue;
    else if (begins(word, "secondary", "temporary")) choice.isSecondary = true;
    else if (begins(word, "primary")) choice.isSecondary = false;
    else readDevice(call, choice, word);
  }
  return choice;
}

function readDevice(call: Call, choice: AddressChoice, word: string): void {
  const name = word === "dev" ? next(call.words) : word;
  if (choice.device !== undefined) throw garbage("dev", name);
  // An alias has no device of its own, but asking for it leads to the one it belongs to.
  choice.device = name.includes(":") ? deviceFor(call, name) : shownDevice(call, name);
}

/** Whether a device is meant, whatever its addresses. */
export const isDeviceMeant = ({ device, isUp, master, type }: AddressChoice, iface: Interface): boolean =>
  (device === undefined || device === iface) &&
  (!isUp || iface.device.isUp) &&
  (master === undefined || iface.device.master?.name === master) &&
  (type === undefined || typeOf(iface.device) === type);

/** Whether an address of such a device is meant. */
export const isAddressMeant = (choice: AddressChoice, address: InterfaceAddress): boolean =>
  (choice.isSecondary === undefined || choice.isSecondary === address.isSecondary) &&
  (choice.scope === undefined || choice.scope === address.scope) &&
  (choice.label === undefined || matches(choice.label, address.label)) &&
  (choice.to === undefined ||
    (choice.to.length <= 32 && contains(choice.to.address, choice.to.length, address.address)));
