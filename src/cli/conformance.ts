/**
 * `lvs-lab conformance DIR`: plays every case of DIR/cases, writes what happened, and says how far it agrees
 * with DIR/results.
 */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type Case, readCase } from "#conformance/case";
import { type Agreement, compare } from "#conformance/compare";
import { replay } from "#conformance/replay";
import { type Result, readResult } from "#conformance/result";
import { addToTally, emptyTally, tallyLines } from "#conformance/tally";
import { type Arguments, UsageError } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";

export const conformance: CliCommand = {
  name: "conformance",
  operands: "DIR",
  summary: "play the cases of DIR/cases in the simulator and compare with DIR/results",
  options: [
    { name: "results", value: "OUT", what: "where to write what happened (a temporary folder if absent)" },
    { name: "group", value: "PREFIX", what: "only cases whose names begin so" },
    { name: "case", value: "NAME", what: "only this case" },
    { name: "show", value: "N", what: "disagreements shown for a case (3)" },
  ],
  details: ["Without DIR/results nothing is compared: the results are written and that is all."],
  run,
};

async function run(given: Arguments): Promise<number> {
  const [dir, ...more] = given.operands;
  if (dir === undefined || more.length > 0) throw new UsageError("give one folder that holds cases/");
  const cases = casesOf(dir, given);
  const out = given.text("results") ?? mkdtempSync(join(tmpdir(), "lvs-lab-conformance-"));
  mkdirSync(out, { recursive: true });
  const isCompared = existsSync(join(dir, "results"));
  const unstable = unstableOf(dir);
  const tally = emptyTally();
  const shown = Number(given.text("show") ?? 3);
  for (const one of cases) {
    const result = await playOrExplain(one);
    writeFileSync(join(out, `${one.name}.json`), JSON.stringify(result ?? {}));
    if (!isCompared) continue;
    const agreement = agreementOf(dir, one, result);
    report(one, agreement, { shown, isUnstable: unstable.has(one.name) });
    if (!unstable.has(one.name)) addToTally(tally, one.group, agreement);
  }
  process.stdout.write(isCompared ? tallyLines(tally) : `${cases.length} results written to ${out}\n`);
  return !isCompared || tally.disagreeing === 0 ? 0 : 1;
}

function casesOf(dir: string, given: Arguments): Case[] {
  const folder = join(dir, "cases");
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UsageError(`there is no folder ${folder}`);
  const prefix = given.text("group") ?? "";
  const name = given.text("case");
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .filter((one) => one.startsWith(prefix) && (name === undefined || one === name))
    .sort();
  if (names.length === 0) throw new UsageError(`${folder} holds no case that is meant`);
  return names.map((one) => caseAt(join(folder, `${one}.json`)));
}

function caseAt(path: string): Case {
  const read = readCase(jsonAt(path));
  if (!read.ok) throw new UsageError(`${path} is no case: ${read.fault}`);
  return read.case;
}

function jsonAt(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`${path} cannot be read as JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * A case that breaks the simulator is a case that does not agree; the break is shown, and the others go on.
 */
async function playOrExplain(one: Case): Promise<Result | undefined> {
  try {
    return await replay(one);
  } catch (error) {
    process.stderr.write(`${one.name}: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    return undefined;
  }
}

const commandsOf = (one: Case): (string | undefined)[] => one.steps.map((step) => step.run);

function agreementOf(dir: string, one: Case, result: Result | undefined): Agreement {
  const path = join(dir, "results", `${one.name}.json`);
  const recorded = readResult(jsonAt(path));
  if (!recorded.ok) throw new UsageError(`${path} is no result: ${recorded.fault}`);
  const nothing: Result = { name: one.name, group: one.group, steps: [], frames: {} };
  return compare(recorded.result, result ?? nothing, commandsOf(one));
}

function unstableOf(dir: string): Set<string> {
  const path = join(dir, "unstable.txt");
  if (!existsSync(path)) return new Set();
  const lines = readFileSync(path, "utf8").split("\n");
  return new Set(
    lines
      .filter((line) => line.trim() !== "" && !line.startsWith("#"))
      .map((line) => line.split(" ")[0] ?? ""),
  );
}

function report(
  one: Case,
  { agrees, frames, texts }: Agreement,
  { shown, isUnstable }: { readonly shown: number; readonly isUnstable: boolean },
): void {
  if (agrees || shown === 0) return;
  const note = isUnstable ? " (unstable)" : "";
  const counts = `frames ${frames.agreeing} of ${frames.total}, texts ${texts.agreeing} of ${texts.total}`;
  process.stdout.write(`${one.name}${note}: ${counts}\n`);
  for (const message of [...frames.messages, ...texts.messages].slice(0, shown)) {
    process.stdout.write(`   ${message.slice(0, shownOfMessage)}\n`);
  }
}

const shownOfMessage = 1400;
