/** Events and packets in their context: what led to what, and the life of a packet from cable to cable. */

import { beforeAll, describe, expect, test } from "vitest";
import type { Flight } from "#lab/batch";
import { causesOf, effectsOf, emptyRecording, eventById, hopsOf } from "#lab/recording";
import { seconds } from "#sim/engine/time";
import { formatIpv4 } from "#sim/wire/address";
import { firstEvent, recordNamed } from "#support/recorded-lab";

const past = { nat: emptyRecording(), tunnel: emptyRecording(), arp: emptyRecording() };

beforeAll(async () => {
  past.nat = await recordNamed("nat-basic", { until: seconds(6) });
  past.tunnel = await recordNamed("tunnel-basic", { until: seconds(10) });
  past.arp = await recordNamed("arp-nothing-set", { until: seconds(6) });
});

describe("why, and what then", () => {
  test("causes lead back to time zero, each named by the one before", () => {
    const { nat } = past;
    const answered = firstEvent(nat, "request-answered");
    const chain = causesOf(nat, answered.id);
    expect(chain[0]).toBe(answered);
    expect(chain.slice(1).map(({ id }) => id)).toEqual(chain.slice(0, -1).map(({ cause }) => cause));
    expect(chain.map(({ event }) => event.kind)).toContain("destination-scheduled");
    expect(eventById(nat, chain.at(-1)?.cause ?? 0)).toBeUndefined();
  });

  test("effects are those that have the event among their causes", () => {
    const { nat } = past;
    const picked = firstEvent(nat, "destination-scheduled");
    const { direct, all, isCutOff } = effectsOf(nat, picked.id);
    expect(direct).toEqual(nat.events.filter(({ cause }) => cause === picked.id));
    const wanted = nat.events.filter(
      ({ id }) => id !== picked.id && causesOf(nat, id).some((cause) => cause === picked),
    );
    expect(all).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(30);
    expect(isCutOff).toBe(false);
    expect(effectsOf(nat, picked.id, 5)).toMatchObject({ direct, isCutOff: true });
    expect(effectsOf(nat, picked.id, 5).all.length).toBe(5);
    expect(effectsOf(nat, nat.events.at(-1)?.id ?? 0).all).toEqual([]);
  });
});

describe("the life of a packet", () => {
  const places = (flights: readonly Flight[]): string[] =>
    flights.map(({ from, to }) => `${from.node} > ${to.node}`);
  const ends = ({ frame: { payload } }: Flight): string =>
    payload.kind === "ipv4" ? `${formatIpv4(payload.src)} > ${formatIpv4(payload.dst)}` : payload.kind;

  test("by NAT: from cable to cable, rewritten on the way", () => {
    const { nat } = past;
    const forwarded = firstEvent(nat, "request-forwarded");
    const hops = hopsOf(nat, { event: forwarded.id });
    expect(places(hops)).toEqual(["client > front", "front > director", "director > back", "back > rs2"]);
    expect([...new Set(hops.map(ends))]).toEqual([
      "192.168.10.6 > 192.168.10.200",
      "192.168.10.6 > 10.0.0.202",
    ]);
    expect(hopsOf(nat, { origin: forwarded.event.before.origin })).toEqual(hops);
    // What is about no packet belongs to the one that led to it.
    expect(hopsOf(nat, { event: firstEvent(nat, "destination-scheduled").id })).toEqual(hops);
  });

  test("by a tunnel: also where it is wrapped in another", () => {
    const { tunnel } = past;
    const forwarded = firstEvent(tunnel, "request-forwarded");
    const hops = hopsOf(tunnel, { event: forwarded.id });
    const depths = hops.map(({ frame: { payload } }) =>
      payload.kind === "ipv4" && payload.payload.kind === "ipv4" ? 2 : 1,
    );
    expect(new Set(depths)).toEqual(new Set([1, 2]));
    expect(hops[0]?.from.node).toBe("client");
  });

  test("of ARP: the question to everybody, and the answer by itself", () => {
    const { arp } = past;
    const asked = firstEvent(
      arp,
      "arp-request-sent",
      (_event, { id }) => hopsOf(arp, { event: id }).length > 2,
    );
    const hops = hopsOf(arp, { event: asked.id });
    const [, ...flooded] = hops;
    expect(hops[0]?.from.node).toBe(asked.event.node);
    expect(flooded.length).toBeGreaterThan(1);
    expect(new Set(flooded.map(({ from }) => from.node)).size).toBe(1);
    const received = firstEvent(arp, "frame-received", ({ frame }) => frame === flooded[0]?.frame);
    expect(hopsOf(arp, { event: received.id })).toEqual(hops);
    const reply = firstEvent(arp, "arp-reply-sent");
    const answer = hopsOf(arp, { event: reply.id });
    expect(answer[0]?.from.node).toBe(reply.event.node);
    expect(answer.every(({ frame }) => frame.payload.kind === "arp" && frame.payload.operation === 2)).toBe(
      true,
    );
    expect(answer.some((flight) => hops.includes(flight))).toBe(false);
  });

  test("of nothing: an event that no packet led to", () => {
    const { nat } = past;
    const changed = firstEvent(nat, "ipvs-table-changed");
    expect(hopsOf(nat, { event: changed.id })).toEqual([]);
    expect(hopsOf(nat, { origin: 1e9 })).toEqual([]);
  });
});
