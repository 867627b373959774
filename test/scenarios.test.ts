/** Every scenario of the product: it reads without a complaint, has words in both languages and a script. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "#scenario/diagnostic";
import { parseScenario } from "#scenario/parse";
import { scenarioSchemaText } from "#scenario/schema";

const names = readdirSync("scenarios").filter((name) => name.endsWith(".yaml"));

test("there are scenarios", () => {
  expect(names.length).toBeGreaterThanOrEqual(13);
});

describe.each(names)("%s", (name) => {
  const file = `scenarios/${name}`;
  const { scenario, diagnostics } = parseScenario(readFileSync(file, "utf8"), { file });

  test("has no mistake", () => {
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    expect(scenario).toBeDefined();
  });

  test("tells its story in both languages, places every node and shows its point", () => {
    expect(scenario?.summary?.zh).toMatch(/\p{Script=Han}/u);
    expect(scenario?.nodes.filter(({ at }) => at === undefined)).toEqual([]);
    expect(scenario?.script.some(({ run }) => run.startsWith("curl"))).toBe(true);
  });
});

test("the schema for editors is the one that the shapes give (vitest -u writes it)", async () => {
  await expect(scenarioSchemaText()).toMatchFileSnapshot("../scenarios/scenario.schema.json");
});
