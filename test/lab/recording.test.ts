/** What is read from a recording: moments, frames on their way, rows, stops, branches. */

import { beforeAll, describe, expect, test } from "vitest";
import type { Batch, Flight } from "#lab/batch";
import { type FieldCondition, frameTest } from "#lab/field-condition";
import {
  append,
  changedAt,
  cutAt,
  emptyRecording,
  eventById,
  flightsAt,
  nextStop,
  positionAt,
  previousStop,
  type Recording,
  rowsAt,
} from "#lab/recording";
import { type Breakpoint, type StepUnit, stepUnits, stopTest } from "#lab/stop";
import { randomOf } from "#sim/engine/random";
import { type Nanos, nanos, seconds } from "#sim/engine/time";
import { type Row, tableNames } from "#sim/rows";
import { firstEvent, recordLab, recordNamed } from "#support/recorded-lab";

const batches: Batch[] = [];
const past = { nat: emptyRecording(), busy: emptyRecording() };

const silentLab = `
title: { en: Alone, zh: 独自 }
segments: { lan: {} }
nodes:
  a:
    kind: host
    devices: { eth0: lan }
    setup: ip addr add 10.0.0.1/24 dev eth0
script:
  - { at: 1s, on: a, run: iptables -A INPUT -p icmp -j DROP }
`;

beforeAll(async () => {
  const onBatch = (batch: Batch): void => void batches.push(structuredClone(batch));
  past.nat = await recordNamed("nat-basic", { until: seconds(6), onBatch });
  const more = '  - { at: 4s, on: client, run: "ab -n 150 -c 5 http://192.168.10.200/" }\n';
  past.busy = await recordNamed("nat-basic", { until: seconds(8) }, more);
});

describe("moments", () => {
  test("a position counts the events up to and including a moment", () => {
    const { nat } = past;
    const random = randomOf(1, "moments");
    for (let round = 0; round < 200; round++) {
      const at = random.below(nat.head + 2e8) as Nanos;
      expect(positionAt(nat, at)).toBe(nat.events.filter((event) => event.at <= at).length);
    }
    expect(positionAt(nat, nat.head)).toBe(nat.events.length);
    expect(positionAt(nat, nanos(0))).toBe(0);
  });

  test("ids find their events", () => {
    const { nat } = past;
    const [one] = nat.events;
    for (const event of nat.events) expect(eventById(nat, event.id)).toBe(event);
    expect(eventById(nat, (one?.id ?? 0) - 1)).toBeUndefined();
    expect(eventById(nat, 1e9)).toBeUndefined();
  });

  test("frames are on their way from their sending until they arrive", () => {
    const random = randomOf(2, "moments");
    const { flights } = past.nat.inFlight;
    const moments = flights.flatMap(({ sentAt, arrivesAt }) => [
      sentAt,
      arrivesAt,
      sentAt + 1,
      arrivesAt - 1,
    ]);
    const wanted = (at: number): Flight[] =>
      flights.filter(({ sentAt, arrivesAt }) => sentAt <= at && at < arrivesAt);
    for (let round = 0; round < 200; round++) {
      const at = moments[random.below(moments.length)] as Nanos;
      expect(flightsAt(past.nat, at)).toEqual(wanted(at));
    }
    expect(moments.some((at) => wanted(at).length > 1)).toBe(true);
  });
});

describe("one that overtakes", () => {
  test("a frame that was sent long before and is still on its way is found", () => {
    const recording = emptyRecording();
    const frame = past.nat.inFlight.flights[0]?.frame as Flight["frame"];
    const end = { node: "a", device: "eth0" };
    const flight = (id: number, sentAt: number, arrivesAt: number): Flight => ({
      ...{ id, cause: 0, from: end, to: end, isLost: false, frame },
      sentAt: nanos(sentAt),
      arrivesAt: nanos(arrivesAt),
    });
    const flights = [
      flight(0, 1, 1000),
      ...Array.from({ length: 500 }, (_, id) => flight(id + 1, id + 2, id + 4)),
    ];
    const [empty] = batches;
    append(recording, { ...(empty as Batch), events: [], flights, pieces: [], log: [] });
    expect(flightsAt(recording, nanos(300)).map(({ id }) => id)).toEqual([0, 298, 299]);
    expect(flightsAt(recording, nanos(1000))).toEqual([]);
  });
});

