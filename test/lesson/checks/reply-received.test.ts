/** A program got its answers. */

import { beforeAll, expect, test } from "vitest";
import { isMet, type LessonLab, lessonLab, standingOf, typed } from "#support/lesson-lab";

let lab: LessonLab;

beforeAll(async () => {
  lab = await lessonLab("arp-nothing-set", ["client: curl -m 1 10.0.0.201"]);
});

const check = { check: "reply-received", node: "client" } as const;

test("is unmet before anything was asked for, whatever came before the step", () => {
  expect(isMet(lab, check)).toBe(false);
  expect(isMet(lab, { ...check, since: "start" })).toBe(true);
});

test("is met by an answer, and counts", async () => {
  await typed(lab, ["client: curl -m 1 10.0.0.10", "client: curl -m 1 -o /dev/null 10.0.0.202"]);
  expect(isMet(lab, { ...check, times: 2 })).toBe(true);
  expect(isMet(lab, { ...check, node: "router" })).toBe(false);
  const { now, goal, event } = standingOf(lab, { ...check, times: 3 });
  expect({ now, goal }).toEqual({
    now: [{ name: "answers", value: 2 }],
    goal: [{ name: "answers", value: 3 }],
  });
  expect(event).toBeDefined();
});

test("wants a text where it was shown", () => {
  expect(isMet(lab, { ...check, text: "RS1" })).toBe(true);
  expect(isMet(lab, { ...check, text: "RS2" })).toBe(false);
  expect(isMet(lab, { ...check, text: "RS1", times: 2 })).toBe(false);
  expect(isMet(lab, { ...check, text: "RS1", times: 2, since: "start" })).toBe(true);
});
