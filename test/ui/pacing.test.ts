/**
 * What the lab is asked while it plays at the end of what is recorded, and when playing ends by itself.
 */
import { describe, expect, test } from "vitest";
import { noChanges } from "#lab/batch";
import type { LabStatus } from "#lab/lab-messages";
import { append, emptyRecording, type Recording } from "#lab/recording";
import { type Nanos, nanos } from "#sim/engine/time";
import { type LiveEdge, nextRequest } from "#ui/playback/pacing";

/** A recording whose last event was at `last`, of a lab that stands at `head`. */
function recordingOf(last: number, head: number): Recording {
  const recording = emptyRecording();
  const event = { kind: "carrier-changed", node: "rs1", device: "eth0", hasCarrier: true } as const;
  append(recording, {
    events: [{ id: 1, cause: 0, at: nanos(last), event }],
    ...{ flights: [], changes: noChanges, pieces: [], log: [], head: nanos(head) },
  });
  return recording;
}

const busy = { node: "rs1", number: 0, waitsFor: "time" } as const;
const quiet: LabStatus = { head: nanos(0), nextDue: undefined, busy: [], nextScript: undefined };

const edge = (parts: Partial<LiveEdge>): LiveEdge => ({
  ...{ recording: recordingOf(0, 0), status: quiet, mode: "watch", speed: 1, hasFlights: false },
  ...{ awaited: [], isWatched: true, wall: 16, ...parts },
});

const second = 1e9;
const until = (parts: Partial<LiveEdge>): number | "idle" => {
  const request = nextRequest(edge(parts));
  return request === "idle" || request.kind !== "run" ? "idle" : request.until;
};

describe("what is asked", () => {
  test("with frames on cables: a few frames of the screen more, by speed", () => {
    expect(until({ hasFlights: true })).toBe(1429);
    expect(until({ hasFlights: true, speed: 100 })).toBe(142_858);
    expect(until({ hasFlights: true, speed: 0.01 })).toBe(15);
  });

  test("with nothing to be seen: just as far as time is shown, or to where something is to be seen", () => {
    const running = nextRequest(edge({ status: { ...quiet, busy: [busy] } }));
    expect(running).toMatchObject({ kind: "run", step: "event", toPiece: true, until: 458 });
    expect(until({ status: { ...quiet, nextScript: (5 * second) as Nanos } })).toBe(458);
    const later = until({ recording: recordingOf(0, second), status: { ...quiet, busy: [busy] } });
    expect(later).toBeGreaterThan(1.5 * second);
    expect(later).toBeLessThan(4 * second);
  });

  test("after a command was typed, on to the end of what a machine only thinks", () => {
    const status = { ...quiet, busy: [busy] };
    const typed = { mode: "command", awaited: [busy], status } as const;
    expect(nextRequest(edge(typed))).toMatchObject({ until: 50e6, toPiece: true, awaits: [busy] });
    expect(until({ ...typed, recording: recordingOf(0, 50e6) })).toBe(50e6 + 458);
  });

  test("in real time: as the clock on the wall", () => {
    expect(until({ speed: "real", hasFlights: true })).toBe(50e6);
  });
});

describe("playing ends by itself", () => {
  test("a second after the last thing that was to be seen, and not before", () => {
    expect(until({ recording: recordingOf(5 * second, 5.9 * second), wall: 500 })).toBe(6 * second);
    expect(until({ recording: recordingOf(5 * second, 6 * second) })).toBe("idle");
  });

  test("soon after what was typed has ended, though the script would go on", () => {
    const status = { ...quiet, nextScript: (9 * second) as Nanos };
    expect(until({ recording: recordingOf(second, second), mode: "command", status })).toBe(1.05 * second);
    expect(until({ recording: recordingOf(second, 2 * second), mode: "command", status })).toBe("idle");
  });

  test("where others go on, at once after what was typed, whatever is on the cables", () => {
    const others = { status: { ...quiet, busy: [busy] }, awaited: [{ node: "client", number: 0 }] };
    const typed = { mode: "command", recording: recordingOf(second, second), ...others } as const;
    expect(until({ ...typed, hasFlights: true })).toBe("idle");
    expect(until({ ...typed, awaited: [busy], hasFlights: true })).not.toBe("idle");
  });

  test.each(["keyboard", "others"] as const)("while a command waits for %s", (waitsFor) => {
    const status = { ...quiet, busy: [{ ...busy, waitsFor }] };
    const recording = recordingOf(second, 2 * second);
    expect(until({ status, recording })).toBe("idle");
    expect(until({ status, recording, mode: "command", awaited: [busy] })).toBe("idle");
  });

  test("not while a frame is on a cable", () => {
    expect(until({ recording: recordingOf(second, 9 * second), hasFlights: true })).not.toBe("idle");
  });

  test("never where somebody wants to see what time brings", () => {
    expect(until({ recording: recordingOf(second, 9 * second), mode: "endless" })).toBeGreaterThan(
      9 * second,
    );
  });
});
