/**
 * `lvs-lab list`: the scenarios that come with the program, a line each.
 */

import process from "node:process";
import type { Words } from "#scenario/scenario";
import { type Arguments, UsageError } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { openScenario, shippedNames } from "./open-scenario.ts";

export const list: CliCommand = {
  name: "list",
  operands: "[WORD...]",
  summary: "list the scenarios that come with the program",
  options: [
    { name: "zh", what: "titles and summaries in Chinese" },
    { name: "long", what: "with the summary of each" },
  ],
  details: ["With words, only those whose name or title has one of them."],
  run,
};

async function run(given: Arguments): Promise<number> {
  const language = given.has("zh") ? "zh" : "en";
  const rows = shippedNames()
    .map((name) => ({ name, ...openScenario(name).scenario }))
    .filter(({ name, title }) => isAskedFor(given.operands, name, title));
  if (rows.length === 0) throw new UsageError(`no scenario is called ${given.operands.join(" or ")}`);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, title, summary } of rows) {
    process.stdout.write(`${name.padEnd(width)}  ${title[language]}\n`);
    if (given.has("long") && summary !== undefined) process.stdout.write(`    ${summary[language]}\n`);
  }
  return 0;
}

function isAskedFor(asked: readonly string[], name: string, { en, zh }: Words): boolean {
  const text = `${name} ${en} ${zh}`.toLowerCase();
  return asked.length === 0 || asked.some((word) => text.includes(word.toLowerCase()));
}
