import { describe, expect, test } from "vitest";
import { type Flight, noChanges, type TerminalPiece } from "#lab/batch";
import { append, emptyRecording, type Recording } from "#lab/recording";
import { type Nanos, nanos } from "#sim/engine/time";
import type { TraceEvent } from "#sim/trace";
import { advance, gapMillis, hasFlightsBetween, idleAfter } from "#ui/pace";
import type { Moment, Speed } from "#ui/store";

const gapOf = (gap: number, hasFlights: boolean, speed: Speed = 1): number =>
  gapMillis(nanos(5e6), nanos(5e6 + gap), hasFlights, speed);

const eventAt = (at: number, index: number): TraceEvent => ({
  id: index + 1,
  cause: 0,
  at: nanos(at),
  event: { kind: "carrier-changed", node: "lan", device: "p1", hasCarrier: true },
});

const flight = (id: number, sentAt: number, arrivesAt: number): Flight =>
  ({ id, sentAt: nanos(sentAt), arrivesAt: nanos(arrivesAt) }) as Flight;

const recordingOf = (times: readonly number[], head: number, flights: Flight[] = []): Recording => {
  const recording = emptyRecording();
  const events = times.map(eventAt);
  append(recording, { events, flights, changes: noChanges, pieces: [], log: [], head: nanos(head) });
  return recording;
};

const momentOf = (at: number, position: number): Moment => ({ at: nanos(at), position });

describe("a gap between two events takes on the wall", () => {
  test.each([
    { gap: 0, flights: true, millis: 0 },
    { gap: 100, flights: true, millis: 3.5 },
    { gap: 20_000, flights: true, millis: 700 },
    { gap: 34_000, flights: true, millis: 1190 },
    { gap: 340_000, flights: true, millis: 1390 },
    { gap: 3_400_000, flights: true, millis: 1590 },
    { gap: 4_000, flights: false, millis: 140 },
    { gap: 100_000, flights: false, millis: 400 },
    { gap: 60e9, flights: false, millis: 400 },
  ])("$gap ns, frames in flight: $flights: $millis ms", ({ gap, flights, millis }) => {
    expect(gapOf(gap, flights)).toBeCloseTo(millis, 6);
  });

  test("less with more speed, nothing without limit, and as the clock has it in real time", () => {
    expect(gapOf(20_000, true, 100)).toBeCloseTo(7);
    expect(gapOf(20_000, true, 1 / 100)).toBeCloseTo(70_000);
    expect(gapOf(3e9, false, "max")).toBe(0);
    expect(gapOf(3e9, false, "real")).toBeCloseTo(3000);
  });
});

describe("time of which nobody knows when it has something to show", () => {
  const afterWall = (millis: number, speed: Speed = 1): number => {
    let elapsed = nanos(0);
    for (let frame = 0; frame < millis / 16; frame++) elapsed = idleAfter(elapsed, 16, speed);
    return elapsed;
  };

  test("goes evenly at first and then the faster the longer it takes", () => {
    expect(afterWall(160)).toBeCloseTo(160 / 3.5e-2, -2);
    expect(afterWall(592)).toBeGreaterThan(0.3e9);
    expect(afterWall(624)).toBeGreaterThan(1e9);
    expect(afterWall(624)).toBeLessThan(10e9);
    expect(afterWall(800)).toBeGreaterThan(3600e9);
  });

  test("goes with the speed, and in real time by the clock", () => {
    expect(afterWall(32, 100)).toBeGreaterThan(3600e9);
    expect(afterWall(1600, 0.01)).toBeGreaterThan(16 / 3.5e-2 - 1);
    expect(afterWall(1600, 0.01)).toBeLessThan(600);
    expect(idleAfter(nanos(5e6), 16, "real")).toBe(21e6);
  });
});

