/**
 * The swarm: a random lab of a seed, and a damaged scenario file of a seed, each with what went wrong.
 */

import { formatDiagnostic } from "#scenario/diagnostic";
import { type Mutant, mutantsOf } from "#scenario/mutate";
import { parseScenario } from "#scenario/parse";
import { randomLabLength, randomScenario } from "#scenario/random-scenario";
import { seconds } from "#sim/engine/time";
import { type Trial, tryScenario } from "./trial.ts";

export interface SwarmOutcome {
  /** What was not as it must be; nothing where all is well. */
  readonly failures: readonly string[];
  readonly events: number;
}

/** Of so many random labs one runs twice, to see that its trace is the same. */
const sampling = 10;
/** Of so many random labs one sends every frame as bytes. */
const byteSampling = 4;

/**
 * Where a loop of two routers meets a cable that duplicates, one packet becomes thousands before its time to
 * live is over. That is as it must be, and is cut off here.
 */
const maxSteps = 100_000;

/** Runs the random lab of a seed. Throws where an assertion of ours fails. */
export async function trySeed(seed: number): Promise<SwarmOutcome> {
  const text = randomScenario(seed);
  const { scenario, diagnostics } = parseScenario(text, { file: `seed ${seed}` });
  if (scenario === undefined) return { failures: diagnostics.map(formatDiagnostic), events: 0 };
  const isTraceTold = seed % sampling === 0;
  const options = {
    until: seconds(randomLabLength),
    maxSteps,
    isTraceTold,
    asBytes: seed % byteSampling === 0,
  };
  const trial = await tryScenario(scenario, options);
  const failures = [...trial.broken, ...unexpected(trial)];
  if (isTraceTold) {
    const again = await tryScenario(scenario, options);
    if (again.trace !== trial.trace)
      failures.push(`another trace: ${trial.events}, then ${again.events} events`);
  }
  return { failures, events: trial.events };
}

/** A random lab is a valid one: what its setups say is a mistake, and so is a command that is not there. */
function unexpected({ problems, said }: Trial): string[] {
  const missing = said.split("\n").filter((line) => line.includes("command not found"));
  return [...problems, ...missing];
}

type Files = readonly { readonly file: string; readonly text: string }[];

/** The damaged file of a seed. */
export function mutantOf(files: Files, seed: number): Mutant {
  const [mutant] = mutantsOf(files, { from: seed, count: 1 });
  if (mutant === undefined) throw new Error("broken invariant: there are files to damage");
  return mutant;
}

const mutantLength = seconds(2);
const mutantSteps = 50_000;

/** Reads the damaged file of a seed and, where it is still a scenario, runs it for a while. */
export async function tryMutant(files: Files, seed: number): Promise<SwarmOutcome> {
  const { file, text } = mutantOf(files, seed);
  const { scenario, diagnostics } = parseScenario(text, { file });
  if (scenario === undefined) {
    const isExplained = diagnostics.some(({ severity }) => severity === "error");
    return { failures: isExplained ? [] : ["neither a scenario nor a diagnostic"], events: 0 };
  }
  const trial = await tryScenario(scenario, { until: mutantLength, maxSteps: mutantSteps });
  return { failures: trial.broken, events: trial.events };
}
