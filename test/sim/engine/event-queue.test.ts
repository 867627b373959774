import { describe, expect, test } from "vitest";
import { randomOf } from "#sim/engine/random";
import { Simulation, type Traced } from "#sim/engine/simulation";
import { millis, type Nanos, seconds } from "#sim/engine/time";
import { isRunning, remaining, start, stop, timer } from "#sim/engine/timer";

describe("what is due happens by time, then by order of scheduling", () => {
  test("equal times run in the order they were scheduled, near and far", () => {
    const simulation = new Simulation<never>(1);
    const seen: string[] = [];
    const note = (name: string): void => void seen.push(name);
    simulation.after(seconds(5), note, "far, first");
    simulation.after(millis(1), note, "near, second");
    simulation.after(millis(1), note, "near, third");
    simulation.after(seconds(5), note, "far, second");
    simulation.after(0 as Nanos, note, "near, first");
    simulation.runUntil(seconds(10));
    expect(seen).toEqual(["near, first", "near, second", "near, third", "far, first", "far, second"]);
    expect(simulation.now).toBe(seconds(10));
  });

  test("ten thousand random delays come out sorted by time and order", () => {
    const simulation = new Simulation<never>(1);
    const random = randomOf(7, "delays");
    const scheduled: { due: number; order: number }[] = [];
    const seen: { due: number; order: number }[] = [];
    for (let order = 0; order < 10_000; order++) {
      const entry = { due: random.below(4000) * 1e6, order };
      scheduled.push(entry);
      simulation.after(
        entry.due as Nanos,
        (one: { due: number; order: number }) => void seen.push(one),
        entry,
      );
    }
    while (simulation.step());
    expect(seen).toEqual(scheduled.sort((a, b) => a.due - b.due || a.order - b.order));
  });

  test("a far thing scheduled from a near one still comes in its turn", () => {
    const simulation = new Simulation<never>(1);
    const seen: number[] = [];
    const again = (left: number): void => {
      seen.push(simulation.now / 1e9);
      if (left > 0) simulation.after(seconds(1.5), again, left - 1);
    };
    simulation.after(seconds(0.25), again, 3);
    simulation.after(seconds(2), (at: string) => void seen.push(at.length), "xy");
    while (simulation.step());
    expect(seen).toEqual([0.25, 1.75, 2, 3.25, 4.75]);
  });
});

describe("a timer", () => {
  test("fires once, at the moment of its last restart", () => {
    const simulation = new Simulation<never>(1);
    const fired: number[] = [];
    const one = timer("subject", () => void fired.push(simulation.now / 1e9));
    start(one, seconds(1), simulation);
    simulation.runUntil(seconds(0.9));
    start(one, seconds(3), simulation);
    simulation.runUntil(seconds(2));
    start(one, seconds(0.5), simulation);
    expect(remaining(one, simulation)).toBe(seconds(0.5));
    simulation.runUntil(seconds(20));
    expect(fired).toEqual([2.5]);
    expect(isRunning(one)).toBe(false);
  });

  test("does not fire once stopped, and can be started again", () => {
    const simulation = new Simulation<never>(1);
    const fired: number[] = [];
    const one = timer("subject", () => void fired.push(simulation.now / 1e9));
    start(one, seconds(1), simulation);
    stop(one);
    simulation.runUntil(seconds(2));
    expect(fired).toEqual([]);
    start(one, seconds(1), simulation);
    simulation.runUntil(seconds(5));
    expect(fired).toEqual([3]);
  });
});

describe("causes", () => {
  test("what is scheduled while an event is handled is caused by that event", () => {
    const simulation = new Simulation<{ readonly kind: string }>(1);
    const chain: [string, number, number][] = [];
    simulation.observe(
      ({ id, cause, event }: Traced<{ readonly kind: string }>) => void chain.push([event.kind, id, cause]),
    );
    simulation.after(
      millis(1),
      () => {
        simulation.emit({ kind: "sent" });
        simulation.after(millis(1), () => simulation.emit({ kind: "received" }), undefined);
      },
      undefined,
    );
    simulation.after(millis(5), () => simulation.emit({ kind: "unrelated" }), undefined);
    while (simulation.step());
    expect(chain).toEqual([
      ["sent", 1, 0],
      ["received", 2, 1],
      ["unrelated", 3, 0],
    ]);
  });

  test("without an observer nothing is counted", () => {
    const simulation = new Simulation<{ readonly kind: string }>(1);
    expect(simulation.traced).toBe(false);
    expect(simulation.emit({ kind: "unseen" })).toBe(0);
  });
});