describe("what is recorded is shown", () => {
  test("event by event, and a moment says how many have happened", () => {
    const recording = recordingOf([0, 0, 20_000, 20_000, 30_000], 30_000, [flight(0, 0, 30_000)]);
    expect(advance(recording, momentOf(0, 0), 0, 1)).toEqual(momentOf(0, 2));
    expect(advance(recording, momentOf(0, 2), 350, 1)).toEqual(momentOf(10_000, 2));
    expect(advance(recording, momentOf(10_000, 2), 351, 1)).toEqual(momentOf(20_029, 4));
    expect(advance(recording, momentOf(0, 0), 10_000, 1)).toEqual(momentOf(30_000, 5));
  });

  test("from the middle of what happens at one moment, the rest of it comes at once", () => {
    const recording = recordingOf([7, 7, 7, 20], 20);
    expect(advance(recording, momentOf(7, 1), 0, 1)).toEqual(momentOf(7, 3));
  });

  test("in steps of any length alike", () => {
    const times = Array.from({ length: 400 }, (_, index) => index * index * 37);
    const recording = recordingOf(times, 400 * 400 * 37, [flight(0, 0, 3_000_000)]);
    let moment = momentOf(0, 0);
    for (let frame = 0; frame < 600; frame++) moment = advance(recording, moment, 16, 1);
    const atOnce = advance(recording, momentOf(0, 0), 600 * 16, 1);
    expect(moment.position).toBe(atOnce.position);
    expect(Math.abs(moment.at - atOnce.at)).toBeLessThan(600);
  });

  test("never past its head, whatever the speed, and the same moment where nothing is left", () => {
    const recording = recordingOf([10, 20], 1_000);
    for (const speed of [1 / 100, 1, 100, "real", "max"] as const) {
      expect(advance(recording, momentOf(0, 0), 1e9, speed)).toEqual(momentOf(1_000, 2));
    }
    const end = momentOf(1_000, 2);
    expect(advance(recording, end, 16, 1)).toBe(end);
    expect(advance(recording, end, 16, "max")).toBe(end);
  });

  test("in real time by the clock", () => {
    const recording = recordingOf([1e6, 5e6, 9e6], 20e6);
    expect(advance(recording, momentOf(0, 0), 5, "real")).toEqual(momentOf(5e6, 2));
    expect(advance(recording, momentOf(0, 0), 6.5, "real")).toEqual(momentOf(6.5e6, 2));
  });

  test("with an idle minute passed in 0.4 s, and a frame on a long cable watched", () => {
    const idle = recordingOf([0, 60e9], 60e9);
    expect(advance(idle, momentOf(0, 1), 200, 1)).toEqual(momentOf(30e9, 1));
    const busy = recordingOf([0, 5e6], 5e6, [flight(0, 0, 5e6)]);
    expect(advance(busy, momentOf(0, 1), 400, 1).position).toBe(1);
    expect(advance(busy, momentOf(0, 1), 1700, 1).position).toBe(2);
  });

  test("with what terminals say in between: each has its time", () => {
    const recording = recordingOf([0], 3e9);
    const says = (at: number) =>
      ({ at: nanos(at), position: 1, terminal: { node: "a", number: 0 } }) as TerminalPiece;
    recording.pieces.push(says(1e9), says(2e9));
    expect(advance(recording, momentOf(0, 1), 200, 1)).toEqual(momentOf(0.5e9, 1));
    expect(advance(recording, momentOf(0, 1), 500, 1)).toEqual(momentOf(1.25e9, 1));
    expect(advance(recording, momentOf(1.25e9, 1), 300, 1)).toEqual(momentOf(2e9, 1));
  });

  test("evenly while 200 frames are in flight", () => {
    const flights = Array.from({ length: 2000 }, (_, id) => flight(id, id * 100, id * 100 + 20_000));
    const times = Array.from({ length: 2000 }, (_, index) => index * 100);
    const recording = recordingOf(times, 2e5, flights);
    let moment = momentOf(0, 1);
    const steps: number[] = [];
    for (let frame = 0; frame < 300; frame++) {
      const next = advance(recording, moment, 1000 / 60, 1);
      steps.push(next.at - moment.at);
      moment = next;
    }
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(2);
    expect(steps[0]).toBeCloseTo(1000 / 60 / 3.5e-2, -1);
  });
});

describe("frames in flight between two moments", () => {
  const recording = recordingOf([], 0, [flight(0, 0, 90), flight(1, 10, 20), flight(2, 200, 210)]);
  test.each([
    { from: 0, to: 5, isAny: true },
    { from: 30, to: 40, isAny: true },
    { from: 90, to: 200, isAny: false },
    { from: 90, to: 201, isAny: true },
    { from: 210, to: 900, isAny: false },
  ])("$from to $to: $isAny", ({ from, to, isAny }) => {
    expect(hasFlightsBetween(recording, from as Nanos, to as Nanos)).toBe(isAny);
  });
});
