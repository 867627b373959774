/**
 * Sessions with the real tools, replayed on a machine of the lab.
 *
 * A session is text: `$ command`, then what it printed; `E|` begins a line of standard error, which comes
 * after the standard output of its command; `[rc 2]` ends one that did not exit with 0.
 */

import { readFileSync } from "node:fs";
import { createTurns } from "#lab/turns";
import { createMachine } from "#shell/create-machine";
import { Simulation } from "#sim/engine/simulation";
import { bringLoopbackUp, makeLinux } from "#sim/nodes/linux";
import type { NetworkEvent } from "#sim/trace";
import { type Fake, runOn } from "../fake-machine.ts";

export interface Exchange {
  readonly command: string;
  readonly answer: string;
}

/** The commands of a recorded session with their answers. */
export function exchangesOf(path: URL): readonly Exchange[] {
  const blocks = readFileSync(path, "utf8").split(/^\$ /m).slice(1);
  return blocks.map((block) => {
    const end = block.indexOf("\n");
    return { command: block.slice(0, end), answer: block.slice(end + 1) };
  });
}

/**
 * Runs the commands one after another on one new machine; answers what they print, in the form of a session.
 */
export async function replay(exchanges: readonly Exchange[]): Promise<readonly Exchange[]> {
  const simulation = new Simulation<never>(1);
  const network = simulation as unknown as Simulation<NetworkEvent>;
  const node = makeLinux({ name: "host", kind: "host", preset: "kernel", simulation: network });
  bringLoopbackUp(node.stack);
  const turns = createTurns(simulation);
  const machine = createMachine({
    name: "host",
    node,
    stack: node.stack,
    simulation,
    turns,
    dialect: "dash",
  });
  const lab: Fake = { simulation, turns, machine: () => machine };
  const answers: Exchange[] = [];
  for (const { command } of exchanges) {
    const { out, err, code } = await runOn(lab, machine, command);
    const said = err.replace(/^(?=.)|^(?=\n)/gm, "E|");
    answers.push({ command, answer: `${out}${said}${code === 0 ? "" : `[rc ${code}]\n`}` });
  }
  return answers;
}
