/** What was dropped. */

import { expect, test } from "vitest";
import { isMet, lessonLab, typed } from "#support/lesson-lab";

const check = { check: "drop-seen", node: "director" } as const;

test("is unmet where nothing came, met by a drop for its reason, and the other way round", async () => {
  const lab = await lessonLab("nat-no-forward");
  expect(isMet(lab, check)).toBe(false);
  expect(isMet(lab, { ...check, never: true })).toBe(false);
  await typed(lab, ["client: curl -m 1 192.168.10.200"]);
  expect(isMet(lab, check)).toBe(true);
  expect(isMet(lab, { ...check, reason: "not-a-router" })).toBe(true);
  expect(isMet(lab, { ...check, reason: "reverse-path" })).toBe(false);
  expect(isMet(lab, { ...check, never: true })).toBe(false);
  expect(isMet(lab, { ...check, reason: "reverse-path", never: true })).toBe(true);
  expect(isMet(lab, { ...check, node: "rs1" })).toBe(false);
});
