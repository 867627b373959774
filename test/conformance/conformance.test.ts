import { describe, expect, test } from "vitest";
import { compare } from "#conformance/compare";
import { replay } from "#conformance/replay";
import { known } from "./known.ts";
import { readRecordings } from "./recordings.ts";

const { cases, results, unstable } = readRecordings();
const isUnstable = new Set(unstable);
const judged = cases.filter(({ name }) => !isUnstable.has(name));
const groups = [...new Set(judged.map(({ group }) => group))].sort();

const shownMessages = 3;

/** What keeps a case from agreeing, in a few lines; empty where it agrees. */
async function disagreement(index: number): Promise<string> {
  const [one, recorded] = [cases[index], results[index]];
  if (one === undefined || recorded === undefined) return "there is no such case";
  try {
    const agreement = compare(
      recorded,
      await replay(one),
      one.steps.map((step) => step.run),
    );
    if (agreement.agrees) return "";
    const messages = [...agreement.frames.messages, ...agreement.texts.messages];
    return messages.slice(0, shownMessages).join("\n") || "it compares nothing";
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

test("there are recordings to agree with", () => {
  expect(cases.length).toBeGreaterThan(500);
  expect(results.length).toBe(cases.length);
  const names = new Set(cases.map(({ name }) => name));
  expect(names.size).toBe(cases.length);
  for (const name of Object.keys(known)) expect(names).toContain(name);
});

describe.each(groups)("group %s agrees with a real kernel", (group) => {
  const counted = cases.flatMap((one, index) =>
    one.group === group && !isUnstable.has(one.name) ? [{ name: one.name, index }] : [],
  );
  test.each(counted)("$name", async ({ name, index }) => {
    const found = await disagreement(index);
    if (known[name] === undefined) expect(found).toBe("");
    else expect(found, "it agrees now: take it off the list of known disagreements").not.toBe("");
  });
});
