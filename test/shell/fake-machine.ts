/** A machine without a network, for tests of the shell itself. */

import { createTurns, type LabTurns } from "#lab/turns";
import { type Command, type CommandEntry, tableOf } from "#shell/command";
import { commands } from "#shell/commands/index";
import { createMachine } from "#shell/create-machine";
import type { Dialect, Machine } from "#shell/machine";
import type { Switches } from "#shell/proc-fs";
import { openTerminal, type Shell, startCommand } from "#shell/shell";
import { Simulation } from "#sim/engine/simulation";
import { seconds } from "#sim/engine/time";
import type { NetNode } from "#sim/nodes/node";
import type { Stack } from "#sim/stack/stack";

export interface Fake {
  readonly simulation: Simulation<never>;
  readonly turns: LabTurns;
  machine(name: string, dialect?: Dialect, extra?: readonly CommandEntry[]): Machine;
}

/** A command of a test, under a name. */
export const entryOf = (name: string, command: Command): CommandEntry => ({
  name,
  summary: "for tests",
  load: async () => command,
});

export function fakeLab(seed = 1): Fake {
  const simulation = new Simulation<never>(seed);
  const turns = createTurns(simulation);
  return {
    simulation,
    turns,
    machine: (name, dialect = "bash", extra = []) =>
      createMachine({
        name,
        // The shell itself asks nothing of the network.
        node: { kernel: "debian" } as unknown as NetNode,
        stack: { sysctl: { preset: "kernel" } } as unknown as Stack,
        simulation,
        turns,
        dialect,
        switches: fakeSwitches(),
        commands: tableOf([...commands, ...extra]),
      }),
  };
}

function fakeSwitches(): Switches {
  const values = new Map([
    ["net.ipv4.ip_forward", "0"],
    ["net.ipv4.conf.all.arp_ignore", "0"],
    ["net.ipv4.conf.eth0/1.arp_ignore", "0"],
    ["net.ipv4.conf.lo.arp_ignore", "0"],
    ["net.ipv4.conf.all.arp_announce", "0"],
    ["net.ipv4.conf.lo.arp_announce", "0"],
  ]);
  return {
    names: () => values.keys(),
    find: (name) => {
      const value = values.get(name);
      if (value === undefined) return undefined;
      return {
        read: () => values.get(name) ?? "",
        write: (text) => {
          if (!/^\d+$/.test(text)) return "EINVAL";
          values.set(name, text);
          return "ok";
        },
      };
    },
  };
}

export interface Finished {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
  readonly at: number;
}

/** Runs `sh -c text` (dash, or bash) to its end. */
export async function sh(text: string, dialect: Dialect = "bash", limit = 3600): Promise<Finished> {
  const lab = fakeLab();
  const machine = lab.machine("host", dialect);
  return runOn(lab, machine, text, limit);
}

export async function runOn(lab: Fake, machine: Machine, text: string, limit = 3600): Promise<Finished> {
  const output = { stdout: "", stderr: "" };
  const onOutput = (added: string, stream: "stdout" | "stderr"): void => {
    output[stream] += added;
  };
  const running = startCommand({ machine, text, onOutput });
  await lab.turns.runUntil(() => running.exitCode !== undefined, seconds(limit));
  return { code: running.exitCode, out: output.stdout, err: output.stderr, at: lab.simulation.now };
}

export interface Terminal {
  readonly shell: Shell;
  /** What was printed since the last call. */
  take(): string;
  /** Types a line and waits for its end; answers what it printed. */
  line(text: string): Promise<string>;
}

export function terminalOf(lab: Fake, machine: Machine): Terminal {
  let printed = "";
  const shell = openTerminal({
    machine,
    onOutput: (text) => {
      printed += text;
    },
  });
  const take = (): string => {
    const text = printed;
    printed = "";
    return text;
  };
  return {
    shell,
    take,
    line: async (text) => {
      const running = shell.run(text);
      await lab.turns.runUntil(() => running.exitCode !== undefined, seconds(100_000));
      return take();
    },
  };
}
