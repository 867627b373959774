/** Checks are asked after every batch of events: none may take long, however much has happened. */

import { beforeAll, expect, test } from "vitest";
import type { Check } from "#lesson/check";
import { checkTest } from "#lesson/checks/index";
import { type LessonLab, lessonLab, seenOf, typed } from "#support/lesson-lab";

let lab: LessonLab;

beforeAll(async () => {
  lab = await lessonLab("arp-nothing-set");
  const loop = "for i in $(seq 160); do curl -s -m 1 10.0.0.10; done";
  await typed(lab, [`client: ${loop}`, "router: ip neigh flush all", "client: curl -m 1 10.0.0.10"]);
});

const syn = { kind: "frame-sent", frame: ["tcp.flags == SYN"] } as const;
const checks: readonly Check[] = [
  { check: "reply-received", node: "client", text: "no such text", times: 1000 },
  { check: "request-failed", node: "client" },
  { check: "share-of-load", node: "director", of: 10, each: { "10.0.0.201": 10 } },
  { check: "table-holds", node: "rs1", table: "sockets", row: { state: "LISTEN" } },
  { check: "arp-answered-by", address: "10.0.0.99", nodes: [] },
  { check: "arp-asked-as", node: "rs1", for: "10.0.0.10", as: "10.0.0.10" },
  { check: "event-seen", event: { ...syn, node: "rs2" } },
  { check: "drop-seen", node: "client" },
  { check: "output-shows", node: "client", text: "no such text" },
  { check: "field-changes", field: "ip.ttl", from: syn, to: { ...syn, node: "rs2" }, how: "less" },
];

test("there is enough to look at", () => {
  expect(lab.lab.recording.events.length).toBeGreaterThan(10_000);
});

test.each(checks)("$check takes at most a millisecond", (check) => {
  const ask = checkTest(check);
  const seen = seenOf(lab);
  const times = Array.from({ length: 15 }, () => {
    const begun = performance.now();
    ask(seen);
    return performance.now() - begun;
  });
  expect(Math.min(...times)).toBeLessThan(1);
});
