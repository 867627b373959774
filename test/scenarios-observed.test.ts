/**
 * What the scenarios claim, seen in their own scripts: for each the step that decides, and what it printed.
 *
 * A text is the whole output; an expression has to match it. A step is named by its time and its node.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openLab } from "#lab/lab";
import { playScript } from "#lab/script";
import { terminalsOf } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";
import { seconds } from "#sim/engine/time";
import { balancing } from "./scenarios-observed/balancing.ts";
import { forwarding } from "./scenarios-observed/forwarding.ts";

const observations = { ...forwarding, ...balancing };

/**
 * Those of schedulers are held to their neighbours in a suite of their own; those to be built have no script:
 * they are built in the page's terminals.
 */
test("every scenario's claims are looked at", () => {
  const names = readdirSync("scenarios").filter((name) => name.endsWith(".yaml"));
  const others = names.filter((name) => !/^(?:scheduler|build)-/.test(name));
  expect(
    Object.keys(observations)
      .map((name) => `${name}.yaml`)
      .sort(),
  ).toEqual(others.sort());
  for (const claims of Object.values(observations)) expect(claims.length).toBeGreaterThan(1);
});

describe.each(Object.entries(observations))("%s", (name, claims) => {
  test("its script shows what it claims", { timeout: 60_000 }, async () => {
    const printed = await outputsOf(name);
    const wrong = claims.filter(([step, expected]) => !agrees(expected, printed.get(step)));
    expect(wrong.map(([step, , claim]) => ({ step, claim, printed: printed.get(step) }))).toEqual([]);
  });
});

/** What each step of a scenario's script printed, by its time and node. */
async function outputsOf(name: string): Promise<ReadonlyMap<string, string>> {
  const file = `scenarios/${name}.yaml`;
  const { scenario } = parseScenario(readFileSync(file, "utf8"), { file });
  if (scenario === undefined) throw new Error(`${file} is no scenario`);
  const lab = await openLab(scenario);
  const printed = new Map<string, string>();
  const terminals = terminalsOf(lab, {
    onOutput: ({ at, node }, text) => {
      const step = `${at / seconds(1)}s ${node}`;
      printed.set(step, (printed.get(step) ?? "") + text);
    },
  });
  await playScript(lab, { terminals });
  return printed;
}

const agrees = (expected: string | RegExp, printed: string | undefined): boolean =>
  printed !== undefined && (typeof expected === "string" ? printed === expected : expected.test(printed));
