/** `--help` of commands that have no text of their own for it: never a complaint that points at itself. */

import { expect, test } from "vitest";
import type { CommandEntry } from "#shell/command";
import { commands } from "#shell/commands/index";
import { machinesIn } from "#support/machines-of";

test("every command with long options answers --help", async () => {
  const asked: CommandEntry[] = [];
  for (const entry of commands) {
    const { options } = await entry.load();
    if (options?.options.some(({ long }) => long !== undefined) === true) asked.push(entry);
  }
  expect(asked.length).toBeGreaterThan(20);
  const machines = machinesIn({ a: { eth0: "lan 10.0.0.1/24" } });
  const complaints: string[] = [];
  for (const { name } of asked) {
    const { out, err } = await machines.run("a", `timeout 2 ${name} --help`);
    if (/unrecognized|unknown option|invalid option/.test(err) || `${out}${err}` === "")
      complaints.push(`${name}: ${err}`);
  }
  expect(complaints).toEqual([]);
});

test("it is made of the declared options", async () => {
  const { out, code } = await machinesIn({ a: { eth0: "lan 10.0.0.1/24" } }).run("a", "modprobe --help");
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: modprobe .*\nLVS Lab's modprobe: load a kernel module [^\n]+\n\n/);
  expect(out).toMatch(/^ {2}-r, --remove +take modules out$/m);
});
