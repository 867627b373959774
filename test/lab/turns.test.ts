import { describe, expect, test } from "vitest";
import { createTurns } from "#lab/turns";
import { Simulation } from "#sim/engine/simulation";
import { millis, seconds } from "#sim/engine/time";
import { fakeLab, terminalOf } from "../shell/fake-machine.ts";

describe("one task goes on at a time", () => {
  test("a woken task goes on before the next event of the same moment", async () => {
    const simulation = new Simulation<never>(1);
    const turns = createTurns(simulation);
    const seen: string[] = [];
    turns.spawn(async (task) => {
      await task.park<void>((wake) => {
        simulation.after(millis(5), () => wake(), undefined);
        return () => undefined;
      });
      // However long the host takes to resolve this, the simulation waits.
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      seen.push(`task at ${simulation.now}`);
    });
    await turns.settle();
    simulation.after(millis(5), () => seen.push(`event at ${simulation.now}`), undefined);
    await turns.advance(seconds(1));
    expect(seen).toEqual(["task at 5000000", "event at 5000000"]);
    expect(simulation.now).toBe(seconds(1));
    expect(turns.living).toBe(0);
  });

  test("tasks that are woken together go on in the order they were woken", async () => {
    const simulation = new Simulation<never>(1);
    const turns = createTurns(simulation);
    const seen: number[] = [];
    const wakers: (() => void)[] = [];
    for (const name of [1, 2, 3]) {
      turns.spawn(async (task) => {
        await task.park<void>((wake) => {
          wakers.unshift(() => wake());
          return () => undefined;
        });
        seen.push(name);
      });
    }
    await turns.settle();
    const wakeAll = (): void => {
      for (const wake of wakers) wake();
    };
    simulation.after(millis(1), wakeAll, undefined);
    await turns.advance(seconds(1));
    expect(seen).toEqual([3, 2, 1]);
  });

  test("a mistake of ours in a task stops the driver", async () => {
    const turns = createTurns(new Simulation<never>(1));
    turns.spawn(async () => {
      throw new Error("broken");
    });
    await expect(turns.settle()).rejects.toThrow("broken");
  });

  test("a task that waits for two things at once is refused", async () => {
    const turns = createTurns(new Simulation<never>(1));
    turns.spawn(async (task) => {
      const never = () => () => undefined;
      await Promise.all([task.park(never), task.park(never)]);
    });
    await expect(turns.settle()).rejects.toThrow("one thing at a time");
  });
});

/** Two endless loops on two machines and a third that waits; what each printed, with its time. */
async function threeTerminals(seed: number, jitter: () => Promise<void>): Promise<string> {
  const lab = fakeLab(seed);
  const names = ["one", "two", "three"];
  const terminals = names.map((name) => terminalOf(lab, lab.machine(name)));
  const lines = [
    "while :; do echo $RANDOM $SECONDS; sleep 0.05; done | grep --line-buffered 1",
    "i=0; while true; do i=$((i+1)); echo two $i; done",
    "for n in 1 2 3 4; do sleep 0.3; echo three $n | awk '{print $2, $1}'; done",
  ];
  const log: string[] = [];
  for (const [at, terminal] of terminals.entries()) terminal.shell.run(lines[at] ?? "");
  for (let step = 1; step <= 12; step++) {
    await jitter();
    await lab.turns.advance(millis(step * 137));
    for (const [at, terminal] of terminals.entries()) log.push(`${step} ${names[at]}: ${terminal.take()}`);
  }
  return log.join("\n");
}

describe("shells take turns by simulated time", () => {
  test("two endless loops and a third shell give the same output to the byte", async () => {
    const first = await threeTerminals(7, async () => undefined);
    const slow = await threeTerminals(7, () => new Promise((resolve) => setTimeout(resolve, 3)));
    expect(slow).toBe(first);
    expect(first).toContain("4 three");
    expect(first).toContain("two 1600");
    expect(await threeTerminals(8, async () => undefined)).not.toBe(first);
  });

  test("a loop that never waits takes a millisecond a turn, and Ctrl-C ends it", async () => {
    const lab = fakeLab();
    const { shell, line } = terminalOf(lab, lab.machine("host"));
    const running = shell.run("while :; do :; done");
    await lab.turns.advance(millis(10_000));
    expect(running.exitCode).toBeUndefined();
    running.signal("INT");
    await lab.turns.settle();
    expect(running.exitCode).toBe(130);
    expect(await line("echo still here")).toBe("still here\n");
  });
});
