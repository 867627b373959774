/**
 * A machine with its usual files, ready for a shell.
 */

import type { Simulation } from "#sim/engine/simulation";
import { nanos } from "#sim/engine/time";
import type { NetNode } from "#sim/nodes/node";
import type { Stack } from "#sim/stack/stack";
import { type CommandTable, tableOf } from "./command.ts";
import { commands } from "./commands/index.ts";
import { makeDirectories, write } from "./files/change.ts";
import { emptyTree } from "./files/tree.ts";
import { nameOfKernel } from "./kernel-names.ts";
import type { Dialect, Machine } from "./machine.ts";
import { registerProcNet } from "./proc/proc-net.ts";
import { registerCommonFiles, registerSwitches, type Switches } from "./proc-fs.ts";
import { furnish } from "./services/initial.ts";
import type { Turns } from "./turns.ts";

export interface MachineParts {
  readonly name: string;
  readonly node: NetNode;
  readonly stack: Stack;
  readonly simulation: Simulation<never>;
  readonly turns: Turns;
  /** Terminals talk like bash, recorded cases like dash. */
  readonly dialect: Dialect;
  /** Every command of the lab if absent. */
  readonly commands?: CommandTable;
  readonly switches?: Switches;
}

/** The first process id a shell gets; those below are the system's own. */
const firstPid = 1200;

/** A machine with /etc, /root, /tmp, /var, /proc and /dev, and the services of its kind. */
export function createMachine(parts: MachineParts): Machine {
  const { name, simulation } = parts;
  const files = emptyTree(() => simulation.now);
  const table = parts.commands ?? tableOf(commands);
  for (const folder of usualFolders) makeDirectories(files, folder);
  for (const [path, text] of usualFiles(name)) write(files, path, text);
  registerCommonFiles(files, nameOfKernel(parts.node.kernel));
  if (parts.switches !== undefined) registerSwitches(files, parts.switches);
  const machine: Machine = {
    name,
    node: parts.node,
    stack: parts.stack,
    simulation,
    turns: parts.turns,
    files,
    commands: table,
    loaded: new Map(),
    dialect: parts.dialect,
    services: new Map(),
    packages: new Map(),
    modules: new Map(),
    selinux: parts.stack.sysctl.preset === "rhel" ? "Enforcing" : "Disabled",
    hostname: name,
    nextPid: firstPid,
    takesTime: true,
    busyUntil: nanos(0),
    thinking: { at: nanos(0), commands: 0 },
    forks: 0,
  };
  registerProcNet(machine);
  furnish(machine);
  return machine;
}

const usualFolders = [
  "/bin",
  "/etc/default",
  "/etc/sysctl.d",
  "/home",
  "/root",
  "/sbin",
  "/tmp",
  "/usr/bin",
  "/usr/local/bin",
  "/usr/local/sbin",
  "/usr/sbin",
  "/var/log",
  "/var/www/html",
];

const usualFiles = (name: string): readonly (readonly [string, string])[] => [
  ["/etc/hostname", `${name}\n`],
  ["/etc/hosts", `127.0.0.1\tlocalhost\n127.0.1.1\t${name}\n`],
  ["/etc/sysctl.conf", "# Switches of the kernel: sysctl -p reads this file.\n"],
  ["/etc/os-release", 'PRETTY_NAME="LVS Lab"\nNAME="LVS Lab"\nID=lvs-lab\n'],
  ["/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n"],
  ["/etc/group", "root:x:0:\n"],
  ["/etc/resolv.conf", ""],
];
