/**
 * A machine as its shells see it: the network node, its files, its services, packages and modules, and the
 * commands that are installed. Whoever builds a lab makes one for each node.
 */

import type { Simulation } from "#sim/engine/simulation";
import type { Nanos } from "#sim/engine/time";
import type { NetNode } from "#sim/nodes/node";
import type { Stack } from "#sim/stack/stack";
import type { CommandTable, Process } from "./command.ts";
import type { FileTree } from "./files/tree.ts";
import type { Loader } from "./needed.ts";
import type { Turns } from "./turns.ts";

/** Whose words the shell uses: dash's (`/bin/sh: 1: …`) or those of an interactive bash (`-bash: …`). */
export type Dialect = "dash" | "bash";

export interface Machine {
  readonly name: string;
  readonly node: NetNode;
  readonly stack: Stack;
  readonly simulation: Simulation<never>;
  readonly turns: Turns;
  readonly files: FileTree;
  readonly commands: CommandTable;
  /** Commands and parts of the shell that were needed so far, by their loader; `needed` keeps it. */
  readonly loaded: Map<Loader, unknown>;
  readonly dialect: Dialect;
  /** Services by name, without `.service`. */
  readonly services: Map<string, Service>;
  /** Packages that were installed (true) or removed since boot; others are there as its kind has them. */
  readonly packages: Map<string, boolean>;
  /** Loaded kernel modules, in order of loading, and who uses each. */
  readonly modules: Map<string, Set<string>>;
  /**
   * The mode of SELinux: a name only, nothing here is kept from doing anything. RHEL has it on, others not.
   */
  selinux: "Disabled" | "Enforcing" | "Permissive";
  /** What `hostname` says. */
  hostname: string;
  /** The next process id. */
  nextPid: number;
  /** Whether starting programs takes time; false while a lab is set up. */
  takesTime: boolean;
  /** Until when the processor is busy starting programs, one after another. */
  busyUntil: Nanos;
  /** Commands that shells have run at the moment at hand. */
  readonly thinking: { at: Nanos; commands: number };
  /** Subshells that run beside the shell that forked them. */
  forks: number;
}

/** A service that systemd or SysV scripts start and stop. */
export interface Service {
  readonly name: string;
  readonly description: string;
  /** Whether nothing goes on running once it is started: systemd then says "active (exited)". */
  readonly isOneShot: boolean;
  isRunning: boolean;
  isEnabled: boolean;
  /** When it was last started or stopped; `undefined`: never. */
  since: Nanos | undefined;
  /** What starting does to the machine; answers what to say where it fails. */
  readonly start: (process: Process) => Promise<string | undefined> | string | undefined;
  readonly stop: (process: Process) => Promise<void> | void;
  /** Reads its settings again. Absent: it cannot. */
  readonly reload?: (process: Process) => Promise<void> | void;
  /** What the `save` of its SysV script does; answers what it says. Absent: it has none. */
  readonly save?: (process: Process) => Promise<string>;
}
