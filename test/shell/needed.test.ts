/** Commands and parts of the shell are loaded when first needed, and nothing in a run shows when that was. */

import { describe, expect, test } from "vitest";
import type { Command, CommandEntry } from "#shell/command";
import { commands } from "#shell/commands/index";
import { needed } from "#shell/needed";
import { millis } from "#sim/engine/time";
import { fakeLab, terminalOf } from "./fake-machine.ts";

describe("what is needed", () => {
  test("is fetched once, and at hand without a promise from then on", async () => {
    let fetched = 0;
    const load = async (): Promise<string> => `fetched ${++fetched}`;
    const memory = { loaded: new Map() };
    expect(await needed(memory, load)).toBe("fetched 1");
    expect(needed(memory, load)).toBe("fetched 1");
  });

  test("and cannot be fetched is asked for again by whoever needs it next", async () => {
    const answers = [Promise.reject(new Error("offline")), Promise.resolve("there")];
    const load = (): Promise<string> => answers.shift() ?? Promise.resolve("too often");
    const memory = { loaded: new Map() };
    await expect(needed(memory, load)).rejects.toThrow("offline");
    expect(await needed(memory, load)).toBe("there");
  });
});

describe("the list of commands", () => {
  test("every entry leads to a command, and no two share a name", async () => {
    const names = commands.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    for (const { name, load } of commands) expect(typeof (await load()).run, name).toBe("function");
  });

  test("help, which, type, command -v and test look at names only", async () => {
    const lab = fakeLab();
    const machine = lab.machine("host");
    const { line } = terminalOf(lab, machine);
    expect(await line("help")).toMatch(/^ {2}curl +\S/m);
    expect(await line("which curl ip; type tcpdump; command -v ss; test -x /usr/sbin/ipvsadm; echo $?")).toBe(
      "/usr/bin/curl\n/usr/sbin/ip\ntcpdump is /usr/sbin/tcpdump\n/usr/bin/ss\n0\n",
    );
    const loaded = commands.filter(({ load }) => machine.loaded.has(load)).map(({ name }) => name);
    expect(loaded.sort()).toEqual(["help", "which"]);
  });
});

/** A command that takes its time in steps, and says when it took each. */
const stepper: Command = {
  cost: millis(2),
  run: async ({ argv, pid, machine, stdout, sleep }) => {
    for (let step = 0; step < 3; step++) {
      stdout.write(`${argv[0]} ${pid} ${step} at ${machine.simulation.now}\n`);
      await sleep(millis(1));
    }
    return machine.simulation.random("stepper").below(100);
  },
};

const entryThat = (name: string, wait: () => Promise<void>): CommandEntry => ({
  name,
  summary: "for tests",
  load: async () => {
    await wait();
    return stepper;
  },
});

const atOnce = async (): Promise<void> => undefined;
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

/** Two terminals of two machines, and a third of the first machine, that start commands at one moment. */
async function threeAtOnce(waits: {
  readonly first: () => Promise<void>;
  readonly second: () => Promise<void>;
}) {
  const lab = fakeLab();
  const [one, two] = ["one", "two"].map((name) =>
    lab.machine(name, "bash", [entryThat("first", waits.first), entryThat("second", waits.second)]),
  );
  if (one === undefined || two === undefined) throw new Error("no machines");
  const log: string[] = [];
  const terminals = [one, two, one].map((machine) => terminalOf(lab, machine));
  const lines = ["first a; second b | cat", "second c & first d; wait", "second e; echo $? $RANDOM"];
  const running = terminals.map(({ shell }, at) => shell.run(lines[at] ?? ""));
  for (let step = 1; step <= 40; step++) {
    await lab.turns.advance(millis(step));
    for (const [at, terminal] of terminals.entries()) log.push(`${step} ${at}: ${terminal.take()}`);
  }
  expect(running.map(({ exitCode }) => exitCode)).not.toContain(undefined);
  return log.join("\n");
}

describe("terminals that start commands at the same moment take turns as ever", () => {
  test.each([
    ["the first command is still to be fetched", { first: later, second: atOnce }],
    ["the second command is", { first: atOnce, second: later }],
    ["both are", { first: later, second: later }],
  ])("%s", async (_case, waits) => {
    const warm = await threeAtOnce({ first: atOnce, second: atOnce });
    expect(warm).toMatch(/a \d+ 0 at \d+/);
    expect(warm).toMatch(/e \d+ 2 at \d+/);
    expect(await threeAtOnce(waits)).toBe(warm);
  });
});
