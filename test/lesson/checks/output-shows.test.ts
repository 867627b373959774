/** What terminals show. */

import { expect, test } from "vitest";
import { beginStep, isMet, lessonLab, typed } from "#support/lesson-lab";

const check = { check: "output-shows", node: "rs1", text: "hello world" } as const;

test("looks at what programs say, not at what is typed, nor at another machine", async () => {
  const lab = await lessonLab("arp-nothing-set");
  expect(isMet(lab, check)).toBe(false);
  expect(isMet(lab, { ...check, never: true })).toBe(false);
  await typed(lab, ["rs1: true hello world", "rs2: echo hello world"]);
  expect(isMet(lab, check)).toBe(false);
  expect(isMet(lab, { ...check, never: true })).toBe(true);
  await typed(lab, ["rs1: echo -n hello; sleep 0.1; echo ' world'"]);
  expect(isMet(lab, check)).toBe(true);
  expect(isMet(lab, { ...check, never: true })).toBe(false);
});

test("forgets what was shown before the step, though it was at this moment", async () => {
  const lab = await lessonLab("arp-nothing-set");
  await typed(lab, ["rs1: echo hello world"]);
  beginStep(lab);
  expect(isMet(lab, check)).toBe(false);
  expect(isMet(lab, { ...check, since: "start" })).toBe(true);
});
