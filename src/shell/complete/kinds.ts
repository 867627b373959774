/**
 * What a word may stand for, in the words of help texts: `ADDR` an address, `DEV` a device, `FILE` a file.
 * Words in small letters stand for themselves: `do|dont|want`.
 */

import { isPartOf } from "#sim/ipvs/kernel-build";
import { isTunnel } from "#sim/link/device";
import { swapSeparators } from "#sim/stack/sysctl-table";
import type { Machine } from "../machine.ts";
import { isLoaded } from "../modules/loading.ts";
import { kernelModules } from "../modules/module-table.ts";
import { catalogue } from "../packages/catalogue.ts";
import {
  addressTexts,
  hostNames,
  knownAddresses,
  neighbourAddresses,
  otherAddresses,
  ownAddresses,
  ownPrefixes,
  routePrefixes,
} from "./addresses.ts";
import type { Asking } from "./asking.ts";
import { type Choice, choice } from "./completion.ts";
import { commandNames, programNames, variableNames } from "./names.ts";
import { paths } from "./paths.ts";

type Source = (asking: Asking) => readonly Choice[];

const texts =
  (list: (asking: Asking) => readonly string[]): Source =>
  (asking) =>
    list(asking).map(choice);

/** Addresses and names of hosts; what stands before a name in a web address is kept. */
export const addresses: Source = ({ machine, seen, prefix }) => {
  const scheme = /^https?:\/\//.exec(prefix)?.[0] ?? "";
  const known = [...addressTexts([...knownAddresses(machine), ...seen]), ...hostNames(machine)];
  return known.map((text) => choice(scheme + text));
};

export const deviceNames = ({ stack }: Machine): string[] => [...stack.interfaces.keys()];

const tunnelNames = ({ stack }: Machine): string[] =>
  [...stack.interfaces.values()].flatMap(({ device }) => (isTunnel(device) ? [device.name] : []));

/** Names such as eth0:1, which addresses bear. */
const labels = ({ stack }: Machine): string[] =>
  [...stack.interfaces.values()].flatMap((iface) => iface.addresses.map(({ label }) => label));

/** Switches of the kernel, with slashes where a slash was typed first. */
function switches({ machine, prefix }: Asking): string[] {
  const names = [...machine.stack.sysctl.byName.keys()];
  return /^[^.]*\//.test(prefix) ? names.map(swapSeparators) : names;
}

const moduleNames = ({ node }: Machine): string[] =>
  kernelModules.filter((module) => isPartOf(module, node.kernel)).map(({ name }) => name);

const files: Source = (asking) => paths(asking);

const atFiles: Source = (asking) => {
  if (!asking.prefix.startsWith("@")) return [];
  const found = paths({ ...asking, prefix: asking.prefix.slice(1) });
  return found.map((each) => ({ ...each, text: `@${each.text}` }));
};

const sources: Readonly<Record<string, Source>> = {
  ADDR: addresses,
  IP: addresses,
  DEV: texts(({ machine }) => deviceNames(machine)),
  DEVICE: texts(({ machine }) => deviceNames(machine)),
  LABEL: texts(({ machine }) => labels(machine)),
  NUMBER: texts(({ machine, seen }) => addressTexts([...knownAddresses(machine), ...seen])),
  OTHER: texts(({ machine, seen }) => addressTexts([...otherAddresses(machine), ...seen])),
  OWN: texts(({ machine }) => addressTexts(ownAddresses(machine.stack))),
  NEIGHBOUR: texts(({ machine }) => addressTexts(neighbourAddresses(machine.stack))),
  TUNNEL: texts(({ machine }) => tunnelNames(machine)),
  PREFIX: texts(({ machine: { stack } }) => [...ownPrefixes(stack), ...routePrefixes(stack)]),
  "OWN-PREFIX": texts(({ machine }) => ownPrefixes(machine.stack)),
  ROUTE: texts(({ machine }) => routePrefixes(machine.stack)),
  FILE: files,
  "@FILE": atFiles,
  DIR: (asking) => paths(asking, "folders"),
  COMMAND: texts(({ state }) => commandNames(state)),
  PROGRAM: texts(({ machine }) => programNames(machine)),
  SWITCH: texts(switches),
  MODULE: texts(({ machine }) => moduleNames(machine)),
  LOADED: texts(({ machine }) => moduleNames(machine).filter((name) => isLoaded(machine, name))),
  SERVICE: texts(({ machine }) => [...machine.services.keys()]),
  PACKAGE: texts(() => catalogue.flatMap(({ name, debian }) => [name, debian])),
  VARIABLE: texts(({ state }) => variableNames(state)),
  ALIAS: texts(({ state }) => [...state.aliases.keys()]),
  JOB: texts(({ state }) => state.jobs.map(({ number }) => `%${number}`)),
};

/** What a word may be that help calls so; nothing for numbers and the like. */
export const choicesFor = (called: string, asking: Asking): Choice[] =>
  called.split("|").flatMap((part) => {
    const source = sources[part];
    if (source !== undefined) return [...source(asking)];
    return /^-?[a-z]/.test(part) || part === "[" ? [choice(part)] : [];
  });
