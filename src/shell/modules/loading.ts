/**
 * Loading and unloading kernel modules: what they need comes first, and what others need stays.
 */

import { isPartOf } from "#sim/ipvs/kernel-build";
import { logLine } from "#sim/stack/kernel-log";
import type { Machine } from "../machine.ts";
import { type KernelModule, kernelModules } from "./module-table.ts";

/** A module by its name; dashes and underscores are the same. */
export const moduleNamed = (name: string): KernelModule | undefined =>
  kernelModules.find((module) => module.name === name.replaceAll("-", "_"));

/** A module by its name, if the machine's kernel has it. */
export function moduleOf({ node }: Machine, name: string): KernelModule | undefined {
  const module = moduleNamed(name);
  return module !== undefined && isPartOf(module, node.kernel) ? module : undefined;
}

/** The modules that are loaded, in order of loading, with those that the node has had from the start. */
export function loadedModules(machine: Machine): ReadonlyMap<string, ReadonlySet<string>> {
  for (const module of kernelModules) {
    if (module.isThere?.(machine) === true) enter(machine, module);
  }
  return machine.modules;
}

/** Whether a module is loaded. Only looks, where `loadedModules` notes what it finds. */
export const isLoaded = (machine: Machine, name: string): boolean =>
  machine.modules.has(name) ||
  kernelModules.some((module) => module.isThere?.(machine) === true && isOrNeeds(module, name));

const isOrNeeds = (module: KernelModule, name: string): boolean =>
  module.name === name ||
  module.needs.some((need) => {
    const below = moduleNamed(need);
    return below !== undefined && isOrNeeds(below, name);
  });

/** Lets the kernel log say what it says of the modules that the node has had from the start. */
export function logModulesOfBoot(machine: Machine): void {
  const { modules, stack } = machine;
  for (const module of kernelModules) {
    if (module.isThere?.(machine) !== true || modules.has(module.name)) continue;
    for (const one of enter(machine, module)) {
      for (const text of one.says ?? []) logLine(stack, text);
    }
  }
}

/** Puts a module and what it needs on the list; answers those that were not on it, in order of loading. */
function enter(machine: Machine, module: KernelModule): KernelModule[] {
  const { modules } = machine;
  if (modules.has(module.name)) return [];
  const entered: KernelModule[] = [];
  for (const need of module.needs) {
    const below = moduleNamed(need);
    if (below !== undefined) entered.push(...enter(machine, below));
    modules.get(need)?.add(module.name);
  }
  modules.set(module.name, new Set());
  return [...entered, module];
}

/** Loads a module with what it needs; answers what was really loaded, in order. Twice is once. */
export function loadModule(machine: Machine, module: KernelModule): readonly KernelModule[] {
  loadedModules(machine);
  const loaded = enter(machine, module);
  for (const one of loaded) {
    one.load?.(machine);
    for (const text of one.says ?? []) logLine(machine.stack, text);
  }
  return loaded;
}

/** Modules that a machine has had since before its lab began: nothing is logged. */
export function preloadModules(machine: Machine, names: readonly string[]): void {
  for (const name of names) {
    const module = moduleNamed(name);
    if (module === undefined) continue;
    for (const one of enter(machine, module)) one.load?.(machine);
  }
}

/** How many use a module, other modules included. */
export function useCount(machine: Machine, name: string): number {
  const users = machine.modules.get(name)?.size ?? 0;
  return users + (moduleNamed(name)?.uses?.(machine) ?? 0);
}

/** Unloads a module that nobody uses. EBUSY: somebody does. ENOENT: it is not loaded. */
export function unloadModule(machine: Machine, module: KernelModule): "ok" | "EBUSY" | "ENOENT" {
  if (!loadedModules(machine).has(module.name)) return "ENOENT";
  if (useCount(machine, module.name) > 0) return "EBUSY";
  if (module.unload?.(machine) === "EBUSY") return "EBUSY";
  for (const text of module.saysFarewell ?? []) logLine(machine.stack, text);
  machine.modules.delete(module.name);
  for (const need of module.needs) machine.modules.get(need)?.delete(module.name);
  return "ok";
}
