/** Completion at every cursor of the lines that people type who follow a tutorial. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { complete } from "#shell/complete/complete";
import { openTerminal } from "#shell/shell";
import { machinesIn } from "#support/machines-of";

const lines = readFileSync("test/labs/lines.txt", "utf8")
  .split("\n")
  .flatMap((line) => /^\w[\w ]*\$ (.*)$/.exec(line)?.[1] ?? []);

function openShell() {
  const machines = machinesIn({ a: { eth0: "lan 10.0.0.1/24" } });
  return openTerminal({ machine: machines.machine("a"), onOutput: () => undefined });
}

test("never fails, and answers what fits together", async () => {
  const shell = openShell();
  let candidatesSeen = 0;
  for (const line of new Set(lines)) {
    for (let cursor = 0; cursor <= line.length; cursor++) {
      const { start, candidates, common } = await complete(shell, line, cursor);
      const at = `${line.slice(0, cursor)}‸`;
      expect(start, at).toBeLessThanOrEqual(cursor);
      const strange = candidates.filter(({ insert, shown }) => !insert.startsWith(common) || shown === "");
      expect(strange, at).toEqual([]);
      candidatesSeen += candidates.length;
    }
  }
  expect(candidatesSeen).toBeGreaterThan(10_000);
});

test("knows every program that a line begins with", async () => {
  const shell = openShell();
  const programs = new Set(lines.flatMap((line) => /^[a-z]\w*(?=\s|$)/.exec(line)?.[0] ?? []));
  expect(programs.size).toBeGreaterThan(20);
  for (const program of programs) {
    const { candidates } = await complete(shell, program, program.length - 1);
    expect(
      candidates.map(({ insert }) => insert),
      program,
    ).toContain(program);
  }
});
