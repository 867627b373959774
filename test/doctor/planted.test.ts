/**
 * Every finding proved: the doctor names the planted fault and nothing else, what it foretells is observed,
 * and after its own lines the same observation goes well and it has nothing more to say.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findings } from "#doctor/findings/index";
import { examine } from "#doctor/index";
import { type TypedLab, typedLab } from "#support/typed-lab";
import { type Planted, planted } from "./planted.ts";

const folder = "test/doctor/planted";

function opened({ file, finding }: Planted): Promise<TypedLab> {
  const name = file ?? finding;
  const path = name.startsWith("/") ? `scenarios${name}.yaml` : `${folder}/${name}.yaml`;
  return typedLab(readFileSync(path, "utf8"), path);
}

async function observed({ type }: TypedLab, { observe }: Planted): Promise<string> {
  let said = "";
  for (const [node, line] of observe) said += (await type(node, line)).said;
  return said;
}

describe.each(planted.map((one) => [one.file ?? one.finding, one] as const))("%s", (_name, one) => {
  test("is found where it is, fails as foretold, and is mended by the doctor's own lines", async () => {
    const sick = await opened(one);
    const found = examine(sick.lab.network);
    expect(found.map(({ name, node }) => [name, node])).toEqual(one.nodes.map((node) => [one.finding, node]));
    expect(structuredClone(found)).toEqual(found);
    expect(await observed(sick, one)).toMatch(one.fails);

    const mended = await opened(one);
    for (const { node, command } of found.flatMap(({ remedy }) => remedy)) {
      const { exitCode = 0, said } = await mended.type(node, command);
      expect([command, exitCode, said]).toEqual([command, 0, expect.anything()]);
    }
    expect(examine(mended.lab.network)).toEqual([]);
    expect(await observed(mended, one)).toMatch(one.works);
  });
});

test("every kind of finding is planted somewhere, and every planted file is tried", () => {
  const proved = new Set(planted.map(({ finding }) => finding));
  expect(findings.map(({ name }) => name).filter((name) => !proved.has(name))).toEqual([]);
  const tried = planted.map(({ file, finding }) => `${file ?? finding}.yaml`);
  expect(readdirSync(folder).filter((name) => !tried.includes(name))).toEqual([]);
  expect(findings.length).toBeGreaterThanOrEqual(22);
});
