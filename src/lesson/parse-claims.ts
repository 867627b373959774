/**
 * The files of lessons/claims to claims, the lessons that they become, and their words; with a diagnostic for
 * every mistake in any of them.
 *
 * Never throws and always ends, whatever the texts.
 */

import { collector, type Diagnostic, hasErrors, type Place, type Report } from "#scenario/diagnostic";
import { entriesOf, itemsOf, type Located, quoted, textOf, valueAt } from "#scenario/located";
import { suggestion } from "#scenario/nearest";
import { readYaml } from "#scenario/yaml";
import { checkLesson } from "./check-lesson.ts";
import { checkPlaces } from "./check-places.ts";
import { lengthOf, longestText } from "./check-words.ts";
import { type Claim, type ClaimLesson, verdicts } from "./claim.ts";
import { answers, asked, lessonNodeOf, wordsOfClaim } from "./claim-lesson.ts";
import { claimShape, claimsShape } from "./claim-shape.ts";
import { placesOf } from "./lab-places.ts";
import { type LessonLanguage, lessonLanguages } from "./lesson.ts";
import { lessonShape } from "./lesson-shape.ts";
import type { KnownScenarios, SourceText } from "./parse.ts";
import { readWordsFile, type WordsFile, type WrittenStep } from "./words-file.ts";

export interface ClaimFiles {
  readonly claims: SourceText;
  readonly words: Readonly<Record<LessonLanguage, SourceText>>;
}

/** What heads the list of claims in a language. */
export interface ClaimsHeading {
  readonly title: string;
  readonly about: string;
}

export interface ParsedClaims {
  /** None if there is any error in any file. */
  readonly claims: readonly ClaimLesson[];
  readonly heading: Readonly<Record<LessonLanguage, ClaimsHeading>>;
  readonly diagnostics: readonly Diagnostic[];
}

interface ReadClaim {
  readonly claim: Claim;
  readonly lesson: ClaimLesson["lesson"];
}

/** Reads all claims; all mistakes are in `diagnostics`, file by file in their order. */
export function parseClaims(files: ClaimFiles, scenarios: KnownScenarios): ParsedClaims {
  const own = collector(files.claims.file);
  const read = readClaims(files.claims.text, scenarios, own.report);
  const written = lessonLanguages.map((language) => {
    const { file, text } = files.words[language];
    const { report, diagnostics } = collector(file);
    const words = readWordsFile(text, report);
    checkClaimWords(words, read, { language, report });
    return { language, words, diagnostics };
  });
  const diagnostics = [...own.diagnostics(), ...written.flatMap((one) => one.diagnostics())];
  const heading = byLanguage(written, ({ title, summary }) => ({
    title: title?.text ?? "",
    about: summary?.text ?? "",
  }));
  if (hasErrors(diagnostics)) return { claims: [], heading, diagnostics };
  const claims = read.map(({ claim, lesson }): ClaimLesson => {
    const words = byLanguage(written, (file) => {
      const step = file.steps.find(({ name }) => name === claim.name);
      if (step === undefined) throw new Error(`${claim.name} was found to have words`);
      return wordsOfClaim(claim, file, step);
    });
    return { claim, lesson, words };
  });
  return { claims, heading, diagnostics };
}

type Written = readonly { readonly language: LessonLanguage; readonly words: WordsFile }[];

const byLanguage = <Value>(written: Written, make: (words: WordsFile) => Value) =>
  Object.fromEntries(written.map(({ language, words }) => [language, make(words)])) as Readonly<
    Record<LessonLanguage, Value>
  >;

function readClaims(text: string, scenarios: KnownScenarios, report: Report): readonly ReadClaim[] {
  const root = readYaml(text, report);
  if (root === undefined || claimsShape.read(root, report) === undefined) return [];
  const seen = new Set<string>();
  return itemsOf(root).flatMap((item) => {
    const name = textOf(valueAt(item, "name")) ?? "";
    if (seen.has(name)) {
      report.error(item.at, { message: `${quoted(name)} is there already`, remedy: "give it another name" });
    }
    seen.add(name);
    return readClaim(item, scenarios, report) ?? [];
  });
}

