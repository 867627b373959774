/** Mutated scenario files: reading one ends, with a scenario or with diagnostics, and never throws. */

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { planOf } from "#scenario/build";
import { maxDiagnostics } from "#scenario/diagnostic";
import { mutantsOf } from "#scenario/mutate";
import { parseScenario } from "#scenario/parse";

const files = readdirSync("scenarios")
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => ({ file: name, text: readFileSync(`scenarios/${name}`, "utf8") }));

const count = 300;

test(`${count} mutants read as a scenario or as diagnostics`, () => {
  const outcomes = { scenarios: 0, refused: 0 };
  for (const { file, seed, text } of mutantsOf(files, { from: 1, count })) {
    const { scenario, diagnostics } = parseScenario(text, { file });
    const where = `seed ${seed}`;
    expect(diagnostics.length, where).toBeLessThanOrEqual(maxDiagnostics + 1);
    for (const { line, column, message, remedy } of diagnostics) {
      expect(line >= 1 && column >= 1 && line <= text.split("\n").length + 1, `${where} line ${line}`).toBe(
        true,
      );
      expect(message !== "" && remedy !== "", where).toBe(true);
    }
    if (scenario === undefined) {
      expect(
        diagnostics.some(({ severity }) => severity === "error"),
        where,
      ).toBe(true);
      outcomes.refused++;
      continue;
    }
    expect(planOf(scenario).nodes.length, where).toBe(scenario.nodes.length);
    outcomes.scenarios++;
  }
  // Both happen, or the mutations are too gentle or too rough to test anything.
  expect(outcomes.scenarios).toBeGreaterThan(count / 20);
  expect(outcomes.refused).toBeGreaterThan(count / 20);
});

test("one seed gives one mutant", () => {
  const [first] = mutantsOf(files, { from: 7, count: 1 });
  const mutants = [...mutantsOf(files, { from: 1, count: 20 })];
  expect(mutants[6]).toEqual(first);
  expect(new Set(mutants.map(({ text }) => text)).size).toBe(20);
});
