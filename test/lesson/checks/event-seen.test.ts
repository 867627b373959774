/** What has happened. */

import { beforeAll, expect, test } from "vitest";
import type { EventPattern } from "#lesson/lesson";
import { beginStep, isMet, type LessonLab, lessonLab, standingOf, typed } from "#support/lesson-lab";

let lab: LessonLab;

beforeAll(async () => {
  lab = await lessonLab("arp-nothing-set");
});

const reply: EventPattern = { kind: "arp-reply-sent" };
const check = (event: EventPattern, more: { never?: boolean; times?: number } = {}) =>
  ({ check: "event-seen", event, ...more }) as const;

test("is unmet while nothing has happened, also where nothing is to happen", () => {
  expect(isMet(lab, check(reply))).toBe(false);
  expect(isMet(lab, check(reply, { never: true }))).toBe(false);
});

test("is met by what fits, so many times", async () => {
  await typed(lab, ["client: curl -m 1 10.0.0.10"]);
  const vip = { ...reply, frame: ["arp.sender == 10.0.0.10"] };
  expect(isMet(lab, check(vip, { times: 3 }))).toBe(true);
  expect(standingOf(lab, check(vip, { times: 4 }))).toMatchObject({
    isMet: false,
    now: [{ name: "events", value: 3 }],
  });
  expect(isMet(lab, check({ ...vip, nth: 3 }))).toBe(true);
  expect(isMet(lab, check({ ...vip, nth: 4 }))).toBe(false);
  expect(isMet(lab, check(vip, { never: true }))).toBe(false);
  expect(isMet(lab, check({ ...vip, node: "client" }, { never: true }))).toBe(true);
});

test("looks at the step alone, or at the whole lesson", async () => {
  beginStep(lab);
  await typed(lab, ["client: curl -m 1 10.0.0.10"]);
  const vip = { ...reply, frame: ["arp.sender == 10.0.0.10"] };
  expect(isMet(lab, check(vip))).toBe(false);
  expect(isMet(lab, check({ ...vip, since: "start" }))).toBe(true);
});
