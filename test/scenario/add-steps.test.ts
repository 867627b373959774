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

test("a step stands before those that come later, with the comments that these have", () => {
  const text = readFileSync("scenarios/nat-basic.yaml", "utf8");
  const { diagnostics, scenario } = parseScenario(addSteps(text, [step(3e9, "true"), step(4.2e9, "false")]), {
    file: "nat-basic",
  });
  expect(diagnostics).toEqual([]);
  expect(scenario?.script.slice(5, 10).map(({ at, run }) => [at, run])).toEqual([
    [3e9, "ipvsadm -L"],
    [3e9, "true"],
    [3.5e9, "curl 192.168.10.200"],
    [4e9, "curl 192.168.10.200"],
    [4.2e9, "false"],
  ]);
  expect(addSteps(text, [step(3e9, "true")])).toMatch(/run: "?true"? \}\n {2}# The answers alternate\./);
});

test("a scenario without a script gets one", () => {
  const text = readFileSync("scenarios/nat-basic.yaml", "utf8").replace(/^script:[\s\S]*/m, "");
  const { scenario } = parseScenario(addSteps(text, [step(5, "true")]), { file: "none" });
  expect(scenario?.script).toEqual([step(5, "true")]);
});
