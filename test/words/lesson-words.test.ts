/** What checks ask for, in both languages, of every check that a lesson has. */

import { describe, expect, test } from "vitest";
import { lessonNames, readLesson } from "#cli/open-lesson";
import type { Check, Standing } from "#lesson/check";
import { checks as checkKinds } from "#lesson/checks/index";
import { lesson as en } from "#words/en/lesson/index";
import type { CheckTexts } from "#words/lesson-words";
import { lesson as zh } from "#words/zh/lesson/index";

const names = ["test/lesson/sample", ...lessonNames()];
const lessons = names.flatMap((name) => readLesson(name).lesson ?? []);

const checks: readonly Check[] = lessons.flatMap(({ steps, facts }) => [
  ...facts.flatMap((fact) => fact.checks),
  ...steps.flatMap((step) => (step.kind === "do" ? step.checks : [])),
  ...steps.flatMap((step) =>
    step.kind === "predict" && step.ask.kind === "outcome"
      ? step.ask.outcomes.flatMap((one) => one.checks)
      : [],
  ),
]);

const unmet: Standing = {
  ...{ isMet: false, event: undefined },
  now: [{ name: "rs1", value: 1 }],
  goal: [{ name: "rs1", value: 3 }],
};

function textOf(texts: CheckTexts, check: Check): string {
  const text = texts[check.check] as (parameters: Check, standing: Standing) => string;
  return text(check, unmet);
}

test("there is a lesson with each of the checks", () => {
  expect(new Set(checks.map(({ check }) => check))).toEqual(new Set(Object.keys(checkKinds)));
});

describe.each([
  ["en", en.checks],
  ["zh", zh.checks],
] as const)("%s", (language, texts) => {
  const said = checks.map((check) => textOf(texts, check));

  test("says every check in a line, with its values", () => {
    for (const text of said) expect(text).not.toMatch(/undefined|\[object|NaN|\n|^\s|\s$|\s\s/);
    expect(said.filter((text) => text.length < 8)).toEqual([]);
  });

  test("says it in its own letters and marks", () => {
    const isChinese = /\p{Script=Han}/u;
    expect(said.filter((text) => isChinese.test(text) !== (language === "zh"))).toEqual([]);
    if (language === "en") return;
    const wrong = /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}|\p{Script=Han} ?[,;:!?()]/u;
    expect(said.filter((text) => wrong.test(text))).toEqual([]);
  });
});
