/** Solving a lesson, from wherever a link leads; and the attempts that a learner is told about. */

import { describe, expect, test } from "vitest";
import { readLesson } from "#cli/open-lesson";
import type { DoStep, Lesson } from "#lesson/lesson";
import { solveLesson } from "#lesson/solve";
import { attemptIn } from "#lesson/wrong-attempts";
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

test("a lesson takes less than a second, or two where others work too", async () => {
  if (lesson === undefined || scenario === undefined) throw new Error("it does not read");
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    const begun = performance.now();
    await solveLesson(lesson, scenario);
    times.push(performance.now() - begun);
  }
  expect(Math.min(...times)).toBeLessThan(2000);
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

describe("an attempt", () => {
  const lines = (...texts: string[]) => texts.map(lineOf);
  const step: DoStep = {
    ...{ kind: "do", name: "mend", checks: [], solution: [] },
    wrong: [
      { name: "one", lines: lines("rs1: sysctl -w a=1") },
      { name: "both", lines: lines("rs2: sysctl -w a=1", "rs1: sysctl -w a=1") },
    ],
  };

  test.each([
    ["typed alone", lines("rs1:   sysctl  -w a=1 "), "one"],
    ["typed after others", lines("client: curl x", "rs1: sysctl -w a=1"), "one"],
    ["with more lines wins", lines("rs2: sysctl -w a=1", "rs1: sysctl -w a=1"), "both"],
    ["on another machine is none", lines("rs3: sysctl -w a=1"), undefined],
    ["that is looked at still holds", lines("rs1: sysctl -w a=1", "rs1: ls"), "one"],
    ["that another change followed is over", lines("rs1: sysctl -w a=1", "rs1: sysctl -w b=1"), undefined],
    ["typed in other words and then tried", lines("rs1: echo 1 > /proc/sys/a; curl x"), "one"],
    ["in another order", lines("rs1: sysctl a=1", "rs2: sysctl a=1", "client: curl x"), "both"],
    ["of nothing is none", [], undefined],
  ])("%s", (_what, typed, name) => {
    expect(attemptIn(step, typed)?.name).toBe(name);
  });
});
