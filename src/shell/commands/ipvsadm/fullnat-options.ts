/**
 * What the ipvsadm of a kernel with FULLNAT understands beyond the mainline one: the local addresses of a
 * service. Its method is an option like the others, and takes the letter `-b` from the flags of a scheduler.
 *
 * After the builds of Alibaba LVS and DPVS. Leaves out SYNPROXY (`-j`), black lists and the method SNAT.
 */

import { fullnat } from "#sim/ipvs/forwarders/fullnat";
import { isPartOf, type KernelBuild } from "#sim/ipvs/kernel-build";
import { numericHost } from "../network/host-names.ts";
import { fail } from "./failure.ts";
import { commandOf, type Grammar, optionNames, optionsFor, type Rules, rules } from "./option-table.ts";
import type { PoptOption } from "./popt.ts";
import type { OptionReader } from "./read-service.ts";

export type FullnatCommand = "add-laddr" | "del-laddr" | "get-laddr";
export type FullnatOption = "local-address" | "ifname";

const changed: Rules = { "service-address": "needed", "local-address": "needed", ifname: "allowed" };

const more: readonly PoptOption[] = [
  { name: "P", short: "P", long: "add-laddr" },
  { name: "Q", short: "Q", long: "del-laddr" },
  { name: "G", short: "G", long: "get-laddr" },
  { name: "local-address", short: "z", long: "local-address", takes: "value" },
  { name: "ifname", short: "F", long: "ifname", takes: "value" },
];

/** Whether the ipvsadm of a kernel is that for FULLNAT. */
export const hasFullnat = (kernel: KernelBuild): boolean => isPartOf(fullnat, kernel);

/** What the ipvsadm that goes with a kernel understands. */
export function grammarFor(kernel: KernelBuild): Grammar {
  const options = optionsFor(kernel);
  if (!hasFullnat(kernel)) return { options, commandOf, optionNames, rules };
  return {
    options: [...options, ...more],
    commandOf: { ...commandOf, P: "add-laddr", Q: "del-laddr", G: "get-laddr" },
    optionNames: [...optionNames, "local-address", "ifname"],
    rules: {
      ...rules,
      "add-laddr": changed,
      "del-laddr": changed,
      "get-laddr": { numeric: "allowed", "service-address": "allowed" },
    },
  };
}

export const fullnatReaders: Readonly<Record<string, OptionReader>> = {
  "local-address": ({ local }, value) => {
    const address = numericHost(value);
    if (address === undefined) return fail("illegal local address specified");
    local.address = address;
    return undefined;
  },
  ifname: ({ local }, value) => {
    local.device = value;
    return undefined;
  },
};
