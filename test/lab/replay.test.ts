/**
 * A lab is its scenario, its seed and its log: whatever somebody did in it, at whatever moments, doing the
 * log again gives the same run to the byte, and so does going back and going on.
 */

import { describe, expect, test } from "vitest";
import type { Batch, ChangeColumns } from "#lab/batch";
import { recordLine } from "#lab/event-record";
import { openLab } from "#lab/lab";
import type { LabCommand } from "#lab/lab-command";
import { append, changedAt, emptyRecording, type RowChange } from "#lab/recording";
import { playScript } from "#lab/script";
import { terminalsOf } from "#lab/terminals";
import type { Scenario } from "#scenario/scenario";
import { randomOf } from "#sim/engine/random";
import { later, type Nanos, nanos, seconds } from "#sim/engine/time";
import type { TraceEvent } from "#sim/trace";
import { namedScenario, type PortedLab, portedLab, together } from "#support/lab-over-port";
import { doSomething } from "#support/person-at-lab";
import { seedOr } from "#support/seed";

const scenario = namedScenario("arp-nothing-set");

/** Everything that came, a line of text each: what differs is seen at a glance, and nothing is left out. */
function linesOf({ events, flights, changes, pieces, log, head }: Batch): string[] {
  const rows = rowChangesOf(changes);
  const all = { event: events, flight: flights, change: rows, piece: pieces, act: log, head: [head] };
  return Object.entries(all).flatMap(([name, items]) =>
    items.map((item: unknown) => `${name} ${JSON.stringify(item)}`),
  );
}

/** Row changes with whole rows, however they were cut into batches. */
function rowChangesOf(changes: ChangeColumns): RowChange[] {
  const recording = emptyRecording();
  append(recording, { events: [], flights: [], changes, pieces: [], log: [], head: nanos(0) });
  return changedAt(recording, Number.POSITIVE_INFINITY, -1);
}

/** The first line that differs, of both. */
function firstDifference(one: readonly string[], other: readonly string[]): readonly (string | undefined)[] {
  const at = Array.from({ length: Math.max(one.length, other.length) }).findIndex(
    (_, index) => one[index] !== other[index],
  );
  return at < 0 ? [] : [one[at], other[at]];
}

/** Plays a person for so many acts. */
async function live(seed: number, acts: number): Promise<PortedLab> {
  const lab = portedLab();
  const random = randomOf(seed, "person");
  await lab.open(scenario, { seed });
  for (let act = 0; act < acts; act++) await doSomething(lab, random);
  await lab.run(700);
  lab.close();
  return lab;
}

/** The whole of a log again, in one go, and everything that came. */
async function again(seed: number, log: readonly LabCommand[], until: Nanos): Promise<Batch> {
  const lab = portedLab({ now: () => performance.now() });
  await lab.open(scenario, { seed, log, until });
  lab.close();
  return together(lab.batches);
}

const first = seedOr(1);
const seeds = Array.from({ length: 10 }, (_, index) => first + index);

describe("doing the log again gives the same run", () => {
  test.each(seeds)("person %i", { timeout: 60_000 }, async (seed) => {
    const lab = await live(seed, 40);
    const all = together(lab.batches);
    expect(all.log.length).toBeGreaterThan(15);
    expect(all.events.length).toBeGreaterThan(400);
    expect(firstDifference(linesOf(await again(seed, all.log, lab.head())), linesOf(all))).toEqual([]);
  });

  test("what persons do here reads, edits, loops, is interrupted and asks for more", async () => {
    const labs = await Promise.all(seeds.slice(0, 5).map((seed) => live(seed, 40)));
    const pieces = labs.flatMap(({ batches }) => together(batches).pieces);
    const seen = new Set(
      pieces.map((piece) => `${piece.kind} ${piece.kind === "output" ? piece.text.trim() : ""}`),
    );
    const prompts = new Set(pieces.map((piece) => ("prompt" in piece ? piece.prompt : "")));
    expect([...seen]).toEqual(expect.arrayContaining(["output ^C", "editor-wrote ", "output logout"]));
    expect([...prompts]).toEqual(expect.arrayContaining(["> ", "root@rs1:~# ", ""]));
  });
});

