/**
 * Finding a device by the name somebody typed, as the kernel's calls do: `eth0:1` is eth0, and asking for
 * tunl0 loads the module that brings it.
 */

import type { Machine } from "#shell/machine";
import { loadModule, moduleNamed } from "#shell/modules/loading";
import type { Interface } from "#sim/stack/interface";

/** The device with exactly this name. */
export function exactDevice(machine: Machine, name: string): Interface | undefined {
  const found = machine.stack.interfaces.get(name);
  if (found !== undefined || name !== "tunl0") return found;
  // The kernel asks for a module with the alias netdev-NAME before it says that there is no such device.
  const ipip = moduleNamed("ipip");
  if (ipip !== undefined) loadModule(machine, ipip);
  return machine.stack.interfaces.get(name);
}

/** The device that a name stands for; what follows a colon is an alias of it. */
export const deviceNamed = (machine: Machine, name: string): Interface | undefined =>
  exactDevice(machine, baseOf(name));

/** The device's name in `eth0:1`. */
export const baseOf = (name: string): string => name.split(":", 1)[0] ?? "";

/** Whether a name is that of an alias. */
export const isAlias = (name: string): boolean => name.includes(":");
