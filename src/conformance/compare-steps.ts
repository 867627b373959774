/**
 * Which outcomes of the steps agree with the recording: every exit code, text, reply, error, choice and
 * counter is one value that counts.
 */

import type { StepRecord } from "./result.ts";
import { isSameText, withServicesSorted } from "./same-text.ts";
import type { Score } from "./score.ts";

const notCompared = new Set(["t", "t1", "took", "connected", "desc"]);

/** Compares all steps; `commands` holds what the `run` steps ran, by index. */
export function compareSteps(
  recorded: readonly StepRecord[],
  simulated: readonly StepRecord[],
  commands: readonly (string | undefined)[],
): Score {
  const score: Score = { agreeing: 0, total: 0, messages: [] };
  for (let index = 0; index < Math.max(recorded.length, simulated.length); index++) {
    compareStep(score, index, leavesAt(recorded, commands, index), leavesAt(simulated, commands, index));
  }
  return score;
}

type Leaves = Map<string, unknown>;

function compareStep(score: Score, index: number, expected: Leaves, found: Leaves): void {
  for (const path of new Set([...expected.keys(), ...found.keys()])) {
    score.total++;
    const [kernel, here] = [expected.get(path), found.get(path)];
    const isText = typeof kernel === "string" && typeof here === "string";
    if (isText ? isSameText(kernel, here) : kernel === here) {
      score.agreeing++;
      continue;
    }
    const wanted = JSON.stringify(kernel);
    score.messages.push(`step ${index}${path}: kernel ${wanted}\n      here ${JSON.stringify(here)}`);
  }
}

function leavesAt(
  steps: readonly StepRecord[],
  commands: readonly (string | undefined)[],
  index: number,
): Leaves {
  const leaves: Leaves = new Map();
  const step = steps[index];
  if (step !== undefined) collect(leaves, "", prepared(step, commands[index]));
  return leaves;
}

function collect(leaves: Leaves, path: string, value: unknown): void {
  if (Array.isArray(value)) {
    if (value.length === 0) leaves.set(path, "[]");
    for (const [index, one] of value.entries()) collect(leaves, `${path}[${index}]`, one);
    return;
  }
  if (typeof value !== "object" || value === null) {
    leaves.set(path, value);
    return;
  }
  for (const [key, one] of Object.entries(value)) {
    if (!notCompared.has(key) && one !== undefined) collect(leaves, `${path}.${key}`, one);
  }
}

/** Services that nobody sorts come out of a hash table: sort them before comparing. */
function prepared(step: StepRecord, command: string | undefined): unknown {
  const { stdout, runs, results } = step;
  return {
    ...step,
    ...(typeof stdout === "string" && isUnsorted(command) ? { stdout: withServicesSorted(stdout) } : {}),
    ...(Array.isArray(runs) ? { runs: runs.map(preparedRun) } : {}),
    ...(Array.isArray(results) ? { results: results.map(preparedResult) } : {}),
  };
}

const isUnsorted = (command: unknown): boolean =>
  typeof command === "string" && (command.includes("--nosort") || command.includes("/net/ip_vs"));

function preparedRun(run: unknown): unknown {
  if (typeof run !== "object" || run === null) return run;
  const { cmd, stdout } = run as { readonly cmd?: unknown; readonly stdout?: unknown };
  return isUnsorted(cmd) && typeof stdout === "string" ? { ...run, stdout: withServicesSorted(stdout) } : run;
}

function preparedResult(result: unknown): unknown {
  if (!Array.isArray(result) || result.length !== 2 || !Array.isArray(result[1])) return result;
  const services = result[1].map((one: unknown) => [JSON.stringify(one), one] as const);
  return [result[0], services.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)];
}
