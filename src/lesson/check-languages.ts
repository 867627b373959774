/**
 * Whether the words of two languages say as much: what one has and lesson.yaml leaves free (replies to wrong
 * answers, hints, the step that a fact is named in) the other has too.
 */

import type { Report } from "#scenario/diagnostic";
import { quoted } from "#scenario/located";
import { anyOther, type WordsFile, type WrittenStep } from "./words-file.ts";

/** Reports in `report` what this file lacks and the other has; `other` is how that one is called. */
export function checkAgainst(file: WordsFile, otherFile: WordsFile, other: string, report: Report): void {
  for (const step of file.steps) {
    const counterpart = otherFile.steps.find(({ name }) => name === step.name);
    if (counterpart !== undefined) checkStep(step, counterpart, { other, report });
  }
}

interface Naming {
  readonly other: string;
  readonly report: Report;
}

function checkStep(step: WrittenStep, counterpart: WrittenStep, { other, report }: Naming): void {
  const lacks = (what: string, remedy: string): void =>
    report.error(step, { message: `${quoted(step.name)} has no ${what}, ${other} has`, remedy });
  for (const name of counterpart.replies.keys()) {
    if (step.replies.has(name)) continue;
    const heading = name === anyOther ? "### reply" : `### reply ${name}`;
    lacks(`\`${heading}\``, "add it");
  }
  const missing = counterpart.hints.length - step.hints.length;
  if (missing > 0) lacks(`hint ${counterpart.hints.length}`, "add `### hint`");
  const own = new Set(step.facts.map(({ name }) => name));
  for (const { name } of counterpart.facts) {
    if (!own.has(name)) lacks(`sentence with [${name}]`, "state the fact here too");
  }
}
