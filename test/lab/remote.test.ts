/** The page's side of a port, with nobody but the test on the other. */

import { expect, test } from "vitest";
import type { Batch } from "#lab/batch";
import { noChanges } from "#lab/batch";
import type { LabMessage, LabRequest, Port } from "#lab/lab-messages";
import { connectLab, type RemoteLab } from "#lab/remote";
import { nanos } from "#sim/engine/time";

interface Fake {
  readonly remote: RemoteLab;
  readonly sent: LabRequest[];
  readonly seen: string[];
  say(message: LabMessage): void;
}

function fake(): Fake {
  const sent: LabRequest[] = [];
  const seen: string[] = [];
  const port: Port<LabRequest, LabMessage> = {
    postMessage: (message) => void sent.push(message),
    onmessage: null,
  };
  const remote = connectLab(port, {
    onBatch: ({ head }) => seen.push(`batch ${head}`),
    onProgress: (part) => seen.push(`progress ${part}`),
  });
  return { remote, sent, seen, say: (data) => port.onmessage?.({ data }) };
}

const batch: Batch = { events: [], flights: [], changes: noChanges, pieces: [], log: [], head: nanos(5) };
const readFile = { kind: "read-file", node: "a", path: "/x" } as const;

test("each answer goes to its request, in whatever order they come", async () => {
  const { remote, sent, say } = fake();
  const answers = [remote.ask(readFile), remote.ask({ kind: "halt" })];
  expect(sent).toEqual([
    { number: 1, ...readFile },
    { number: 2, kind: "halt" },
  ]);
  const file = { kind: "file", text: "x", errno: undefined } as const;
  say({ kind: "answer", to: 2, answer: { kind: "halted" } });
  say({ kind: "answer", to: 1, answer: file });
  say({ kind: "answer", to: 9, answer: { kind: "halted" } });
  expect(await Promise.all(answers)).toEqual([file, { kind: "halted" }]);
});

test("batches and progress are told as they come", () => {
  const { seen, say } = fake();
  say({ kind: "progress", done: 1, of: 4 });
  say({ kind: "batch", batch });
  say({ kind: "progress", done: 0, of: 0 });
  expect(seen).toEqual(["progress 0.25", "batch 5", "progress 0"]);
});

test("silence counts from the last word while an answer is owed", () => {
  const { remote, say } = fake();
  expect(remote.silence(1000)).toBe(0);
  void remote.ask(readFile);
  void remote.ask(readFile);
  expect([remote.silence(2000), remote.silence(2300)]).toEqual([0, 300]);
  say({ kind: "batch", batch });
  expect([remote.silence(2400), remote.silence(9000)]).toEqual([0, 6600]);
  say({ kind: "answer", to: 1, answer: { kind: "halted" } });
  expect([remote.silence(9100), remote.silence(9200)]).toEqual([0, 100]);
  say({ kind: "answer", to: 2, answer: { kind: "halted" } });
  expect([remote.silence(9999), remote.silence(99_999)]).toEqual([0, 0]);
});
