/**
 * `lvs-lab claims [NAME…]`: what tutorials say of LVS, tried in the lab: for each the verdict, and whether
 * its observation is made where it should be, and only there.
 */

import process from "node:process";
import { tryClaim } from "#lesson/try-claim";
import { formatDiagnostic } from "#scenario/diagnostic";
import { suggestion } from "#scenario/nearest";
import { type Arguments, UsageError } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { readClaims } from "./open-claims.ts";
import { shippedScenarios } from "./open-lesson.ts";

export const claims: CliCommand = {
  name: "claims",
  operands: "[NAME...]",
  summary: "try what tutorials say of LVS, and tell what is found",
  options: [],
  details: [
    "Without a NAME, all claims of lessons/claims. A claim is decided when its observation is made after its",
    "lines, and not before them, nor after those of its contrast.",
  ],
  run,
};

async function run({ operands }: Arguments): Promise<number> {
  const { claims: known, diagnostics } = readClaims();
  for (const found of diagnostics) process.stdout.write(`${formatDiagnostic(found)}\n`);
  const names = known.map(({ claim }) => claim.name);
  const strange = operands.find((name) => !names.includes(name));
  if (strange !== undefined && diagnostics.length === 0) {
    throw new UsageError(`there is no claim ${strange}; ${suggestion(strange, names)}`);
  }
  let failed = diagnostics.length;
  for (const one of known.filter(({ claim }) => operands.length === 0 || operands.includes(claim.name))) {
    const { claim, words } = one;
    const scenario = shippedScenarios().find(claim.scenario);
    if (scenario === undefined) continue;
    const problems = await tryClaim(one, scenario);
    failed += problems.length;
    process.stdout.write(`${claim.name}: ${claim.verdict}: ${words.en.title}\n`);
    for (const text of problems) process.stdout.write(`  error: ${text}\n`);
  }
  return failed === 0 ? 0 : 1;
}
