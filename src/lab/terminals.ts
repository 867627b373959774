/**
 * The terminals of a lab: a command is typed in one of its node, as a person would.
 *
 * A terminal keeps its folder and variables from line to line. While a command runs in every terminal of a
 * node, another one is opened for the next command.
 */

import type { Machine } from "#shell/machine";
import { openTerminal, type Running, type Shell } from "#shell/shell";
import type { Nanos } from "#sim/engine/time";
import { type Lab, labTime } from "./lab.ts";

/** What was typed, where and when, and what runs because of it. */
export interface Typed {
  /** In the order of typing, from 0. */
  readonly number: number;
  /** Since time zero. */
  readonly at: Nanos;
  readonly node: string;
  readonly text: string;
  readonly running: Running;
}

export interface TerminalWatch {
  readonly onOutput: (typed: Typed, text: string, stream: "stdout" | "stderr") => void;
}

interface Terminal {
  readonly shell: Shell;
  typed: Typed | undefined;
}

export interface Terminals {
  readonly lab: Lab;
  readonly watch: TerminalWatch;
  readonly open: Map<string, Terminal[]>;
  readonly typed: Typed[];
}

/** No terminal yet: each opens when it is first needed. */
export const terminalsOf = (lab: Lab, watch: TerminalWatch): Terminals => ({
  lab,
  watch,
  open: new Map(),
  typed: [],
});

/** Types a command on a node now. It runs while the lab goes on; `undefined` where there is no such node. */
export function typeIn(terminals: Terminals, node: string, text: string): Typed | undefined {
  const { lab, typed } = terminals;
  const machine = lab.machines.get(node);
  if (machine === undefined) return undefined;
  const terminal = idleTerminal(terminals, machine);
  const at = labTime(lab);
  lab.log.push({ at, node, text });
  // Nothing in the network led to it: a person did.
  lab.simulation.cause = 0;
  terminal.typed = { number: typed.length, at, node, text, running: terminal.shell.run(text) };
  typed.push(terminal.typed);
  return terminal.typed;
}

/** The commands that have not ended. */
export const unfinished = ({ typed }: Terminals): Typed[] =>
  typed.filter(({ running }) => running.exitCode === undefined);

function idleTerminal(terminals: Terminals, machine: Machine): Terminal {
  const known = terminals.open.get(machine.name) ?? [];
  terminals.open.set(machine.name, known);
  const idle = known.find(({ shell, typed }) => !shell.hasExited && typed?.running.exitCode !== undefined);
  if (idle !== undefined) return idle;
  const terminal: Terminal = {
    typed: undefined,
    shell: openTerminal({ machine, onOutput: (text, stream) => tell(terminals, terminal, text, stream) }),
  };
  known.push(terminal);
  return terminal;
}

function tell(terminals: Terminals, { typed }: Terminal, text: string, stream: "stdout" | "stderr"): void {
  if (typed !== undefined) terminals.watch.onOutput(typed, text, stream);
}
