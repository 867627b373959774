/**
 * Sessions at the terminals of a lab, as text: what was typed on which node, and everything it printed.
 *
 * A line `scenario: NAME` comes first. Then each `node$ command` is followed by its output, standard error
 * included, as the terminal shows it. A last line `[N]` is an exit code other than 0; a line `...` stands for
 * any lines; `^C after 3s` below a command interrupts it after that much simulated time. Lines that begin
 * with `#:` are remarks.
 */

import { readFileSync } from "node:fs";
import { advance, type Lab, openLab } from "#lab/lab";
import { parseScenario } from "#scenario/parse";
import { openTerminal, type Shell } from "#shell/shell";
import { later, millis, type Nanos, seconds } from "#sim/engine/time";

/** A command of a transcript, and the lines that are said to follow it. */
export interface Exchange {
  readonly line: number;
  readonly node: string;
  readonly command: string;
  /** Simulated time until Ctrl-C, if it is pressed. */
  readonly interrupt: Nanos | undefined;
  readonly expected: readonly string[];
}

export interface Transcript {
  readonly scenario: string;
  readonly exchanges: readonly Exchange[];
}

const commandLine = /^([a-z][a-z0-9-]*)[$#] (.*)$/;
const interruptLine = /^\^C after (\d+(?:\.\d+)?)s$/;

/**
 * Reads a transcript. Throws where it does not begin with its scenario, or where a line belongs to no
 * command.
 */
export function readTranscript(text: string): Transcript {
  const lines = text.replace(/\n$/, "").split("\n");
  const scenario = /^scenario: (\S+)$/.exec(lines[0] ?? "")?.[1];
  if (scenario === undefined) throw new Error("a transcript begins with `scenario: NAME`");
  const starts = lines.flatMap((line, at) => (commandLine.test(line) ? [at] : []));
  const strays = lines.slice(1, starts[0]).filter((line) => line !== "" && !line.startsWith("#:"));
  if (strays.length > 0) throw new Error(`this belongs to no command: ${strays[0]}`);
  const exchanges = starts.map((at, index) => exchangeOf(lines.slice(at, starts[index + 1]), at + 1));
  return { scenario, exchanges };
}

function exchangeOf([first = "", ...below]: readonly string[], line: number): Exchange {
  const [, node = "", command = ""] = commandLine.exec(first) ?? [];
  const said = below.filter((each) => !each.startsWith("#:"));
  const wait = interruptLine.exec(said[0] ?? "")?.[1];
  const interrupt = wait === undefined ? undefined : seconds(Number(wait));
  return { line, node, command, interrupt, expected: wait === undefined ? said : said.slice(1) };
}

/** How long somebody takes from the end of a command to the next. */
const typing = millis(500);
/** A command that has not ended by then does not end. */
const patience = seconds(300);
/** What a command may take to say farewell after Ctrl-C. */
const farewell = seconds(1);

/** Plays a transcript in a lab of its own; answers the lines that followed each command. */
export async function play({ scenario: name, exchanges }: Transcript): Promise<string[][]> {
  const file = `scenarios/${name}.yaml`;
  const { scenario } = parseScenario(readFileSync(file, "utf8"), { file });
  if (scenario === undefined) throw new Error(`${file} is no scenario`);
  const lab = await openLab(scenario);
  if (lab.problems.length > 0) throw new Error(`${file}: ${JSON.stringify(lab.problems)}`);
  const terminals = new Map<string, Terminal>();
  const results: string[][] = [];
  for (const { node, command, interrupt } of exchanges) {
    const terminal = terminals.get(node) ?? openOn(lab, node);
    terminals.set(node, terminal);
    await advance(lab, typing);
    const code = await typeOut(lab, terminal.shell, { command, interrupt });
    // What a job in the background printed since the last command here is on this screen too.
    const text = terminal.printed.splice(0).join("");
    const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
    results.push(code === 0 ? lines : [...lines, `[${code}]`]);
  }
  return results;
}

interface Terminal {
  readonly shell: Shell;
  readonly printed: string[];
}

function openOn({ machines }: Lab, node: string): Terminal {
  const machine = machines.get(node);
  if (machine === undefined) throw new Error(`there is no node ${node}`);
  const printed: string[] = [];
  return { shell: openTerminal({ machine, onOutput: (text) => printed.push(text) }), printed };
}

type Typed = Pick<Exchange, "command" | "interrupt">;

/** Types a command and waits for its end, or for Ctrl-C; answers the exit code. */
async function typeOut(
  lab: Lab,
  shell: Shell,
  { command, interrupt }: Typed,
): Promise<number | "still runs"> {
  const running = shell.run(command);
  const ended = (): boolean => running.exitCode !== undefined;
  await lab.turns.runUntil(ended, later(lab.simulation.now, interrupt ?? patience));
  if (interrupt !== undefined) {
    running.signal("INT");
    await lab.turns.runUntil(ended, later(lab.simulation.now, farewell));
  }
  return running.exitCode ?? "still runs";
}

/** Whether lines are what was expected, in which `...` stands for any of them. */
export function agrees(expected: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return actual.length === 0;
  if (first !== "...") return first === actual[0] && agrees(rest, actual.slice(1));
  return actual.some((_, skipped) => agrees(rest, actual.slice(skipped))) || agrees(rest, []);
}
