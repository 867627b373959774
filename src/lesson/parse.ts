/**
 * A lesson's files to a lesson and its words, with a diagnostic for every mistake in any of them.
 *
 * Never throws and always ends, whatever the texts.
 */

import { collector, type Diagnostic, hasErrors, type Report } from "#scenario/diagnostic";
import type { Scenario } from "#scenario/scenario";
import { readYaml } from "#scenario/yaml";
import { checkAgainst } from "./check-languages.ts";
import { checkLesson } from "./check-lesson.ts";
import { checkWords } from "./check-words.ts";
import { placesOf } from "./lab-places.ts";
import {
  type Lesson,
  type LessonCard,
  type LessonLanguage,
  type LessonWords,
  lessonLanguages,
  type StepWords,
} from "./lesson.ts";
import { courseShape, lessonShape } from "./lesson-shape.ts";
import { type Block, readWordsFile, type WordsFile, type WrittenStep } from "./words-file.ts";

/** A file, and its name in diagnostics. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** The files of a lesson. */
export interface LessonFiles {
  /** The name of the folder. */
  readonly name: string;
  readonly lesson: SourceText;
  readonly words: Readonly<Record<LessonLanguage, SourceText>>;
}

/** Where scenarios come from. */
export interface KnownScenarios {
  readonly names: readonly string[];
  readonly find: (name: string) => Scenario | undefined;
}

export type LessonTexts = Readonly<Record<LessonLanguage, LessonWords>>;

export interface ParsedLesson {
  /** `undefined` if there is any error in any file. */
  readonly lesson: Lesson | undefined;
  readonly words: LessonTexts | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a lesson; all mistakes are in `diagnostics`, file by file in their order. */
export function parseLesson(files: LessonFiles, scenarios: KnownScenarios): ParsedLesson {
  const { report, diagnostics } = collector(files.lesson.file);
  const { lesson, machines } = readLesson(files, scenarios, report);
  const found = [...diagnostics()];
  const read = lessonLanguages.map((language) => {
    const { file, text } = files.words[language];
    const own = collector(file);
    return { language, file, own, written: readWordsFile(text, own.report) };
  });
  for (const one of read) {
    const { language, own, written } = one;
    const isThere = mustBeThere(files.words[language], own.report);
    if (lesson !== undefined && isThere)
      checkWords(written, lesson, { language, report: own.report, machines });
    for (const other of read) {
      if (other !== one) checkAgainst(written, other.written, `${other.language}.md`, own.report);
    }
    found.push(...own.diagnostics());
  }
  if (lesson === undefined || hasErrors(found)) {
    return { lesson: undefined, words: undefined, diagnostics: found };
  }
  const words = Object.fromEntries(read.map(({ language, written }) => [language, wordsOf(written)]));
  return { lesson, words: words as LessonTexts, diagnostics: found };
}

interface ReadLesson {
  readonly lesson: Lesson | undefined;
  readonly machines: readonly string[];
}

function readLesson(
  { name, lesson: file }: LessonFiles,
  scenarios: KnownScenarios,
  report: Report,
): ReadLesson {
  const root = mustBeThere(file, report) ? readYaml(file.text, report) : undefined;
  if (root === undefined) return { lesson: undefined, machines: [] };
  const read = lessonShape.read(root, report);
  const scenario = read === undefined ? undefined : scenarios.find(read.scenario);
  const places = scenario === undefined ? undefined : placesOf(scenario);
  if (root.kind === "map") checkLesson(root, { places, scenarioNames: scenarios.names }, report);
  return {
    lesson: read === undefined ? undefined : { name, ...read },
    machines: places?.machines ?? [],
  };
}

/** A file that is not there is read as an empty one. */
function mustBeThere({ text }: SourceText, report: Report): boolean {
  if (text.trim() !== "") return true;
  const remedy = "write it; `lvs-lab new lesson` makes one to begin with";
  report.error({ line: 1, column: 1 }, { message: "the file is empty or not there", remedy });
  return false;
}

const wordsOf = ({ title, summary, steps }: WordsFile): LessonWords => ({
  title: title?.text ?? "",
  summary: summary?.text ?? "",
  steps: Object.fromEntries(steps.map((step) => [step.name, stepWordsOf(step)])),
});

const stepWordsOf = ({ title, text, hints, options, replies, done, facts }: WrittenStep): StepWords => ({
  title,
  text: text.text,
  hints: hints.map((hint) => hint.text),
  options: textsOf(options),
  replies: textsOf(replies),
  done: done?.text ?? "",
  facts: [...new Set(facts.map(({ name }) => name))],
});

const textsOf = (blocks: ReadonlyMap<string, Block>): Readonly<Record<string, string>> =>
  Object.fromEntries([...blocks].map(([name, { text }]) => [name, text]));

/** What a list shows of a lesson. */
export const cardOf = ({ name, scenario }: Lesson, { en, zh }: LessonTexts): LessonCard => ({
  name,
  scenario,
  title: { en: en.title, zh: zh.title },
  summary: { en: en.summary, zh: zh.summary },
});

/** course.yaml: the names of the lessons in order, each once. Nothing but comments: no lesson yet. */
export function parseCourse({ file, text }: SourceText): {
  readonly names: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const { report, diagnostics } = collector(file);
  const isEmpty = text.split("\n").every((line) => /^\s*(?:#.*)?$/.test(line));
  const root = isEmpty ? undefined : readYaml(text, report);
  const names = root === undefined ? [] : (courseShape.read(root, report) ?? []);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (root !== undefined && twice !== undefined) {
    report.error(root.at, { message: `the lesson ${twice} is there twice`, remedy: "keep one of the two" });
  }
  return { names, diagnostics: diagnostics() };
}
