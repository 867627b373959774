/**
 * One running lab: a scenario, a seed and the log of what was typed.
 *
 * Opening it builds the network, sets the switches, runs each node's setup through a shell and starts the
 * programs; the moment after that is time zero. Nothing about a run needs saving but those three: `openLab`
 * and the log give the same run again, to the byte.
 */

import { planOf } from "#scenario/build";
import type { Scenario, ScenarioNode, SysctlSetting } from "#scenario/scenario";
import { makeDirectories, write as writeFile } from "#shell/files/change";
import type { Machine } from "#shell/machine";
import { type Running, startCommand } from "#shell/shell";
import type { Simulation } from "#sim/engine/simulation";
import { later, type Nanos, seconds } from "#sim/engine/time";
import { buildNetwork, type Network } from "#sim/network";
import { write as writeSysctl } from "#sim/stack/sysctl-table";
import type { NetworkEvent } from "#sim/trace";
import { bringUp, machinesOf } from "./machines.ts";
import { startPrograms } from "./programs.ts";
import { createTurns, type LabTurns } from "./turns.ts";

export interface LabOptions {
  /** In place of the scenario's own. */
  readonly seed?: number;
  /** Really encode and decode every frame on every cable. */
  readonly asBytes?: boolean;
  /** How long the setup of a node may take, in simulated time; 120 s if nothing is said. */
  readonly setupLimit?: Nanos;
  /** Called before anything happens: whoever wants to look attaches here. */
  readonly onBuilt?: (network: Network) => void;
  /** When the setups are to rest, so that a program around the lab can do something else. */
  readonly rests?: Rests;
}

/** Rests in long work; nothing in a lab depends on them. */
export interface Rests {
  /** Whether it is time; asked after every step. */
  readonly isDue: () => boolean;
  /** Comes back when the work may go on; rejects where it shall not. */
  readonly take: () => Promise<void>;
}

/** Something a setup said or a switch refused: the lab runs, but not as its author meant. */
export interface SetupProblem {
  readonly node: string;
  readonly text: string;
}

/** One entry of the log: what was typed, where and when. */
export interface TypedCommand {
  readonly at: Nanos;
  readonly node: string;
  readonly text: string;
}

export interface Lab {
  readonly scenario: Scenario;
  readonly network: Network;
  readonly simulation: Simulation<NetworkEvent>;
  readonly turns: LabTurns;
  readonly machines: ReadonlyMap<string, Machine>;
  /** The moment of the simulation that counts as time zero. */
  readonly start: Nanos;
  readonly problems: readonly SetupProblem[];
  readonly log: TypedCommand[];
}

/** A setup that has not ended by then waits for something that does not come. */
const usualSetupLimit = seconds(120);

/** Opens a lab: builds, configures, and answers it at time zero. */
export async function openLab(scenario: Scenario, options: LabOptions = {}): Promise<Lab> {
  const plan = planOf(scenario, options.seed);
  const network = buildNetwork({ ...plan, asBytes: options.asBytes ?? false });
  options.onBuilt?.(network);
  const { simulation } = network;
  const turns = createTurns(simulation);
  const machines = machinesOf(network, turns, "bash");
  const problems: SetupProblem[] = [];
  for (const node of scenario.nodes) prepare(scenario, node, { machines, problems });
  const limit = options.setupLimit ?? usualSetupLimit;
  const setting = { machines, turns, simulation, problems, limit, rests: options.rests };
  for (const node of scenario.nodes) await runSetup(node, setting);
  for (const node of scenario.nodes) await runPrograms(node, { machines, problems });
  return { scenario, network, simulation, turns, machines, start: simulation.now, problems, log: [] };
}

interface Preparing {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly problems: SetupProblem[];
}

function prepare(scenario: Scenario, node: ScenarioNode, { machines, problems }: Preparing): void {
  const machine = machines.get(node.name);
  if (machine === undefined) return;
  for (const setting of [...scenario.sysctl, ...node.sysctl]) applySetting(machine, setting, problems);
  bringUp(machine.node);
  if ((node.preset ?? scenario.preset) === "rhel") {
    for (const folder of rhelFolders) makeDirectories(machine.files, folder);
  }
  for (const { path, text } of node.files) {
    makeDirectories(machine.files, path.slice(0, path.lastIndexOf("/")));
    writeFile(machine.files, path, text);
  }
}

/** Folders of RHEL's services; elsewhere whoever needs one makes it. */
const rhelFolders = ["/etc/sysconfig", "/var/lock/subsys"];

function applySetting(machine: Machine, { name, value }: SysctlSetting, problems: SetupProblem[]): void {
  const result = writeSysctl(machine.stack.sysctl, name, value);
  if (result === "ok") return;
  const why = result === "ENOENT" ? "there is no such switch" : `the kernel refuses ${value}`;
  problems.push({ node: machine.name, text: `sysctl ${name}: ${why}` });
}

interface Setting extends Preparing {
  readonly turns: LabTurns;
  readonly simulation: Simulation<NetworkEvent>;
  readonly limit: Nanos;
  readonly rests: Rests | undefined;
}

async function runSetup(node: ScenarioNode, setting: Setting): Promise<void> {
  const { machines, turns, simulation, problems, limit } = setting;
  const machine = machines.get(node.name);
  if (machine === undefined || node.setup.trim() === "") return;
  let said = "";
  const running = startCommand({
    machine,
    text: node.setup,
    onOutput: (text, stream) => {
      if (stream === "stderr") said += text;
    },
  });
  await untilEnded(running, later(simulation.now, limit), setting);
  if (running.exitCode === undefined) {
    running.signal("TERM");
    await turns.settle();
    said += `the setup did not end within ${limit / 1e9} s of simulated time\n`;
  }
  for (const line of said.split("\n")) {
    if (line.trim() !== "") problems.push({ node: node.name, text: line });
  }
}

/** Lets the setup go on to its end or to a moment, with rests. */
async function untilEnded(running: Running, moment: Nanos, { turns, rests }: Setting): Promise<void> {
  const hasEnded = (): boolean => running.exitCode !== undefined;
  for (;;) {
    const stopped = await turns.runUntil(() => hasEnded() || rests?.isDue() === true, moment);
    if (hasEnded() || stopped !== "reached") return;
    await rests?.take();
  }
}

async function runPrograms(
  { name: node, programs }: ScenarioNode,
  { machines, problems }: Preparing,
): Promise<void> {
  const machine = machines.get(node);
  if (machine === undefined) return;
  for (const { program, port, errno } of await startPrograms(machine, programs)) {
    problems.push({ node, text: `${program} on port ${port} cannot start: ${errno}` });
  }
}

/** Lets the lab go on for `duration`; what was typed goes on with it. */
export async function advance(lab: Lab, duration: Nanos): Promise<void> {
  await lab.turns.advance(later(lab.simulation.now, duration));
}

/** Moment of the lab's own clock: nanoseconds since time zero. */
export const labTime = (lab: Lab): Nanos => (lab.simulation.now - lab.start) as Nanos;
