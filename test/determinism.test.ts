/**
 * One scenario, one seed, the same commands: the same trace to the byte, whatever the host's time zone and
 * language.
 *
 * The golden file holds a number for each scenario, and the run of one scenario as people see it: a change of
 * either is a change of behaviour and wants a look (`vitest -u` writes them anew).
 */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endReport, reportEvent, reportOutput, reportTyped, runReport } from "#cli/run-report";
import { openLab } from "#lab/lab";
import { playScript } from "#lab/script";
import { terminalsOf } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";
import type { Nanos } from "#sim/engine/time";
import { threeTerminals, threeTerminalsLength } from "./support/three-terminals.ts";
import { type Bundle, buildTraceProgram } from "./support/trace-bundle.ts";
import { hashOf, traceOf } from "./support/trace-of.ts";

const names = readdirSync("scenarios").filter((name) => name.endsWith(".yaml"));
const textOf = (name: string): string => readFileSync(`scenarios/${name}`, "utf8");

describe("a run repeats itself", () => {
  test("every scenario gives the trace that it gave before", { timeout: 120_000 }, async () => {
    const lines: string[] = [];
    for (const name of names.sort()) {
      const trace = await traceOf(textOf(name));
      lines.push(`${name} ${trace.split("\n").length - 1} lines ${hashOf(trace)}`);
    }
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/traces.txt");
  });

  test.each(["direct-routing", "nat-basic"])("%s looks as it did before", async (name) => {
    await expect(await runText(`${name}.yaml`)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test("two endless loops and a ping take turns by simulated time alone", { timeout: 60_000 }, async () => {
    const trace = await traceOf(threeTerminals, threeTerminalsLength as Nanos);
    expect(await traceOf(threeTerminals, threeTerminalsLength as Nanos)).toBe(trace);
    expect(trace).toContain("tock");
    expect(trace.match(/icmp_seq=/g)?.length).toBeGreaterThan(10);
  });

  test("another seed gives another trace where there is chance", async () => {
    const lossy = textOf("nat-basic.yaml").replace("front: {", "front: { duplicate: 20%,");
    expect(await traceOf(lossy)).not.toBe(await traceOf(`seed: 2\n${lossy}`));
  });
});

describe("the host does not matter", () => {
  let bundle: Bundle | undefined;
  beforeAll(async () => {
    bundle = await buildTraceProgram();
  });
  afterAll(() => {
    if (bundle !== undefined) rmSync(dirname(bundle.path), { recursive: true, force: true });
  });

  test.each([
    ["Asia/Kathmandu", "tr_TR.UTF-8"],
    ["America/St_Johns", "C"],
  ])("time zone %s, language %s", { timeout: 60_000 }, async (zone, language) => {
    const text = textOf("dr-config-files.yaml");
    const env = { ...process.env, TZ: zone, LANG: language, LC_ALL: language };
    const options = { input: text, env, encoding: "utf8", maxBuffer: 1 << 28 } as const;
    const { stdout, stderr } = spawnSync(process.execPath, [bundle?.path ?? ""], options);
    expect(stderr).toBe("");
    expect(stdout).toBe(await traceOf(text));
  });
});

/** What `lvs-lab run` prints where there are no colours. */
async function runText(name: string): Promise<string> {
  const { scenario } = parseScenario(textOf(name), { file: name });
  if (scenario === undefined) throw new Error(`${name} is no scenario`);
  const lab = await openLab(scenario);
  let text = "";
  const output = {
    paint: (_style: unknown, plain: string) => plain,
    write: (piece: string) => {
      text += piece;
    },
    flush: () => {},
    beforeWriting: () => {},
  };
  const report = runReport({ output, network: lab.network, start: lab.start, detail: "everything" });
  lab.simulation.observe((event) => reportEvent(report, event));
  const terminals = terminalsOf(lab, { onOutput: (typed, said) => reportOutput(report, typed, said) });
  await playScript(lab, { terminals, onTyped: (typed) => reportTyped(report, typed) });
  endReport(report, terminals.typed);
  return text;
}