describe("rows", () => {
  test("come in the same order however a moment was reached, and are one object between changes", () => {
    const { nat } = past;
    const read = (position: number): string[] =>
      tableNames.map((table) => JSON.stringify([...rowsAt(nat, position, "director", table)]));
    const positions = Array.from({ length: 40 }, (_, index) => Math.floor((index * nat.events.length) / 39));
    const forwards = positions.map(read);
    const backwards = positions.toReversed().map(read).toReversed();
    expect(backwards).toEqual(forwards);
    expect(new Set(forwards.flat()).size).toBeGreaterThan(40);
    const at = nat.events.length - 1;
    expect(rowsAt(nat, at, "director", "routes")).toBe(rowsAt(nat, at, "director", "routes"));
  });

  test("key frames change nothing: rows are those of a plain replay", () => {
    const { busy } = past;
    const plain = new Map<string, Row>();
    const changes = changedAt(busy, Number.POSITIVE_INFINITY, -1).filter(
      ({ node, table }) => node === "director" && table === "counters",
    );
    expect(changes.length).toBeGreaterThan(3000);
    changes.forEach(({ key, row, position, at }, index) => {
      if (row !== undefined) plain.set(key, row);
      const next = changes[index + 1];
      // Only the last of those that came together is what is read there.
      if (next?.position === position && next.at === at) return;
      if (index % 7 > 0 && index % 1000 > 30) return;
      expect(new Map(rowsAt(busy, { position, at }, "director", "counters"))).toEqual(plain);
    });
  });

  test("what came with an event is told, and what it changed from and to", () => {
    const { nat } = past;
    const created = firstEvent(nat, "connection-created");
    const position = created.id - (nat.events[0]?.id ?? 0) + 1;
    const changes = changedAt(nat, position);
    expect(changes.map(({ node, table }) => `${node} ${table}`)).toContain("director connections");
    expect(rowsAt(nat, position - 1, "director", "connections").size).toBe(0);
    expect(rowsAt(nat, position, "director", "connections").size).toBe(1);
    // Its time runs from its making on, also while its first packet is still on its way through.
    const [entry] = rowsAt(nat, position, "director", "connections").values();
    expect(entry).toMatchObject({ state: "NONE", method: "nat" });
    expect(entry && "expiresAt" in entry ? entry.expiresAt : 0).toBeGreaterThan(created.at);
  });

  test("what no event tells of changes at its own moment, between two events", async () => {
    const { recording } = await recordLab(silentLab, { until: seconds(3) });
    const events = positionAt(recording, seconds(2));
    const filters = (at: Nanos) => rowsAt(recording, { position: events, at }, "a", "filters");
    const changed = changedAt(recording, Number.POSITIVE_INFINITY, -1).find(
      ({ table }) => table === "filters",
    );
    const at = changed?.at ?? nanos(0);
    expect(at).toBeGreaterThan(seconds(1));
    expect(recording.events.every((event) => event.at !== at)).toBe(true);
    expect(filters(nanos(at - 1)).size).toBe(0);
    expect([...filters(at).keys()]).toEqual(["iptables filter INPUT policy", "iptables filter INPUT 1"]);
    expect(rowsAt(recording, events, "a", "filters")).toEqual(filters(at));
  });
});

describe("stops", () => {
  const synAck: FieldCondition = { field: "tcp.flags", comparison: "==", value: "SYN,ACK" };
  const breakpoints: readonly Breakpoint[] = [
    { kind: "drop" },
    { kind: "pick" },
    { kind: "vip-answered", vips: ["192.168.10.200"] },
    { kind: "field", condition: synAck, holds: frameTest(synAck) },
  ];
  const all: readonly (StepUnit | Breakpoint)[] = [...stepUnits, ...breakpoints];

  test.each(all)("%j: forwards and backwards by the same positions", (stop) => {
    const { nat } = past;
    const { length } = nat.events;
    const test = stopTest(stop);
    const wanted = nat.events.flatMap((event, index) => (test(event) ? [index + 1] : []));
    const forwards: number[] = [];
    for (let at = nextStop(nat, 0, stop); at !== undefined; at = nextStop(nat, at, stop)) forwards.push(at);
    const backwards: number[] = [];
    for (let at = previousStop(nat, length + 1, stop); at !== undefined; at = previousStop(nat, at, stop)) {
      backwards.push(at);
    }
    expect(forwards).toEqual(wanted);
    expect(backwards.toReversed()).toEqual(wanted);
    // Nothing is dropped there; everything else happens.
    expect(wanted.length > 0).toBe(stop !== "drop" && (typeof stop === "string" || stop.kind !== "drop"));
  });

  test("what comes later is searched too", () => {
    const recording = emptyRecording();
    const copies = batches.map((batch) => structuredClone(batch));
    const half = copies.findIndex(({ events }) => events.length > 0) + 1;
    for (const batch of copies.slice(0, half)) append(recording, batch);
    expect(nextStop(recording, recording.events.length, "hop")).toBeUndefined();
    const before = recording.events.length;
    for (const batch of copies.slice(half)) append(recording, batch);
    expect(nextStop(recording, before, "hop")).toBe(nextStop(past.nat, before, "hop"));
  });
});

describe("a recording that is cut", () => {
  const cut = nanos(4.05e9);

  /** Everything that can be read of a recording. */
  const contents = (recording: Recording) => ({
    events: recording.events,
    flights: recording.inFlight.flights,
    changes: changedAt(recording, Number.POSITIVE_INFINITY, -1),
    pieces: recording.pieces,
    log: recording.log,
    head: recording.head,
  });

  test("holds what happened up to there, and leaves the old one as it was", () => {
    const before = structuredClone(contents(past.nat));
    const prefix = cutAt(past.nat, cut);
    const { events, flights, changes } = contents(prefix);
    expect(prefix.head).toBe(cut);
    expect(events).toEqual(past.nat.events.filter(({ at }) => at <= cut));
    expect(flights).toEqual(past.nat.inFlight.flights.filter(({ sentAt }) => sentAt <= cut));
    expect(changes).toEqual(before.changes.filter(({ at }) => at <= cut));
    for (const table of tableNames) {
      const moment = { position: events.length, at: cut };
      expect(rowsAt(prefix, events.length, "director", table)).toEqual(
        rowsAt(past.nat, moment, "director", table),
      );
    }
    expect(contents(past.nat)).toEqual(before);
  });

  test("goes on with another future, and shares nothing that grows", () => {
    const prefix = cutAt(past.nat, cut);
    const count = past.nat.events.length;
    const cutAgain = cutAt(past.nat, cut);
    for (const batch of batches) {
      if (batch.head > cut) append(prefix, structuredClone(batch));
    }
    expect(past.nat.events.length).toBe(count);
    expect(contents(cutAgain)).toEqual(contents(cutAt(past.nat, cut)));
    expect(prefix.events.length).toBeGreaterThan(cutAgain.events.length);
  });
});
