/** The event at which a lesson's run pauses, and the places that are remembered. */

import { expect, test } from "vitest";
import { lessonLab, typed } from "#support/lesson-lab";
import { endsAt, placeAt } from "#ui/lesson/places";
import { hitWithin, watchFor } from "#ui/lesson/watch";

const asked = { kind: "arp-request-sent", node: "router" } as const;

async function recorded() {
  const opened = await lessonLab("arp-nothing-set");
  await typed(opened, ["client: curl -m 1 10.0.0.10"]);
  expect(opened.complaints).toEqual([]);
  return opened.lab.recording;
}

test("it is found once it is within what is shown, not before", async () => {
  const recording = await recorded();
  const watch = watchFor(asked, 0);
  const place = recording.events.findIndex(
    ({ event }) => event.kind === "arp-request-sent" && event.node === "router",
  );
  expect(place).toBeGreaterThan(0);
  expect(hitWithin(watch, recording, place)).toBeUndefined();
  expect(hitWithin(watch, recording, place + 1)).toBe(place + 1);
  expect(hitWithin(watch, recording, recording.events.length)).toBe(place + 1);
  // Who goes back stands before it again.
  expect(hitWithin(watch, recording, place)).toBeUndefined();
});

test("the nth counts from where the run began, and anew in another branch", async () => {
  const recording = await recorded();
  const replies = recording.events.flatMap(({ event }, index) =>
    event.kind === "arp-reply-sent" ? [index] : [],
  );
  const from = (replies[0] ?? 0) + 1;
  const watch = watchFor({ kind: "arp-reply-sent", nth: 2 }, from);
  const all = recording.events.length;
  expect(hitWithin(watch, recording, all)).toBe((replies[2] ?? 0) + 1);
  expect(hitWithin(watch, await recorded(), all)).toBe((replies[2] ?? 0) + 1);
});

test("an event that does not come is no hit", async () => {
  const recording = await recorded();
  const watch = watchFor({ kind: "request-failed" }, 0);
  expect(hitWithin(watch, recording, recording.events.length)).toBeUndefined();
});

test("a place holds what was shown and typed by then, and is known again", async () => {
  const recording = await recorded();
  const { head, events, pieces, log } = recording;
  const end = placeAt(recording, { at: head, position: events.length });
  expect(end).toMatchObject({ position: events.length, pieces: pieces.length, acts: log.length });
  expect(endsAt(recording, end)).toBe(true);
  const middle = placeAt(recording, { at: events[9]?.at ?? head, position: 10 });
  expect(middle.pieces).toBeLessThan(pieces.length);
  expect(endsAt(recording, middle)).toBe(false);
  expect(endsAt(recording, { ...end, log: [] })).toBe(false);
});
