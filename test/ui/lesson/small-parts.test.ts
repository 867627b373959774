/** Small decisions of the lesson panel. */

import { expect, test } from "vitest";
import { createActor } from "xstate";
import { readLesson } from "#cli/open-lesson";
import { lessonMachine } from "#lesson/lesson.machine";
import { isAlike } from "#ui/lesson/goals-template";
import { idleNumber } from "#ui/lesson/leader";
import { moved } from "#ui/lesson/order-template";
import { isLearnersTurn, type Phase, phaseOf } from "#ui/lesson/phase";

test.each([
  ["10.0.0.201", "10.0.0.*", true],
  ["10.0.0.201", "10.0.0.201", true],
  ["10.0.1.201", "10.0.0.*", false],
  [3, "3", true],
  [undefined, "1", false],
])("%s is like %s: %s", (is, wanted, answer) => {
  expect(isAlike(is, wanted)).toBe(answer);
});

test.each<[number, number, string]>([
  [0, 1, "bac"],
  [2, 0, "cab"],
  [1, 1, "abc"],
  [0, -1, "abc"],
  [2, 3, "abc"],
])("an item moves from %i to %i: %s", (from, to, result) => {
  expect(moved(["a", "b", "c"], from, to).join("")).toBe(result);
});

test("a line is typed in the first terminal of its machine in which nothing runs", () => {
  const busy = [
    { node: "rs1", number: 0, waitsFor: "others" },
    { node: "rs2", number: 0, waitsFor: "time" },
    { node: "rs1", number: 1, waitsFor: "time" },
  ] as const;
  expect(idleNumber(busy, "rs1")).toBe(2);
  expect(idleNumber(busy, "director")).toBe(0);
});

test("every state a learner comes to has a phase, and time stands still in those that are theirs", () => {
  const { lesson } = readLesson("who-has-vip");
  if (lesson === undefined) throw new Error("it does not read");
  const actor = createActor(lessonMachine, { input: { lesson } });
  const seen: Phase[] = [];
  actor.subscribe(({ value }) => seen.push(phaseOf(value)));
  actor.start();
  const tell = (...types: readonly ("opened" | "paused" | "next" | "hint" | "retry" | "forked")[]): void => {
    for (const type of types) actor.send({ type });
  };
  tell("opened", "paused", "next");
  actor.send({ type: "answer", name: "director" });
  tell("paused");
  actor.send({ type: "told", isRight: false });
  tell("retry", "forked");
  expect(seen.filter((phase, index) => phase !== seen[index - 1])).toEqual([
    ...["opening", "playing", "reading", "asked", "revealing", "answeredWrong", "resetting", "asked"],
  ]);
  expect(seen.filter(isLearnersTurn).every((phase) => /reading|asked|answeredWrong/.test(phase))).toBe(true);
});

test("a state that nobody knows is a mistake", () => {
  expect(() => phaseOf("nowhere")).toThrow("nowhere");
});
