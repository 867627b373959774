/**
 * Finding a device by the name somebody typed, as the kernel's calls do: `eth0:1` is eth0, and asking for
 * tunl0, gre0 or gretap0 loads the module that brings it.
 */

import type { Machine } from "#shell/machine";
import { loadModule, moduleNamed } from "#shell/modules/loading";
import type { Interface } from "#sim/stack/interface";

/** The modules that bring devices of their own. */
const aliases: ReadonlyMap<string, string> = new Map([
  ["tunl0", "ipip"],
  ["gre0", "ip_gre"],
  ["gretap0", "ip_gre"],
]);

/** The device with exactly this name. */
export function exactDevice(machine: Machine, name: string): Interface | undefined {
  const found = machine.stack.interfaces.get(name);
  const alias = aliases.get(name);
  if (found !== undefined || alias === undefined) return found;
  // The kernel asks for a module with the alias netdev-NAME before it says that there is no such device.
  const module = moduleNamed(alias);
  if (module !== undefined) loadModule(machine, module);
  return machine.stack.interfaces.get(name);
}

/** The device that a name stands for; what follows a colon is an alias of it. */
export const deviceNamed = (machine: Machine, name: string): Interface | undefined =>
  exactDevice(machine, baseOf(name));

/** The device's name in `eth0:1`. */
export const baseOf = (name: string): string => name.split(":", 1)[0] ?? "";

/** Whether a name is that of an alias. */
export const isAlias = (name: string): boolean => name.includes(":");
