/**
 * The terminals of a lab: a command is typed in one of its node, as a person would.
 *
 * A terminal keeps its folder and variables from line to line. While a command runs in every terminal of a
 * node, another one is opened for the next command of a script; a person names the terminal.
 */

import type { EditorEvent } from "#shell/editor";
import type { Machine } from "#shell/machine";
import { openTerminal, type Running, type Shell } from "#shell/shell";
import type { Nanos } from "#sim/engine/time";
import { type Lab, labTime } from "./lab.ts";
import type { TerminalName } from "./lab-command.ts";
import type { BusyTerminal } from "./lab-messages.ts";

/** What was typed, where and when, and what runs because of it. */
export interface Typed {
  /** In the order of typing, from 0. */
  readonly number: number;
  /** Since time zero. */
  readonly at: Nanos;
  readonly node: string;
  readonly terminal: TerminalName;
  readonly text: string;
  /** Whether a script typed it. */
  readonly isScript: boolean;
  readonly running: Running;
}

export interface TerminalWatch {
  readonly onOutput: (typed: Typed, text: string, stream: "stdout" | "stderr") => void;
  /** A line is being run. */
  readonly onTyped?: (typed: Typed) => void;
  /** A line has ended; `shell` has the next prompt. */
  readonly onEnded?: (typed: Typed, shell: Shell) => void;
  /** A new prompt without a line having been run: Ctrl-C where nothing ran. */
  readonly onPrompt?: (terminal: TerminalName, shell: Shell) => void;
  /** What the terminal itself shows of keys that are pressed while a command runs, as a tty does. */
  readonly onEcho?: (terminal: TerminalName, text: string) => void;
  /** Shows an editor. Absent: no terminal can. */
  readonly onEditor?: (terminal: TerminalName, event: EditorEvent) => void;
}

export interface Terminal {
  readonly name: TerminalName;
  readonly shell: Shell;
  typed: Typed | undefined;
  /** Whether Ctrl-C was pressed while the command runs. */
  isInterrupted: boolean;
}

export interface Terminals {
  readonly lab: Lab;
  readonly watch: TerminalWatch;
  /** By node and number; one that `exit` has ended is not among them. */
  readonly open: Map<string, Map<number, Terminal>>;
  readonly typed: Typed[];
}

/** No terminal yet: each opens when it is first needed. */
export const terminalsOf = (lab: Lab, watch: TerminalWatch): Terminals => ({
  lab,
  watch,
  open: new Map(),
  typed: [],
});

/**
 * Types a command of a script on a node now. It runs while the lab goes on; `undefined` where there is no
 * such node.
 */
export function typeIn(terminals: Terminals, node: string, text: string): Typed | undefined {
  const { lab } = terminals;
  if (!lab.machines.has(node)) return undefined;
  lab.log.push({ at: labTime(lab), node, text });
  // Nothing in the network led to it: a person did.
  lab.simulation.cause = 0;
  const terminal = terminalAt(terminals, { node, number: firstIdle(terminals, node) });
  return terminal === undefined ? undefined : runIn(terminals, terminal, { text, isScript: true });
}

/** The commands that have not ended. */
export const unfinished = ({ typed }: Terminals): Typed[] =>
  typed.filter(({ running }) => running.exitCode === undefined);

/** The terminals in which a command runs, and what it waits for. */
export const busyTerminals = ({ open }: Terminals): BusyTerminal[] =>
  [...open.values()].flatMap((ofNode) =>
    [...ofNode.values()].filter(isBusy).map(({ name, shell }) => ({ ...name, waitsFor: shell.waitsFor })),
  );

/** Whether a command in one of these terminals goes on by itself. */
export const goesOn = ({ open }: Terminals, names: readonly TerminalName[]): boolean =>
  names.some(({ node, number }) => {
    const terminal = open.get(node)?.get(number);
    return terminal !== undefined && isBusy(terminal) && terminal.shell.waitsFor === "time";
  });

/** Whether a command runs in a terminal. */
export const isBusy = ({ typed }: Terminal): boolean =>
  typed !== undefined && typed.running.exitCode === undefined;

/** A terminal by its name, opened where it is not yet; `undefined` where there is no such node. */
export function terminalAt(terminals: Terminals, name: TerminalName): Terminal | undefined {
  const { lab, open } = terminals;
  const machine = lab.machines.get(name.node);
  if (machine === undefined) return undefined;
  const ofNode = open.get(name.node) ?? new Map<number, Terminal>();
  open.set(name.node, ofNode);
  const terminal = ofNode.get(name.number) ?? newTerminal(terminals, machine, name);
  ofNode.set(name.number, terminal);
  return terminal;
}

/** Runs a line in a terminal that is not busy. */
export function runIn(
  terminals: Terminals,
  terminal: Terminal,
  { text, isScript }: Pick<Typed, "text" | "isScript">,
): Typed {
  const { lab, typed, watch } = terminals;
  const { name, shell } = terminal;
  terminal.isInterrupted = false;
  const entry: Typed = {
    ...{ number: typed.length, at: labTime(lab), node: name.node, terminal: name },
    ...{ text, isScript, running: shell.run(text, { asksForMore: !isScript }) },
  };
  terminal.typed = entry;
  typed.push(entry);
  watch.onTyped?.(entry);
  return entry;
}

function firstIdle({ open }: Terminals, node: string): number {
  const ofNode = open.get(node);
  let number = 0;
  for (let known = ofNode?.get(0); known !== undefined; known = ofNode?.get(++number)) {
    if (!isBusy(known) && !known.shell.isUnfinished) break;
  }
  return number;
}

function newTerminal(terminals: Terminals, machine: Machine, name: TerminalName): Terminal {
  const { watch } = terminals;
  const { onEditor } = watch;
  const terminal: Terminal = {
    name,
    typed: undefined,
    isInterrupted: false,
    shell: openTerminal({
      machine,
      onOutput: (text, stream) => {
        if (terminal.typed !== undefined) watch.onOutput(terminal.typed, text, stream);
      },
      onEnded: () => lineEnded(terminals, terminal),
      ...(onEditor === undefined ? {} : { onEditor: (event) => onEditor(name, event) }),
    }),
  };
  return terminal;
}

/** After a line: its end is told, then whatever was typed meanwhile and not read is the next line. */
function lineEnded(terminals: Terminals, terminal: Terminal): void {
  const { name, shell, typed, isInterrupted } = terminal;
  const { watch, open } = terminals;
  if (typed === undefined) return;
  // bash begins a new line after ^C has ended what ran, and a login shell says farewell.
  if (isInterrupted && typed.running.exitCode === interruptCode) watch.onEcho?.(name, "\n");
  if (shell.hasExited) watch.onEcho?.(name, "logout\n");
  watch.onEnded?.(typed, shell);
  if (shell.hasExited) {
    open.get(name.node)?.delete(name.number);
    return;
  }
  const next = shell.takeTyped();
  if (next !== undefined) runIn(terminals, terminal, { text: next, isScript: false });
}

/** Of a process that SIGINT ended. */
const interruptCode = 130;
