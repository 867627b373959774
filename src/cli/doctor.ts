/**
 * `lvs-lab doctor SCENARIO`: what the configuration of a scenario's machines foretells, before a packet is
 * sent.
 */

import process from "node:process";
import type { Finding } from "#doctor/finding";
import { examine } from "#doctor/index";
import type { Lab } from "#lab/lab";
import { goOn, openSession } from "#lab/session";
import type { Scenario } from "#scenario/scenario";
import { type Nanos, nanos } from "#sim/engine/time";
import { type FindingWords, loadFindingWords, tellFinding } from "#words/finding-words";
import { type Arguments, UsageError } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { durationOf } from "./duration.ts";
import { openScenario } from "./open-scenario.ts";
import { type Paint, paintFor } from "./output.ts";
import { setupLines } from "./setup-words.ts";

export const doctor: CliCommand = {
  name: "doctor",
  operands: "SCENARIO",
  summary: "say what will go wrong in a scenario, and what to type against it",
  options: [
    {
      name: "at",
      value: "TIME",
      what: "as it stands after so much of the script, such as 5s (before all of it)",
    },
    { name: "json", what: "for programs: one object with all findings and their values" },
    { name: "zh", what: "in Chinese" },
  ],
  details: ["Reads the configuration of all machines and sends nothing. Exit code 1: something was found."],
  run,
};

async function run(given: Arguments): Promise<number> {
  const [named, ...more] = given.operands;
  if (named === undefined || more.length > 0) throw new UsageError("give one scenario");
  const file = openScenario(named);
  const at = given.text("at");
  const lab = await labAt(file.scenario, at === undefined ? nanos(0) : durationOf(at, "at"));
  for (const line of setupLines(file.path, file.text, lab.problems)) process.stderr.write(`${line}\n`);
  const findings = examine(lab.network);
  if (given.has("json")) {
    process.stdout.write(`${JSON.stringify({ scenario: file.path, findings }, undefined, 2)}\n`);
  } else {
    const words = await loadFindingWords(given.has("zh") ? "zh" : "en");
    process.stdout.write(report(findings, file.path, { words, paint: paintFor(process.stdout) }));
  }
  return findings.length === 0 ? 0 : 1;
}

/** The lab after its script has gone on for a while; at time zero nothing of it has been typed. */
async function labAt(scenario: Scenario, at: Nanos): Promise<Lab> {
  const session = await openSession(scenario, {});
  if (at > 0) await goOn(session, at, () => false);
  return session.lab;
}

interface Telling {
  readonly words: FindingWords;
  readonly paint: Paint;
}

function report(findings: readonly Finding[], path: string, telling: Telling): string {
  const { report: own } = telling.words;
  if (findings.length === 0) return `${own.none(path)}\n`;
  const parts = findings.map((finding) => paragraph(finding, telling));
  return `${parts.join("\n")}\n${own.count(findings.length)}\n`;
}

function paragraph(finding: Finding, { words, paint }: Telling): string {
  const { title, consequence, cure } = tellFinding(words, finding);
  const { node, remedy, lesson } = finding;
  const { report: own } = words;
  const lines = [
    `${paint("bold", node)}  ${title}`,
    `  ${consequence}`,
    `  ${remedy.length === 0 ? own.noCure : own.cure(cure)}`,
    ...remedy.map(({ node: where, command }) => `    ${where}$ ${paint("cyan", command)}`),
    ...(lesson === undefined ? [] : [`  ${own.lesson(lesson)}`]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
