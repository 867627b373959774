/**
 * A trial of a lab: opened, played for a bounded time and a bounded number of events, with an eye on the
 * invariants.
 *
 * For labs that nobody has seen before: random ones, and what is left of damaged files.
 */

import type { Scenario, ScriptStep } from "#scenario/scenario";
import type { Simulation } from "#sim/engine/simulation";
import { later, millis, type Nanos, seconds } from "#sim/engine/time";
import type { NetworkEvent } from "#sim/trace";
import { recordLine } from "./event-record.ts";
import { type Invariants, watchInvariants } from "./invariants.ts";
import { type Lab, labTime, openLab } from "./lab.ts";
import { type Terminals, terminalsOf, typeIn, unfinished } from "./terminals.ts";

export interface TrialOptions {
  /** Since time zero. */
  readonly until: Nanos;
  /** What may happen in all; a flood beyond that is cut off. */
  readonly maxSteps: number;
  readonly asBytes?: boolean;
  /** Whether to work out `trace`, which costs as much as the trial itself. */
  readonly isTraceTold?: boolean;
}

export interface Trial {
  /** Invariants that did not hold. */
  readonly broken: readonly string[];
  /** What the setups complained about. */
  readonly problems: readonly string[];
  /** What the commands of the script said, on both outputs. */
  readonly said: string;
  readonly events: number;
  readonly isCutOff: boolean;
  /** A number that two equal traces share. */
  readonly trace: number;
}

const setupLimit = seconds(5);
const interval = millis(50);

/** Tries a scenario. Throws only where an assertion of ours fails. */
export async function tryScenario(scenario: Scenario, options: TrialOptions): Promise<Trial> {
  const { asBytes = false } = options;
  const watching: { invariants?: Invariants; account?: TraceAccount } = {};
  const lab = await openLab(scenario, {
    asBytes,
    setupLimit,
    onBuilt: (network) => {
      watching.invariants = watchInvariants(network);
      watching.account = countTrace(network.simulation, options.isTraceTold ?? false);
    },
  });
  let said = "";
  const terminals = terminalsOf(lab, { onOutput: (_typed, text) => (said += text) });
  const going = { lab, terminals, options, steps: 0, look: () => watching.invariants?.look() };
  await play(going);
  watching.invariants?.end();
  return {
    broken: watching.invariants?.broken ?? [],
    problems: lab.problems.map(({ node, text }) => `${node}: ${text}`),
    said,
    events: watching.account?.events ?? 0,
    isCutOff: going.steps >= options.maxSteps,
    trace: watching.account?.hash ?? 0,
  };
}

interface Going {
  readonly lab: Lab;
  readonly terminals: Terminals;
  readonly options: TrialOptions;
  readonly look: () => void;
  steps: number;
}

async function play(going: Going): Promise<void> {
  const { lab, terminals, options } = going;
  const steps: ScriptStep[] = [...lab.scenario.script].sort((a, b) => a.at - b.at);
  for (const { at, on, run } of steps) {
    if (at > options.until) break;
    await goOn(going, at);
    if (going.steps < options.maxSteps) typeIn(terminals, on, run);
  }
  await goOn(going, options.until);
  for (const { running } of unfinished(terminals)) running.signal("TERM");
  await lab.turns.settle();
}

async function goOn(going: Going, moment: Nanos): Promise<void> {
  const { lab, options } = going;
  const isTooMuch = (): boolean => ++going.steps >= options.maxSteps;
  while (labTime(lab) < moment && going.steps < options.maxSteps) {
    const next = later(lab.start, Math.min(labTime(lab) + interval, moment) as Nanos);
    const stopped = await lab.turns.runUntil(isTooMuch, next);
    if (stopped !== "reached") await lab.turns.advance(next);
    going.look();
  }
}

interface TraceAccount {
  events: number;
  hash: number;
}

const hashStart = 0x811c9dc5;
const hashFactor = 0x01000193;

/** Counts the events of a trace and, where asked, hashes their text (FNV-1a, 32 bits). */
function countTrace(simulation: Simulation<NetworkEvent>, isHashed: boolean): TraceAccount {
  const account: TraceAccount = { events: 0, hash: hashStart };
  simulation.observe((event) => {
    account.events++;
    if (!isHashed) return;
    const line = recordLine(event, seconds(0));
    let { hash } = account;
    for (let at = 0; at < line.length; at++) hash = Math.imul(hash ^ line.charCodeAt(at), hashFactor);
    account.hash = hash >>> 0;
  });
  return account;
}
