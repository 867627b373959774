/** Solving a lesson, from wherever a link leads; and the attempts that a learner is told about. */

import { describe, expect, test } from "vitest";
import { readLesson } from "#cli/open-lesson";
import type { Lesson } from "#lesson/lesson";
import { solveLesson } from "#lesson/solve";
import { lineOf } from "#support/lesson-lab";

const { lesson, scenario } = readLesson("test/lesson/sample");
const places = (lesson?.steps ?? []).map(({ name }, place) => [place, name] as const);

describe("from a link", () => {
  test.each(places)("to step %i, %s, the lesson is solved to its end", async (place) => {
    if (lesson === undefined || scenario === undefined) throw new Error("it does not read");
    const solved = await solveLesson(lesson, scenario, place);
    expect(solved.problems).toEqual([]);
    expect(solved.isSolved).toBe(true);
  });
});

test("a run that does not come to its end is told, and ends", async () => {
  if (lesson === undefined || scenario === undefined) throw new Error("it does not read");
  const [first, ...others] = lesson.steps;
  if (first === undefined) throw new Error("no step");
  const play = [lineOf("rs1: true"), lineOf("client: while :; do curl -s -m 1 10.0.0.10; done")];
  const endless: Lesson = {
    ...lesson,
    facts: [],
    steps: [{ kind: "read", name: "endless", play }, ...others],
  };
  const { problems } = await solveLesson({ ...endless, steps: endless.steps.slice(0, 1) }, scenario);
  expect(problems.map(({ text }) => text).join()).toMatch(/"while .*" does not end on client/);
});
