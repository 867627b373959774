/**
 * Reads lessons while the page is built. Runs in vite's module runner, for only there the names of our own
 * modules (`#lesson/…`) lead to TypeScript.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { knownSysctls } from "#lab/known-sysctls";
import type { ClaimLesson } from "#lesson/claim";
import type { Lesson, LessonCard } from "#lesson/lesson";
import { cardOf, type KnownScenarios, type LessonTexts, parseCourse, parseLesson } from "#lesson/parse";
import { type ParsedClaims, parseClaims } from "#lesson/parse-claims";
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

/** A list of lessons in order: `course.yaml` or another. Throws where it has a mistake. */
export function readNames(list: string, { lessons }: LessonFolders): readonly string[] {
  const file = `${lessons}${list}`;
  const { names, diagnostics } = parseCourse({ file, text: readFileSync(file, "utf8") });
  if (diagnostics.length > 0) throw mistakes(`lessons/${list}`, diagnostics);
  return names;
}

/** A claim as a list shows it. */
export const cardOfClaim = ({ claim, lesson, words }: ClaimLesson) => ({
  ...cardOf(lesson, words),
  verdict: claim.verdict,
});

/** All claims. Throws all diagnostics. */
export function readClaims({ lessons, scenarios }: LessonFolders): ParsedClaims {
  const source = (name: string) => {
    const path = `${lessons}claims/${name}`;
    return { file: `lessons/claims/${name}`, text: existsSync(path) ? readFileSync(path, "utf8") : "" };
  };
  const words = { en: source("en.md"), zh: source("zh.md") };
  const read = parseClaims({ claims: source("claims.yaml"), words }, scenariosIn(scenarios));
  if (read.diagnostics.length > 0) throw mistakes("lessons/claims", read.diagnostics);
  return read;
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
