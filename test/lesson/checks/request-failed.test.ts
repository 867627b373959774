/** A program got no answer. */

import { beforeAll, expect, test } from "vitest";
import { isMet, type LessonLab, lessonLab, typed } from "#support/lesson-lab";

let lab: LessonLab;
const check = { check: "request-failed", node: "client" } as const;

beforeAll(async () => {
  lab = await lessonLab("arp-nothing-set", ["client: curl -m 1 10.0.0.201:81"]);
});

test("is unmet where nothing was asked for, and where an answer came", async () => {
  expect(isMet(lab, check)).toBe(false);
  await typed(lab, ["client: curl -m 1 10.0.0.10"]);
  expect(isMet(lab, check)).toBe(false);
  expect(isMet(lab, { ...check, since: "start" })).toBe(true);
});

test("is met by a refusal, for its reason only", async () => {
  await typed(lab, ["client: curl -m 1 10.0.0.202:81"]);
  expect(isMet(lab, check)).toBe(true);
  expect(isMet(lab, { ...check, why: "ECONNREFUSED" })).toBe(true);
  expect(isMet(lab, { ...check, why: "TIMEOUT" })).toBe(false);
  expect(isMet(lab, { ...check, node: "router" })).toBe(false);
});
