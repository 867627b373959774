/**
 * `lvs-lab exec SCENARIO NODE 'command'`: one command on one node of a lab that stands at time zero.
 */

import process from "node:process";
import { openLab } from "#lab/lab";
import { type Terminals, type Typed, terminalsOf, typeIn } from "#lab/terminals";
import { later, millis } from "#sim/engine/time";
import { type Arguments, numberOf, UsageError } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { openScenario } from "./open-scenario.ts";
import { breathe, standardOutput } from "./output.ts";
import { setupLines } from "./setup-words.ts";

export const exec: CliCommand = {
  name: "exec",
  operands: "SCENARIO NODE 'COMMAND'",
  summary: "run a command on a node of a scenario, after the setups and before the script",
  options: [{ name: "seed", value: "N", what: "the seed of all chance, in place of the scenario's own" }],
  details: ["Ctrl-C interrupts the command. Exit code 1: the command failed; its own code is said."],
  run,
};

async function run(given: Arguments): Promise<number> {
  const [named, node, text, ...more] = given.operands;
  if (named === undefined || node === undefined || text === undefined || more.length > 0) {
    throw new UsageError("give a scenario, a node and a command in quotes");
  }
  const file = openScenario(named);
  const names = file.scenario.nodes.map(({ name }) => name);
  if (!names.includes(node)) {
    throw new UsageError(`${file.path} has no node ${node}; its nodes are ${names.join(", ")}`);
  }
  const seed = numberOf(given, "seed");
  const lab = await openLab(file.scenario, seed === undefined ? {} : { seed });
  for (const line of setupLines(file.path, file.text, lab.problems)) process.stderr.write(`${line}\n`);
  const output = standardOutput();
  const terminals = terminalsOf(lab, {
    onOutput: (_typed, said, stream) => {
      if (stream === "stdout") output.write(said);
      else {
        output.flush();
        process.stderr.write(said);
      }
    },
  });
  const code = await untilEnd(terminals, typeIn(terminals, node, text), output.flush);
  if (code !== 0) process.stderr.write(`lvs-lab exec: the command failed with exit code ${code}\n`);
  return code === 0 ? 0 : 1;
}

/** Simulated time between two looks at the keyboard. */
const slice = millis(20);

/** Lets the lab go on until the command has ended; Ctrl-C reaches it in between. */
async function untilEnd(terminals: Terminals, typed: Typed | undefined, flush: () => void): Promise<number> {
  if (typed === undefined) throw new UsageError("there is no such node");
  const { turns, simulation } = terminals.lab;
  const { running } = typed;
  const interrupt = (): void => running.signal("INT");
  process.on("SIGINT", interrupt);
  while (running.exitCode === undefined) {
    const moment = later(simulation.now, slice);
    const stopped = await turns.runUntil(() => running.exitCode !== undefined, moment);
    if (stopped !== "reached") await turns.advance(moment);
    flush();
    await breathe();
  }
  process.off("SIGINT", interrupt);
  return running.exitCode;
}