describe("going back and going on", () => {
  test.each(seeds.slice(0, 5))("fork of person %i", { timeout: 60_000 }, async (seed) => {
    const lab = await live(seed, 30);
    const all = together(lab.batches);
    const at = nanos(all.log[12]?.at ?? 0);
    const log = all.log.filter((command) => command.at <= at);
    const until = later(at, seconds(2));
    const never = await again(seed, log, until);

    const fork = portedLab();
    await fork.open(scenario, { seed, log, until: at, knownUntil: at });
    expect(fork.batches).toEqual([]);
    await fork.run(2000);
    fork.close();
    const since = together(fork.batches);
    const known = linesOf(upTo(all, at)).length;
    expect(since.events.length + since.pieces.length).toBeGreaterThan(0);
    expect(since.log).toEqual([]);
    expect(known).toBeGreaterThan(50);
    expect(firstDifference(linesOf(joined(upTo(all, at), since)), linesOf(never))).toEqual([]);
  });

  test("what is known lies before what is done again", async () => {
    const lab = await live(first, 10);
    const all = together(lab.batches);
    const at = nanos(all.log[4]?.at ?? 0);
    const fork = portedLab();
    await fork.open(scenario, { seed: first, log: all.log, until: lab.head(), knownUntil: at });
    fork.close();
    const both = joined(upTo(all, at), together(fork.batches));
    expect(firstDifference(linesOf(both), linesOf(all))).toEqual([]);
    expect(together(fork.batches).log.length).toBeLessThan(all.log.length);
  });
});

/** What had come when the lab stood at a moment. */
function upTo({ events, flights, changes, pieces, log }: Batch, head: Nanos): Batch {
  const isThen = ({ at }: { readonly at: Nanos }): boolean => at <= head;
  return {
    events: events.filter(isThen),
    flights: flights.filter(({ sentAt }) => sentAt <= head),
    changes: changesUntil(changes, head),
    pieces: pieces.filter(isThen),
    log: log.filter(isThen),
    head,
  };
}

/** Changes are in the order of time. */
function changesUntil({ names, positions, times, rows, patches }: ChangeColumns, head: Nanos): ChangeColumns {
  const after = times.findIndex((at) => at > head);
  const count = after < 0 ? times.length : after;
  return {
    names,
    positions: positions.slice(0, count),
    times: times.slice(0, count),
    rows: rows.slice(0, count),
    patches: patches.slice(0, count),
  };
}

const joined = (one: Batch, other: Batch): Batch => together([one, other]);

describe("the script goes on by itself", () => {
  const names = ["arp-nothing-set", "nat-basic", "sync-failover", "persistence-office", "tunnel-mtu-trap"];

  test.each(names)("%s as the command line plays it", { timeout: 60_000 }, async (name) => {
    const played = namedScenario(name);
    const until = later(seconds(1), nanos(played.script.reduce((last, { at }) => Math.max(last, at), 0)));
    const lab = portedLab();
    await lab.open(played, { until });
    lab.close();
    const events = together(lab.batches).events.map((event) => recordLine(event, nanos(0)));
    const other = await playedEvents(played, until);
    expect(events.length).toBeGreaterThan(50);
    // Playing ends with Ctrl-C to whatever still runs.
    expect(firstDifference(other.slice(0, events.length), events)).toEqual([]);
  });
});

/** The events of a scenario that is played without a port. */
async function playedEvents(played: Scenario, until: Nanos): Promise<string[]> {
  const lab = await openLab(played);
  const lines: string[] = [];
  lab.simulation.observe((event: TraceEvent) => lines.push(recordLine(event, lab.start)));
  await playScript(lab, { terminals: terminalsOf(lab, { onOutput: () => {} }), until });
  return lines;
}
