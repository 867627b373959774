/**
 * The code against its own rules. Each rule must find nothing in the sources, and must find the examples that
 * break it.
 */
import { describe, expect, test } from "vitest";
import { importRules, importsOf } from "./tidy/imports.ts";
import { nestingRule } from "./tidy/nesting.ts";
import { rules } from "./tidy/rules.ts";
import { isCode, isUnder, readSources, sourceOf } from "./tidy/source.ts";

const sources = readSources();
const allRules = [...rules, nestingRule, ...importRules];

describe("the sources", () => {
  test("are there to be looked at", () => {
    const codeOfSim = sources.filter((source) => isUnder("src/sim", source) && isCode(source));
    expect(codeOfSim.length).toBeGreaterThan(0);
    expect(codeOfSim.flatMap(importsOf).length).toBeGreaterThan(0);
    expect(sources.filter((source) => isUnder("bin", source)).length).toBeGreaterThan(0);
    expect(sources.map(({ path }) => path)).toContain("test/tidy.test.ts");
  });

  test.each(allRules)("$says", ({ complaints }) => {
    expect(sources.flatMap(complaints)).toEqual([]);
  });
});

describe("a file that breaks a rule is found", () => {
  const examples = allRules.flatMap(({ says, complaints, broken }) =>
    broken.map(([path, text]) => ({ says, complaints, path, text })),
  );

  test.each(examples)("$path against: $says", ({ complaints, path, text }) => {
    expect(complaints(sourceOf(path, text))).not.toEqual([]);
  });

  test("but not where comments and strings use its words", () => {
    const innocent = '/** async, a Date. */\n// await\nexport const x = "Promise of Math.random";\n';
    expect(allRules.flatMap(({ complaints }) => complaints(sourceOf("src/sim/x.ts", innocent)))).toEqual([]);
  });
});
