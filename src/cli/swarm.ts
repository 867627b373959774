/**
 * `lvs-lab swarm`: random networks hold what must hold in every lab, and damaged scenario files either run or
 * give diagnostics.
 *
 * Every failure is printed with its seed, and `--show SEED` prints the scenario of a seed as a file to run.
 */

import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { mutantOf, tryMutant, trySeed } from "#lab/swarm";
import { randomScenario } from "#scenario/random-scenario";
import { type Arguments, numberOf, UsageError } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { shippedFolder } from "./open-scenario.ts";
import { breathe } from "./output.ts";
import { type Progress, progressBar } from "./progress.ts";

export const swarm: CliCommand = {
  name: "swarm",
  operands: "",
  summary: "hold random networks and damaged scenario files to what must always be true",
  options: [
    { name: "scenarios", value: "N", what: "how many random networks (10000)" },
    { name: "mutants", value: "N", what: "how many damaged scenario files (10000)" },
    { name: "seed", value: "N", what: "the first seed; the others follow it (1)" },
    { name: "show", value: "SEED", what: "print the random scenario of a seed, and that is all" },
    { name: "show-mutant", value: "SEED", what: "print the damaged file of a seed, and that is all" },
  ],
  details: [
    "Every frame sent arrives, is dropped with a reason or is under way; no packet ends in a node without a",
    "word; none outlives its TTL; the counters of a destination equal its connections; replies through NAT",
    "leave as they should; one seed gives one trace.",
  ],
  run,
};

const usualCount = 10_000;

async function run(given: Arguments): Promise<number> {
  if (given.operands.length > 0) throw new UsageError("there is nothing to name here");
  const show = numberOf(given, "show");
  const showMutant = numberOf(given, "show-mutant");
  if (show !== undefined) process.stdout.write(randomScenario(show));
  if (showMutant !== undefined) process.stdout.write(mutantOf(shippedFiles(), showMutant).text);
  if (show !== undefined || showMutant !== undefined) return 0;
  const from = numberOf(given, "seed") ?? 1;
  const files = shippedFiles();
  const scenarios = numberOf(given, "scenarios") ?? usualCount;
  const mutants = numberOf(given, "mutants") ?? usualCount;
  const failures =
    (await runAll({ what: "random networks", from, count: scenarios }, trySeed)) +
    (await runAll({ what: "damaged files", from, count: mutants }, (seed) => tryMutant(files, seed)));
  return failures === 0 ? 0 : 1;
}

interface Batch {
  readonly what: string;
  readonly from: number;
  readonly count: number;
}

interface Outcome {
  readonly failures: readonly string[];
  readonly events: number;
}

/** Runs a batch of seeds; answers how many failed. */
async function runAll(
  { what, from, count }: Batch,
  attempt: (seed: number) => Promise<Outcome>,
): Promise<number> {
  if (count === 0) return 0;
  process.stdout.write(`${count} ${what} from seed ${from} to ${from + count - 1}\n`);
  const progress = progressBar();
  let failed = 0;
  let events = 0;
  for (let seed = from; seed < from + count; seed++) {
    const outcome = await outcomeOf(seed, attempt);
    events += outcome.events;
    if (outcome.failures.length > 0) {
      failed++;
      tell(progress, seed, outcome.failures);
    }
    progress.show((seed - from + 1) / count, `${seed - from + 1} of ${count}, ${failed} failed`);
    await breathe();
  }
  progress.clear();
  process.stdout.write(`${count} ${what}: ${failed} failed, ${events} events\n`);
  return failed;
}

/** A broken assertion of ours is a failure like any other, and the others go on. */
async function outcomeOf(seed: number, attempt: (seed: number) => Promise<Outcome>): Promise<Outcome> {
  try {
    return await attempt(seed);
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { failures: said.split("\n").slice(0, shownOfStack), events: 0 };
  }
}

const shownOfStack = 6;

function tell(progress: Progress, seed: number, failures: readonly string[]): void {
  progress.clear();
  process.stdout.write(`seed ${seed}:\n${failures.map((failure) => `  ${failure}\n`).join("")}`);
}

function shippedFiles(): { readonly file: string; readonly text: string }[] {
  const folder = shippedFolder();
  if (folder === undefined) throw new UsageError("the scenarios that come with the program are missing");
  const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return names.sort().map((file) => ({ file, text: readFileSync(`${folder}/${file}`, "utf8") }));
}
