/**
 * Where a chain begins and what is on it; what counts as a consequence; how a reckoning is written.
 */

import { describe, expect, test } from "vitest";
import { seconds } from "#sim/engine/time";
import type { Candidate } from "#sim/ipvs/ipvs-events";
import type { TraceEvent } from "#sim/trace";
import { pastOfLab, scenarioText } from "#support/why-samples";
import { chainOf } from "#ui/why/chain";
import { consequencesOf } from "#ui/why/consequences";
import { namesOf } from "#ui/why/names-of";
import { sumOf } from "#ui/why/reckoning";

const kindsOf = (events: readonly TraceEvent[]): string[] =>
  events.map(({ event }) => `${event.node} ${event.kind}`);

describe("the chain of an event", () => {
  test("goes back to the frame that came in, past switches to who sent it, without asides", async () => {
    const { past, recording } = await pastOfLab(scenarioText("arp-nothing-set"), seconds(1));
    const reply = recording.events.find(
      ({ event }) => event.kind === "arp-reply-sent" && event.node === "rs1",
    );
    if (reply === undefined) throw new Error("rs1 does not answer");
    const { events, origin } = chainOf(past, reply);
    expect(kindsOf(events)).toEqual(["rs1 frame-received", "rs1 arp-reply-sent"]);
    expect(origin && kindsOf([origin])).toEqual(["router arp-request-sent"]);
    expect(kindsOf(consequencesOf(past, reply))).toEqual(["router neighbour-changed"]);
  });

  test("leaves out what was sent on the way", async () => {
    const { past, recording } = await pastOfLab(scenarioText("nat-basic"), seconds(4));
    const answered = recording.events.find(({ event }) => event.kind === "request-answered");
    if (answered === undefined) throw new Error("nothing is answered");
    expect(kindsOf(chainOf(past, answered).events)).toEqual([
      "client frame-received",
      "client route-chosen",
      "client packet-delivered",
      "client request-answered",
    ]);
  });

  test("goes on through loopback, and starts anew at a timer", async () => {
    const { past, recording } = await pastOfLab(scenarioText("arp-lo-24"), seconds(3));
    const dropped = recording.events.find(
      ({ event }) => event.kind === "packet-dropped" && event.node === "rs2",
    );
    if (dropped === undefined) throw new Error("nothing is dropped");
    const kinds = kindsOf(chainOf(past, dropped).events);
    expect(kinds.filter((kind) => kind === "rs2 frame-received").length).toBe(2);
    const trap = await pastOfLab(scenarioText("tunnel-mtu-trap"), seconds(3));
    const again = trap.recording.events.find(({ event }) => event.kind === "tcp-retransmitted");
    if (again === undefined) throw new Error("nothing is sent again");
    const chain = chainOf(trap.past, again);
    expect(kindsOf(chain.events)).toEqual(["client tcp-retransmitted"]);
    expect(chain.origin?.event.kind).toBe("frame-sent");
  });
});

const candidate = (numerator: number, denominator: number): Candidate => ({
  destination: "10.0.0.201:80",
  weight: denominator,
  activeConnections: 3,
  inactiveConnections: 1,
  isOverloaded: false,
  cost: { numerator, denominator },
  outcome: "chosen",
});

describe("a reckoning is written as it was found", () => {
  test.each([
    ["wlc", candidate(769, 5), "(3·256 + 1) / 5 = 153.8"],
    ["lc", candidate(769, 1), "3·256 + 1 = 769"],
    ["sed", candidate(4, 5), "(3 + 1) / 5 = 0.8"],
    ["another", candidate(7, 2), "7 / 2 = 3.5"],
    ["another", candidate(7, 1), "7"],
    ["rr", { ...candidate(7, 1), cost: undefined }, undefined],
  ])("%s", (scheduler, each, sum) => {
    expect(sumOf(scheduler, each)).toBe(sum);
  });
});

test("roles stand for addresses wherever these are in a text", () => {
  const names = namesOf((address) => (address === "10.0.0.10" ? "VIP" : address));
  expect(names.endpoint("TCP 10.0.0.10:80 and 10.0.0.101:80")).toBe("TCP VIP:80 and 10.0.0.101:80");
});