function readClaim(item: Located, scenarios: KnownScenarios, report: Report): ReadClaim | undefined {
  const quiet = collector("").report;
  const claim = claimShape.read(item, quiet);
  const node = lessonNodeOf(item);
  const lesson = lessonShape.read(node, quiet);
  if (claim === undefined || lesson === undefined) return undefined;
  const scenario = scenarios.find(claim.scenario);
  const places = scenario && placesOf(scenario);
  checkLesson(node, { places, scenarioNames: scenarios.names }, report);
  const rest = entriesOf(item).filter(({ key }) => key === "contrast" || key === "event");
  if (places !== undefined) for (const { value } of rest) checkPlaces(value, places, report);
  return { claim, lesson: { ...lesson, name: claim.name } };
}

interface Checking {
  readonly language: LessonLanguage;
  readonly report: Report;
}

const start: Place = { line: 1, column: 1 };

function checkClaimWords(file: WordsFile, read: readonly ReadClaim[], checking: Checking): void {
  const { report } = checking;
  const names = [asked, ...read.map(({ claim }) => claim.name)];
  const missing = (at: Place, what: string): void =>
    report.error(at, { message: `${what} is missing`, remedy: "write it" });
  if (!file.title?.text) missing(start, "the title");
  if (!file.summary?.text) missing(file.title ?? start, "the sentence that says what this is");
  const seen = new Set<string>();
  for (const step of file.steps) {
    if (seen.has(step.name)) {
      report.error(step, { message: `${quoted(step.name)} is there twice`, remedy: "keep one" });
    }
    seen.add(step.name);
    if (step.name === asked) checkNames(step, common, report);
    else if (names.includes(step.name)) checkOne(step, checking);
    else {
      const message = `claims.yaml has no claim ${quoted(step.name)}`;
      report.error(step, { message, remedy: suggestion(step.name, names) });
    }
  }
  for (const name of names.filter((known) => !seen.has(known))) missing(start, `\`## ${name}: …\``);
}

interface Parts {
  readonly options: readonly string[];
  readonly replies: readonly string[];
  readonly hasDone: boolean;
}

const common: Parts = {
  options: [...Object.values(answers), "found", ...verdicts],
  replies: [answers.holds],
  hasDone: false,
};

function checkOne(step: WrittenStep, { language, report }: Checking): void {
  checkNames(step, { options: [], replies: [], hasDone: true }, report);
  for (const [block, what] of [
    [step.text, "the text"],
    [step.done, "`### done`"],
  ] as const) {
    const length = lengthOf(block?.text ?? "", language);
    if (length > 0 && length <= longestText[language]) continue;
    report.error(block ?? step, {
      message: `${what} of ${quoted(step.name)} has ${length} words or characters`,
      remedy: `write from 1 to ${longestText[language]}`,
    });
  }
  for (const fact of step.facts) {
    report.error(fact, {
      message: "a claim names no facts",
      remedy: "its own observation backs it: remove this",
    });
  }
}

function checkNames(step: WrittenStep, wanted: Parts, report: Report): void {
  const parts = [
    ["option", [...step.options.keys()], wanted.options],
    ["reply", [...step.replies.keys()], wanted.replies],
  ] as const;
  for (const [what, written, known] of parts) {
    for (const name of known.filter((one) => !written.includes(one))) {
      report.error(step, { message: `\`### ${what} ${name}\` is missing`, remedy: "add it with its text" });
    }
    for (const name of written.filter((one) => !known.includes(one))) {
      const message = `nothing is called ${quoted(name)} here`;
      report.error(step, { message, remedy: suggestion(name, known) });
    }
  }
  if (step.hints.length > 0 || (step.done !== undefined) !== wanted.hasDone) {
    const remedy = wanted.hasDone ? "write `### done`, and no hint" : "write neither";
    report.error(step, { message: `hints or \`### done\` of ${quoted(step.name)} are not so`, remedy });
  }
}
