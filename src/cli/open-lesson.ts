/**
 * Finds and reads lessons: by the path of a folder, or by a name in lessons/.
 *
 * Whatever is wrong with one becomes lines of text, never a stack trace.
 */

import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type KnownScenarios, type ParsedLesson, parseCourse, parseLesson } from "#lesson/parse";
import { formatDiagnostic } from "#scenario/diagnostic";
import { suggestion } from "#scenario/nearest";
import type { Scenario } from "#scenario/scenario";
import { UsageError } from "./arguments.ts";
import { openScenario, shippedNames } from "./open-scenario.ts";

/** A lesson as it was read, and where. */
export interface LessonFolder extends ParsedLesson {
  readonly name: string;
  /** The path of its lesson.yaml, and its text. */
  readonly path: string;
  readonly text: string;
  readonly scenario: Scenario | undefined;
}

/** The lessons that come with the program: beside src in a clone, beside dist in a published copy. */
export function lessonsFolder(): string {
  const here = [new URL("../../lessons/", import.meta.url), new URL("../../../lessons/", import.meta.url)];
  const found = here.map((url) => fileURLToPath(url)).find((folder) => existsSync(folder));
  if (found === undefined) throw new UsageError("this copy has no lessons");
  return found;
}

/** The names of all lessons in the order of the course. Mistakes in course.yaml are a `UsageError`. */
export const courseNames = (): readonly string[] => namesIn("course.yaml");

/** Short experiments beside the course, in their order. */
export const experimentNames = (): readonly string[] => namesIn("experiments.yaml");

/** Everything that has a folder: the course, and what stands beside it. */
export const lessonNames = (): readonly string[] => [...courseNames(), ...experimentNames()];

function namesIn(list: string): readonly string[] {
  const file = join(lessonsFolder(), list);
  const { names, diagnostics } = parseCourse({ file, text: readFileSync(file, "utf8") });
  if (diagnostics.length > 0) throw new UsageError(diagnostics.map(formatDiagnostic).join("\n"));
  return names;
}

/** The scenarios that come with the program, for the reader of lessons. */
export function shippedScenarios(): KnownScenarios {
  const names = shippedNames();
  return { names, find: (name) => (names.includes(name) ? openScenario(name).scenario : undefined) };
}

/** Reads a lesson with every mistake in it. Throws `UsageError` where there is no such folder. */
export function readLesson(named: string): LessonFolder {
  const folder = folderOf(named);
  const path = join(folder, "lesson.yaml");
  const name = basename(folder);
  const text = textOf(path);
  const scenarios = shippedScenarios();
  const words = (language: string) => {
    const file = join(folder, `${language}.md`);
    return { file, text: textOf(file) };
  };
  const files = { name, lesson: { file: path, text }, words: { en: words("en"), zh: words("zh") } };
  const parsed = parseLesson(files, scenarios);
  const scenario = parsed.lesson === undefined ? undefined : scenarios.find(parsed.lesson.scenario);
  return { ...parsed, name, path, text, scenario };
}

function folderOf(named: string): string {
  const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();
  if (isFolder(named)) return named.replace(/\/+$/, "");
  const shipped = join(lessonsFolder(), named);
  if (basename(named) === named && isFolder(shipped)) return shipped;
  throw new UsageError(`there is no lesson ${named}; ${suggestion(named, lessonNames())}`);
}

/** A file that is not there is an empty one: what it should say is then missing. */
const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");
