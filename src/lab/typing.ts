/**
 * What a person does at the terminals of a lab, as a tty takes it: a line goes to the shell, or, while a
 * command runs, to whoever reads first; Ctrl-C goes to what runs and throws away what was typed ahead.
 */

import type { EditorAct } from "#shell/editor";
import type { LabAct, TerminalName } from "./lab-command.ts";
import { isBusy, runIn, type Terminal, type Terminals, terminalAt } from "./terminals.ts";

/** Terminals that one node may have; more is not a person's doing. */
const maxTerminals = 100;

/** Why an act cannot be done. */
export type Refused =
  | { readonly why: "no-terminal"; readonly terminal: TerminalName }
  | { readonly why: "no-editor"; readonly terminal: TerminalName };

/** Says it to people who write labs. */
export const refusalText = ({ why, terminal: { node, number } }: Refused): string =>
  why === "no-editor"
    ? `no editor is open in terminal ${number} of ${node}`
    : `there is no terminal ${number} of ${node}`;

/** Does what a person does, now. What it leads to happens while the lab goes on. */
export function perform(terminals: Terminals, act: LabAct): Refused | undefined {
  const { node, number } = act.terminal;
  const name = { node, number };
  if (act.kind === "edit") return edit(terminals, name, act);
  const isName = Number.isInteger(number) && number >= 0 && number < maxTerminals;
  const terminal = isName ? terminalAt(terminals, name) : undefined;
  if (terminal === undefined) return { why: "no-terminal", terminal: name };
  // Nothing in the network led to it.
  terminals.lab.simulation.cause = 0;
  switch (act.kind) {
    case "type":
      typeText(terminals, terminal, `${act.text}\n`);
      return undefined;
    case "input":
      if (act.text === undefined) endInput(terminals, terminal);
      else typeText(terminals, terminal, act.text);
      return undefined;
    case "signal":
      signal(terminals, terminal, act);
      return undefined;
  }
}

/** An act that is refused leaves no trace, not even a terminal that it opened. */
function edit(terminals: Terminals, name: TerminalName, { text, path }: EditorAct): Refused | undefined {
  const terminal = terminals.open.get(name.node)?.get(name.number);
  terminals.lab.simulation.cause = 0;
  return terminal?.shell.edit({ text, path }) === true ? undefined : { why: "no-editor", terminal: name };
}

function typeText(terminals: Terminals, terminal: Terminal, text: string): void {
  const { name, shell } = terminal;
  if (isBusy(terminal) && !shell.isEditing) terminals.watch.onEcho?.(name, text);
  shell.type(text);
  if (isBusy(terminal)) return;
  const line = shell.takeTyped();
  if (line !== undefined) runIn(terminals, terminal, { text: line, isScript: false });
}

/** Ctrl-D: the end of what a command reads; at a prompt it leaves the shell. */
function endInput(terminals: Terminals, terminal: Terminal): void {
  if (isBusy(terminal)) terminal.shell.type(undefined);
  else runIn(terminals, terminal, { text: "exit", isScript: false });
}

type SignalAct = Extract<LabAct, { kind: "signal" }>;

function signal(terminals: Terminals, terminal: Terminal, { signal: kind, line = "" }: SignalAct): void {
  const { name, shell, typed } = terminal;
  const { watch } = terminals;
  if (kind === "INT" && shell.isEditing) return;
  if (kind === "INT") {
    shell.forget();
    watch.onEcho?.(name, `${line}^C`);
  }
  if (typed !== undefined && isBusy(terminal)) {
    terminal.isInterrupted ||= kind === "INT";
    typed.running.signal(kind);
    return;
  }
  if (kind !== "INT") return;
  shell.state.status = 130;
  watch.onEcho?.(name, "\n");
  watch.onPrompt?.(name, shell);
}
