/** The delay of a cable, as the lab has it, and where it is worth a word. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseScenario } from "#scenario/parse";
import { plainCable } from "#sim/link/cable";
import { delayOf, unevenSegments } from "#ui/topology/cable-delays";
import { cablesOf } from "#ui/topology/cables";

const open = (name: string) => {
  const text = readFileSync(`scenarios/${name}.yaml`, "utf8");
  const { scenario } = parseScenario(text, { file: name });
  if (scenario === undefined) throw new Error(`${name} does not read`);
  return scenario;
};

test("a cable has the delay of its device, or that of a plain one", () => {
  const scenario = open("arp-nothing-set");
  const delays = cablesOf(scenario).map((cable) => [cable.node, cable.device, delayOf(scenario, cable)]);
  expect(delays).toContainEqual(["director", "eth0", 300_000]);
  expect(delays).toContainEqual(["rs2", "eth0", 100_000]);
  expect(delays).toContainEqual(["rs1", "eth0", plainCable.delay]);
});

test.each([
  ["arp-nothing-set", ["lan"]],
  ["nat-basic", []],
])("cables of %s differ in %j", (name, segments) => {
  const scenario = open(name);
  expect([...unevenSegments(scenario, cablesOf(scenario))]).toEqual(segments);
});
