/**
 * `lvs-lab list`: the scenarios that come with the program, by topic, a line each.
 */

import process from "node:process";
import type { Scenario } from "#scenario/scenario";
import { topics } from "#scenario/topic";
import type { LanguageCode } from "#words/languages";
import { loadTopicWords } from "#words/topic-words";
import { type Arguments, UsageError } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { openScenario, shippedNames } from "./open-scenario.ts";

export const list: CliCommand = {
  name: "list",
  operands: "[WORD...]",
  summary: "list the scenarios that come with the program",
  options: [
    { name: "zh", what: "topics, titles and summaries in Chinese" },
    { name: "long", what: "with the summary of each" },
  ],
  details: ["With words, only those whose name, title or topic has one of them."],
  run,
};

interface Listed {
  readonly name: string;
  readonly scenario: Scenario;
  /** Its topic in all languages. */
  readonly group: Readonly<Record<LanguageCode, string>>;
}

async function run(given: Arguments): Promise<number> {
  const language = given.has("zh") ? "zh" : "en";
  const asked = given.operands.map((word) => word.toLowerCase());
  const found = (await shipped()).filter((one) => isAskedFor(one, asked));
  if (found.length === 0) throw new UsageError(`no scenario is called ${given.operands.join(" or ")}`);
  const width = Math.max(...found.map(({ name }) => name.length));
  let group = "";
  for (const one of found) {
    const heading = one.group[language];
    if (heading !== group) process.stdout.write(`${group === "" ? "" : "\n"}${heading}\n`);
    group = heading;
    const { title, summary } = one.scenario;
    process.stdout.write(`  ${one.name.padEnd(width)}  ${title[language]}\n`);
    if (given.has("long") && summary !== undefined) process.stdout.write(`      ${summary[language]}\n`);
  }
  return 0;
}

/** All of them, topic by topic; those of none come last. */
async function shipped(): Promise<Listed[]> {
  const [en, zh] = [await loadTopicWords("en"), await loadTopicWords("zh")];
  const all = shippedNames().map((name) => ({ name, scenario: openScenario(name).scenario }));
  return [...topics, undefined].flatMap((topic) =>
    all
      .filter(({ scenario }) => scenario.topic === topic)
      .map((one) => ({ ...one, group: { en: en[topic ?? "others"], zh: zh[topic ?? "others"] } })),
  );
}

function isAskedFor({ name, scenario: { title }, group }: Listed, asked: readonly string[]): boolean {
  const text = [name, title.en, title.zh, group.en, group.zh].join(" ").toLowerCase();
  return asked.length === 0 || asked.some((word) => text.includes(word));
}
