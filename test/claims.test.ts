/**
 * Every claim of tutorials: it reads without a complaint in both languages, its lines come to the observation
 * that decides it, and the observation is not made before them, nor after those of its contrast.
 */

import { describe, expect, test } from "vitest";
import { readClaims } from "#cli/open-claims";
import { lessonNames, shippedScenarios } from "#cli/open-lesson";
import { verdicts } from "#lesson/claim";
import { claimsSchemaText } from "#lesson/schema";
import { tryClaim } from "#lesson/try-claim";
import { formatDiagnostic } from "#scenario/diagnostic";

const { claims, heading, diagnostics } = readClaims();
const scenarios = shippedScenarios();

/** What the list of claims that the lab answers has: 26, of which one is two. */
const count = 27;

test("the claims have no mistake, and there are as many as tutorials were found to make", () => {
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  expect(claims.length).toBe(count);
  expect(heading.en.title).not.toBe(heading.zh.title);
});

test("each verdict is given somewhere", () => {
  expect(new Set(claims.map(({ claim }) => claim.verdict))).toEqual(new Set(verdicts));
});

test("no claim has the name of a lesson", () => {
  const names = lessonNames();
  expect(names.length).toBeGreaterThan(0);
  expect(claims.filter(({ claim }) => names.includes(claim.name))).toEqual([]);
});

describe.each(claims.map((one) => [one.claim.name, one] as const))("%s", (_name, one) => {
  test("is decided by what happens, and could be decided otherwise", async () => {
    const scenario = scenarios.find(one.claim.scenario);
    if (scenario === undefined) throw new Error("there is no such scenario");
    expect(await tryClaim(one, scenario)).toEqual([]);
  });
});

test("the schema for editors is the one that the shapes give (vitest -u writes it)", async () => {
  await expect(claimsSchemaText()).toMatchFileSnapshot("../lessons/claims/claims.schema.json");
});
