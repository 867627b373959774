/** Events found by what must fit. */

import { beforeAll, describe, expect, test } from "vitest";
import { eventKindNames } from "#lesson/event-kinds";
import { eventFinder, frameOf, saidBy } from "#lesson/events";
import type { EventPattern } from "#lesson/lesson";
import { markAt, markOf } from "#lesson/marks";
import type { TraceEvent } from "#sim/trace";
import { beginStep, type LessonLab, lessonLab, seenOf, typed } from "#support/lesson-lab";

let lab: LessonLab;
let found: (pattern: EventPattern) => TraceEvent | undefined;

beforeAll(async () => {
  lab = await lessonLab("arp-nothing-set");
  await typed(lab, ["client: curl -m 1 10.0.0.10"]);
  await typed(lab, ["client: ping -c 2 -i 0.2 nowhere", "rs1: sysctl -w net.ipv4.conf.all.arp_ignore=1"]);
  found = (pattern) => eventFinder(pattern)(seenOf(lab));
});

describe("a pattern", () => {
  test("fits by what the event says, addresses as text, parts of values by a dot", () => {
    const setting = {
      kind: "setting-changed",
      with: { name: "net.ipv4.conf.all.arp_ignore", value: 1 },
    } as const;
    expect(found(setting)?.event.node).toBe("rs1");
    expect(found({ ...setting, with: { value: 2 } })).toBeUndefined();
    const reply = found({ kind: "arp-reply-sent" });
    if (reply === undefined) throw new Error("nobody answers");
    expect(saidBy(reply.event, "setting.name")).toBe("arp_ignore");
    const changed = found({ kind: "neighbour-changed", with: { state: "REACHABLE" } });
    expect(saidBy(changed?.event ?? reply.event, "address")).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(saidBy(changed?.event ?? reply.event, "mac")).toMatch(/^[0-9a-f:]{17}$/);
  });

  test("counts from either end, in the step or in the lesson", () => {
    const all = lab.lab.recording.events.filter(({ event }) => event.kind === "arp-reply-sent");
    expect(all.length).toBeGreaterThan(2);
    expect(found({ kind: "arp-reply-sent", nth: 2 })?.id).toBe(all[1]?.id);
    expect(found({ kind: "arp-reply-sent", nth: -1 })?.id).toBe(all.at(-1)?.id);
    expect(found({ kind: "arp-reply-sent", nth: all.length + 1 })).toBeUndefined();
    const { from } = lab;
    beginStep(lab);
    expect(found({ kind: "arp-reply-sent" })).toBeUndefined();
    expect(found({ kind: "arp-reply-sent", since: "start" })?.id).toBe(all[0]?.id);
    lab.from = from;
  });

  test("has no headers where its event has none", () => {
    const setting = found({ kind: "setting-changed" });
    if (setting === undefined) throw new Error("nothing is set");
    expect(frameOf(setting.event)).toBeUndefined();
    expect(found({ kind: "setting-changed", frame: ["ip.ttl > 0"] })).toBeUndefined();
    expect(eventKindNames).toContain(setting.event.kind);
  });
});

test("what comes after the moment that is shown is not seen", () => {
  const { recording } = lab.lab;
  const last = recording.events.at(-1);
  if (last === undefined) throw new Error("nothing happened");
  const half = Math.floor(recording.events.length / 2);
  const at = recording.events[half - 1]?.at ?? last.at;
  const mark = markAt(recording, { position: half, at });
  expect(mark.pieces).toBeLessThan(recording.pieces.length);
  expect(markAt(recording, { position: recording.events.length, at: recording.head })).toEqual(
    markOf(recording),
  );
  const seen = { ...seenOf(lab), now: mark };
  expect(eventFinder({ kind: "setting-changed" })(seen)).toBeUndefined();
});
