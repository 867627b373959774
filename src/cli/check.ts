/**
 * `lvs-lab check SCENARIO…`: every mistake of scenario files, and what their setups complain about.
 */

import process from "node:process";
import { openLab } from "#lab/lab";
import { formatDiagnostic, hasErrors } from "#scenario/diagnostic";
import { type Arguments, UsageError } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { readScenario } from "./open-scenario.ts";
import { setupLines } from "./setup-words.ts";

export const check: CliCommand = {
  name: "check",
  operands: "SCENARIO...",
  summary: "read scenarios, run their setups, and list every mistake",
  options: [],
  details: ["Each mistake is a line FILE:LINE:COLUMN: error: what is wrong; what would be right."],
  run,
};

async function run({ operands }: Arguments): Promise<number> {
  if (operands.length === 0) throw new UsageError("give one scenario or more");
  let wrong = 0;
  for (const named of operands) {
    const { path, lines, isWrong } = await mistakesOf(named);
    for (const line of lines) process.stdout.write(`${line}\n`);
    if (isWrong) wrong++;
    else process.stdout.write(`${path}: ok\n`);
  }
  return wrong === 0 ? 0 : 1;
}

interface Mistakes {
  readonly path: string;
  readonly lines: readonly string[];
  readonly isWrong: boolean;
}

async function mistakesOf(named: string): Promise<Mistakes> {
  const { path, text, scenario, diagnostics } = readScenario(named);
  const lines = diagnostics.map(formatDiagnostic);
  if (scenario === undefined) return { path, lines, isWrong: true };
  const { problems } = await openLab(scenario);
  lines.push(...setupLines(path, text, problems));
  return { path, lines, isWrong: hasErrors(diagnostics) || problems.length > 0 };
}
