/**
 * Reads lessons while the page is built. Runs in vite's module runner, for only there the names of our own
 * modules (`#lesson/…`) lead to TypeScript.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { knownSysctls } from "#lab/known-sysctls";
import type { Lesson, LessonCard } from "#lesson/lesson";
import { cardOf, type KnownScenarios, type LessonTexts, parseCourse, parseLesson } from "#lesson/parse";
import { type Diagnostic, formatDiagnostic } from "#scenario/diagnostic";
import { parseScenario } from "#scenario/parse";

export interface ReadLesson {
  readonly lesson: Lesson;
  readonly words: LessonTexts;
  readonly card: LessonCard;
}

/** Where the files are, each with a slash at its end. */
export interface LessonFolders {
  readonly lessons: string;
  readonly scenarios: string;
}

/** The names of the lessons in order. Throws where course.yaml has a mistake. */
export function readCourse({ lessons }: LessonFolders): readonly string[] {
  const file = `${lessons}course.yaml`;
  const { names, diagnostics } = parseCourse({ file, text: readFileSync(file, "utf8") });
  if (diagnostics.length > 0) throw mistakes("lessons/course.yaml", diagnostics);
  return names;
}

/** A lesson by its name. Throws all diagnostics, a line each with its place. */
export function readLesson(name: string, { lessons, scenarios }: LessonFolders): ReadLesson {
  const source = (file: string) => {
    const path = `${lessons}${name}/${file}`;
    return { file: `lessons/${name}/${file}`, text: existsSync(path) ? readFileSync(path, "utf8") : "" };
  };
  const words = { en: source("en.md"), zh: source("zh.md") };
  const files = { name, lesson: source("lesson.yaml"), words };
  const read = parseLesson(files, scenariosIn(scenarios));
  if (read.lesson === undefined || read.words === undefined || read.diagnostics.length > 0) {
    throw mistakes(`lessons/${name}`, read.diagnostics);
  }
  return { lesson: read.lesson, words: read.words, card: cardOf(read.lesson, read.words) };
}

function scenariosIn(folder: string): KnownScenarios {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length));
  return { names, find: (name) => (names.includes(name) ? scenarioOf(folder, name) : undefined) };
}

const scenarioOf = (folder: string, name: string) =>
  parseScenario(readFileSync(`${folder}${name}.yaml`, "utf8"), { file: name, sysctls: knownSysctls() })
    .scenario;

const mistakes = (what: string, diagnostics: readonly Diagnostic[]): Error =>
  new Error([`${what} cannot be built into the page`, ...diagnostics.map(formatDiagnostic)].join("\n"));
