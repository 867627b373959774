/** Answers that the packets give, and the events that contradict wrong ones. */

import { beforeAll, describe, expect, test } from "vitest";
import type { EventPattern, PredictStep, Question } from "#lesson/lesson";
import { type Answer, answerName, contradictionOf, isRight, truthOf } from "#lesson/questions";
import { type LessonLab, lessonLab, seenOf, typed } from "#support/lesson-lab";

let lab: LessonLab;
let before: LessonLab;

beforeAll(async () => {
  before = await lessonLab("arp-nothing-set");
  lab = await lessonLab("arp-nothing-set");
  await typed(lab, ["client: curl -m 1 10.0.0.10"]);
});

const syn = (kind: "frame-sent" | "frame-received" | "packet-delivered", node?: string): EventPattern => ({
  ...{ kind, frame: ["tcp.flags == SYN"] },
  ...(node === undefined ? {} : { node }),
});
const named = (name: string, is: EventPattern) => ({ name, is });
const order: Question = {
  kind: "order",
  events: [
    named("answer", { kind: "arp-reply-sent", node: "rs1" }),
    named("question", { kind: "arp-request-sent", node: "router" }),
    named("reply", { kind: "request-answered" }),
  ],
};
const outcome: Question = {
  kind: "outcome",
  outcomes: [
    { name: "fails", checks: [{ check: "request-failed", node: "client" }] },
    { name: "works", checks: [{ check: "reply-received", node: "client" }] },
  ],
};
const cable = (node: string, device: string): Answer => ({ kind: "cable", end: { node, device } });

const questions: readonly [Question, right: Answer, wrong: Answer][] = [
  [
    { kind: "machine", is: syn("packet-delivered") },
    { kind: "machine", node: "rs1" },
    { kind: "machine", node: "director" },
  ],
  [{ kind: "cable", is: syn("frame-sent", "router") }, cable("router", "eth0"), cable("rs1", "eth0")],
  [{ kind: "cable", is: syn("frame-received", "rs1") }, cable("rs1", "eth0"), cable("router", "eth0")],
  [
    { kind: "field", field: "ip.ttl", is: syn("frame-received", "rs1"), choices: ["64", "0x3f"] },
    { kind: "field", value: "0x3f" },
    { kind: "field", value: "64" },
  ],
  [outcome, { kind: "outcome", name: "works" }, { kind: "outcome", name: "fails" }],
  [
    order,
    { kind: "order", names: ["question", "answer", "reply"] },
    { kind: "order", names: ["answer", "question", "reply"] },
  ],
];

describe.each(questions)("%j", (ask, right, wrong) => {
  test("is answered by the packets, not before they have gone", () => {
    expect(truthOf(ask, seenOf(before))).toBeUndefined();
    const told = truthOf(ask, seenOf(lab));
    if (told === undefined) throw new Error("no truth");
    expect(isRight(right, told)).toBe(true);
    expect(isRight(wrong, told)).toBe(false);
    expect(told.event).toBeDefined();
  });

  test("a wrong answer is contradicted by the event that gives the answer, or by the lesson's own", () => {
    const step: PredictStep = { kind: "predict", name: "x", ask };
    const seen = seenOf(lab);
    const told = truthOf(ask, seen);
    if (told === undefined) throw new Error("no truth");
    const usual = contradictionOf(step, wrong, told, seen);
    expect(usual).toBe(ask.kind === "order" ? told.sequence[0] : told.event);
    const own = {
      ...step,
      contradictedBy: { [answerName(wrong)]: { kind: "route-chosen", node: "router" } },
    };
    const event = contradictionOf(own as PredictStep, wrong, told, seen);
    const found = lab.lab.recording.events.find(({ id }) => id === event)?.event;
    expect(found).toMatchObject({ kind: "route-chosen", node: "router" });
  });
});

test("an answer that is no choice is told as it is, and two outcomes at once are none", () => {
  const is = syn("frame-received", "rs1");
  const flags = truthOf({ kind: "field", field: "tcp.flags", is, choices: ["ACK", "RST"] }, seenOf(lab));
  expect(flags?.answer).toEqual({ kind: "field", value: "SYN" });
  const [, works] = outcome.kind === "outcome" ? outcome.outcomes : [];
  if (works === undefined) throw new Error("no outcome");
  const both: Question = { kind: "outcome", outcomes: [works, { ...works, name: "too" }] };
  expect(truthOf(both, seenOf(lab))).toBeUndefined();
});
