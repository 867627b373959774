/** docs/doctor.md names every finding, by the numbers that it carries, and nothing else. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findings } from "#doctor/findings/index";

const text = readFileSync("docs/doctor.md", "utf8");

const rows = [...text.matchAll(/^\| (\d+) \| .* \| (.*) \|$/gm)].map(([, number, named]) => ({
  number: Number(number),
  names: [...(named ?? "").matchAll(/`([\w-]+)`/g)].map(([, name]) => name ?? ""),
}));

test("the table of problems is that of the findings", () => {
  const documented = rows.flatMap(({ number, names }) => names.map((name) => `${number} ${name}`));
  const carried = findings.flatMap(({ name, problems }) => problems.map((number) => `${number} ${name}`));
  expect(documented.sort()).toEqual(carried.sort());
  expect(carried.length).toBeGreaterThanOrEqual(20);
});

test("every finding is named, with or without a number", () => {
  expect(findings.map(({ name }) => name).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
