/**
 * The prompt of an interactive bash: what PS1 and PS2 stand for (bash's manual, "Controlling the Prompt").
 *
 * Leaves out what needs the host or the shell's own work: dates, `\l`, `\v`, and `$` in a prompt.
 */

import { baseName } from "./files/tree.ts";
import type { Machine } from "./machine.ts";

/** What the shell of a terminal calls the machine and where it is. */
export interface Surroundings {
  /** The name that the machine had when the shell started. */
  readonly host: string;
  readonly cwd: string;
  readonly jobs: number;
}

/** The PS1 that the distributions give root. */
export const usualPrompt = ({ stack }: Machine): string =>
  stack.sysctl.preset === "rhel" ? "[\\u@\\h \\W]\\$ " : "\\u@\\h:\\w\\$ ";

/** PS2 asks for the rest of a command. */
export const usualContinuation = "> ";

/** What a new terminal of a machine shows before anything was typed. */
export const firstPrompt = (machine: Machine): string =>
  promptOf(usualPrompt(machine), { host: machine.hostname, cwd: home, jobs: 0 });

/** What the value of PS1 or PS2 stands for now. */
export const promptOf = (value: string, surroundings: Surroundings): string =>
  value.replace(/\\(.)/gs, (written, letter: string) => meaningOf(letter, surroundings) ?? written);

function meaningOf(letter: string, { host, cwd, jobs }: Surroundings): string | undefined {
  switch (letter) {
    case "u":
      return "root";
    case "h":
      return host.split(".")[0] ?? host;
    case "H":
      return host;
    case "w":
      return shortened(cwd);
    case "W":
      return cwd === home || cwd === "/" ? shortened(cwd) : baseName(cwd);
    case "$":
      return "#";
    case "s":
      return "bash";
    case "j":
      return String(jobs);
    case "n":
      return "\n";
    case "r":
      return "\r";
    case "e":
      return "\u001b";
    case "\\":
      return "\\";
    case "[":
    case "]":
      return "";
  }
  return undefined;
}

const home = "/root";

function shortened(cwd: string): string {
  if (cwd === home) return "~";
  return cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
}
