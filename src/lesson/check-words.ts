/**
 * Whether the words of a lesson in one language are all there, and none that nobody asks for: steps, options,
 * replies, hints, facts; and whether they are short enough to be read before something is done.
 */

import type { Place, Report } from "#scenario/diagnostic";
import { quoted } from "#scenario/located";
import { suggestion } from "#scenario/nearest";
import type { Lesson, LessonLanguage, Step } from "./lesson.ts";
import { anyOther, type Block, type WordsFile, type WrittenStep } from "./words-file.ts";

/** What a step may say at most before something can be done. */
export const longestText: Readonly<Record<LessonLanguage, number>> = { en: 60, zh: 100 };

const units = { en: "words", zh: "characters" } as const;

/** The length of a text: words of English; characters of Chinese, in which a foreign word counts as one. */
export function lengthOf(text: string, language: LessonLanguage): number {
  const plain = text.replaceAll(/\*\*|`/g, "");
  if (language === "en") return plain.split(/\s+/).filter((word) => word !== "").length;
  return (
    plain.match(
      /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]|[^\s\p{Script=Han}\u3000-\u303f\uff00-\uffef]+/gu,
    ) ?? []
  ).length;
}

interface Checking {
  readonly language: LessonLanguage;
  readonly report: Report;
  /** Machines that an answer may name. */
  readonly machines: readonly string[];
}

const start: Place = { line: 1, column: 1 };

/** Looks at a whole file of words. */
export function checkWords(file: WordsFile, lesson: Lesson, checking: Checking): void {
  const { report } = checking;
  mustSay(file.title, start, "the title", report);
  mustSay(file.summary, file.title ?? start, "the sentence that says the idea", report);
  const names = lesson.steps.map(({ name }) => name);
  const seen = new Set<string>();
  for (const written of file.steps) {
    if (seen.has(written.name)) {
      report.error(written, {
        message: `the step ${quoted(written.name)} is there twice`,
        remedy: "keep one",
      });
    }
    seen.add(written.name);
    const step = lesson.steps.find(({ name }) => name === written.name);
    if (step !== undefined) checkStepWords(written, step, checking);
    else {
      const message = `lesson.yaml has no step ${quoted(written.name)}`;
      report.error(written, { message, remedy: suggestion(written.name, names) });
    }
  }
  for (const { name } of lesson.steps.filter((step) => !seen.has(step.name))) {
    report.error(start, {
      message: `the step ${quoted(name)} has no words`,
      remedy: `add \`## ${name}: …\``,
    });
  }
  checkFacts(file, lesson, report);
}

function mustSay(block: Block | undefined, at: Place, what: string, report: Report): void {
  if (block !== undefined && block.text !== "") return;
  report.error(block ?? at, { message: `${what} is missing`, remedy: "write it" });
}

/** Who has read a step is in the next one at once. */
function mustNotSay(done: Block | undefined, report: Report): void {
  if (done === undefined) return;
  report.error(done, { message: "nobody sees `### done` of a step of reading", remedy: "remove it" });
}

function checkStepWords(written: WrittenStep, step: Step, checking: Checking): void {
  const { language, report } = checking;
  mustSay(written.text, written, `the text of ${quoted(step.name)}`, report);
  const length = lengthOf(written.text.text, language);
  const limit = longestText[language];
  if (length > limit) {
    report.error(written.text, {
      message: `the text has ${length} ${units[language]}, at most ${limit} are read`,
      remedy: "say less, or make two steps of it",
    });
  }
  if (step.kind === "read") mustNotSay(written.done, report);
  else mustSay(written.done, written, `\`### done\` of ${quoted(step.name)}`, report);
  checkHints(written, step, report);
  checkNamed(written.options, optionsOf(step), { what: "option", at: written, report });
  const replies = repliesOf(step, checking.machines);
  checkNamed(written.replies, replies.needed, { what: "reply", at: written, report, more: replies.possible });
  if (step.kind === "predict" && written.replies.size === 0) {
    report.error(written, {
      message: `nothing is said to a wrong answer of ${quoted(step.name)}`,
      remedy: "add `### reply NAME`, or `### reply` for any other",
    });
  }
}

function checkHints({ hints, line, column }: WrittenStep, { kind, name }: Step, report: Report): void {
  const isRight = kind === "do" ? hints.length === 2 : hints.length <= 2;
  if (isRight) return;
  report.error(hints[2] ?? { line, column }, {
    message: `${quoted(name)} has ${hints.length} hints`,
    remedy: kind === "do" ? "write two `### hint`, the weaker first" : "write two at most",
  });
}

/** What a person chooses from by name. */
function optionsOf(step: Step): readonly string[] {
  if (step.kind === "diagnose") return step.causes;
  if (step.kind !== "predict") return [];
  if (step.ask.kind === "outcome") return step.ask.outcomes.map(({ name }) => name);
  return step.ask.kind === "order" ? step.ask.events.map(({ name }) => name) : [];
}

/** To which answers or attempts something must be said, and to which it may. */
function repliesOf(
  step: Step,
  machines: readonly string[],
): { readonly needed: readonly string[]; readonly possible: readonly string[] | undefined } {
  switch (step.kind) {
    case "read":
      return { needed: [], possible: [] };
    case "do":
      return { needed: (step.wrong ?? []).map(({ name }) => name), possible: [] };
    case "diagnose":
      return { needed: step.causes.filter((name) => name !== step.cause), possible: [] };
    case "predict":
      switch (step.ask.kind) {
        case "machine":
          return { needed: [], possible: [anyOther, ...machines] };
        case "field":
          return { needed: [], possible: [anyOther, ...step.ask.choices] };
        case "outcome":
          return { needed: [], possible: [anyOther, ...step.ask.outcomes.map(({ name }) => name)] };
        case "order":
          return { needed: [anyOther], possible: [] };
        case "cable":
          return { needed: [], possible: undefined };
      }
  }
}

interface Naming {
  readonly what: "option" | "reply";
  readonly at: Place;
  readonly report: Report;
  /** Further names that may be there; `undefined`: any. */
  readonly more?: readonly string[] | undefined;
}

function checkNamed(blocks: ReadonlyMap<string, Block>, needed: readonly string[], naming: Naming): void {
  const { what, at, report } = naming;
  const headingOf = (name: string): string => `### ${what}${name === anyOther ? "" : ` ${name}`}`;
  for (const name of needed.filter((candidate) => !blocks.has(candidate))) {
    const message = `\`${headingOf(name)}\` is missing`;
    report.error(at, { message, remedy: "add it with its text" });
  }
  if ("more" in naming && naming.more === undefined) return;
  const known = [...needed, ...(naming.more ?? [])];
  for (const [name, block] of blocks) {
    if (known.includes(name)) continue;
    const message = `nothing in lesson.yaml is called ${quoted(name)} here`;
    report.error(block, { message, remedy: suggestion(name, known) });
  }
}

function checkFacts({ steps }: WordsFile, { facts }: Lesson, report: Report): void {
  const known = facts.map(({ name }) => name);
  const stated = new Set(steps.flatMap((step) => step.facts.map(({ name }) => name)));
  for (const fact of steps.flatMap((step) => step.facts)) {
    if (known.includes(fact.name)) continue;
    const message = `lesson.yaml has no fact ${quoted(fact.name)}`;
    report.error(fact, { message, remedy: suggestion(fact.name, known) });
  }
  for (const name of known.filter((candidate) => !stated.has(candidate))) {
    report.error(start, {
      message: `no sentence names the fact ${quoted(name)}`,
      remedy: `write [${name}] behind the sentence that it backs`,
    });
  }
}
