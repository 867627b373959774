/**
 * Every lesson of the course, and every experiment beside it: it reads without a complaint in both languages,
 * is not done when it begins, is done by its solution and not by its wrong attempts, its wrong answers are
 * contradicted by what happens, and what its words state holds.
 */

import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lessonNames, lessonsFolder, readLesson } from "#cli/open-lesson";
import { lessonSchemaText } from "#lesson/schema";
import { solveLesson } from "#lesson/solve";
import { formatDiagnostic } from "#scenario/diagnostic";

const names = lessonNames();
const sample = "test/lesson/sample";

test("the course and the experiments list every folder of lessons, and only those", () => {
  const folders = readdirSync(lessonsFolder(), { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== "claims",
  );
  expect([...names].sort()).toEqual(folders.map(({ name }) => name).sort());
});

describe.each([sample, ...names])("%s", (named) => {
  const { lesson, words, scenario, diagnostics } = readLesson(named);

  test("has no mistake", () => {
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    expect(lesson?.steps.length).toBeGreaterThan(0);
    expect(Object.keys(words ?? {})).toEqual(["en", "zh"]);
  });

  test("begins with something that moves", () => {
    const [first] = lesson?.steps ?? [];
    const typed = first !== undefined && "play" in first ? (first.play ?? []) : [];
    expect(typed.length).toBeGreaterThan(0);
  });

  test("is unmet when it begins, met by its solution, not by wrong attempts; facts hold", async () => {
    if (lesson === undefined || scenario === undefined) throw new Error("it does not read");
    const solved = await solveLesson(lesson, scenario);
    expect(solved.problems).toEqual([]);
    expect(solved.isSolved).toBe(true);
    expect(solved.metAtStart).toBe(0);
    expect(solved.wrongRefused).toBe(solved.wrongAttempts);
  });
});

test("the schema for editors is the one that the shapes give (vitest -u writes it)", async () => {
  await expect(lessonSchemaText()).toMatchFileSnapshot("../lessons/lesson.schema.json");
});
