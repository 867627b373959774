/**
 * Steps added to the script of a scenario's text.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { addSteps } from "#scenario/add-steps";
import { parseScenario } from "#scenario/parse";
import { type Nanos, nanos } from "#sim/engine/time";

const step = (at: number, run: string) => ({ at: nanos(at) as Nanos, on: "client", run });

test("steps come after those that are there, and everything else stays", () => {
  const text = readFileSync("scenarios/nat-basic.yaml", "utf8");
  const added = addSteps(text, [step(9e9, `echo "a: b" # c`), step(9_000_000_001, "ping -c 1 10.0.0.1")]);
  const [before, after] = [text, added].map((each) => parseScenario(each, { file: "nat-basic" }).scenario);
  expect(after?.script.slice(before?.script.length)).toEqual([
    step(9e9, `echo "a: b" # c`),
    step(9_000_000_001, "ping -c 1 10.0.0.1"),
  ]);
  expect({ ...after, script: before?.script }).toEqual(before);
  const comments = text.split("\n").filter((line) => line.trim().startsWith("#"));
  expect(comments.length).toBeGreaterThan(0);
  for (const comment of comments) expect(added).toContain(comment.trim());
});

test("a scenario without a script gets one", () => {
  const text = readFileSync("scenarios/nat-basic.yaml", "utf8").replace(/^script:[\s\S]*/m, "");
  const { scenario } = parseScenario(addSteps(text, [step(5, "true")]), { file: "none" });
  expect(scenario?.script).toEqual([step(5, "true")]);
});
