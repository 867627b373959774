/** What is recorded of a lab is what was so: every table at every moment, every frame on every cable. */

import { readFileSync } from "node:fs";
import { serialize } from "node:v8";
import { describe, expect, test } from "vitest";
import type { Batch } from "#lab/batch";
import { labTime } from "#lab/lab";
import { takeBatch } from "#lab/recorder";
import { append, emptyRecording, rowsAt } from "#lab/recording";
import { terminalsOf, typeIn } from "#lab/terminals";
import { randomLabLength, randomScenario } from "#scenario/random-scenario";
import { later, seconds } from "#sim/engine/time";
import { deviceRows } from "#sim/tables/device-rows";
import { administeredLab, administeredLength } from "#support/administered-lab";
import { recordLab, samplerOf, wrongRows } from "#support/recorded-lab";
import { seedOr } from "#support/seed";

const scenarioNamed = (name: string): string => readFileSync(`scenarios/${name}.yaml`, "utf8");

const first = seedOr(1);
const seeds = Array.from({ length: 10 }, (_, index) => first + index);

describe("the rows read from a recording are those that the tables had", () => {
  test("in random labs", { timeout: 180_000 }, async () => {
    let looked = 0;
    for (const seed of seeds) {
      const sampler = samplerOf(seed, 15);
      const { onStep } = sampler;
      const until = seconds(randomLabLength);
      const recorded = await recordLab(randomScenario(seed), { until, onStep, asBytes: seed % 4 === 0 });
      expect(wrongRows(recorded, sampler).slice(0, 5), `seed ${seed}`).toEqual([]);
      looked += sampler.samples.length;
    }
    expect(looked).toBeGreaterThan(100);
  });

  test("whatever an administrator does", { timeout: 180_000 }, async () => {
    const sampler = samplerOf(1, 5);
    const { onStep } = sampler;
    const recorded = await recordLab(administeredLab, { until: seconds(administeredLength), onStep });
    expect(recorded.said).toMatch(/2 packets transmitted, 2 received/);
    expect(recorded.said).not.toMatch(/not found|not modelled|[Ee]rror/);
    expect(wrongRows(recorded, sampler).slice(0, 5)).toEqual([]);
    expect(sampler.samples.length).toBeGreaterThan(200);
  });

  // Long enough for entries, TIME_WAIT and what switches know to end.
  test.each(["sync-failover", "fullnat", "tunnel-gue-gre"])("in %s", { timeout: 180_000 }, async (name) => {
    const sampler = samplerOf(1, name === "sync-failover" ? 200 : 10);
    const recorded = await recordLab(scenarioNamed(name), { until: seconds(400), onStep: sampler.onStep });
    expect(wrongRows(recorded, sampler).slice(0, 5)).toEqual([]);
    expect(sampler.samples.length).toBeGreaterThan(20);
  });
});

describe("a batch", () => {
  test("stands for itself: it holds whole rows where those before it were never read", async () => {
    const { lab, recorder } = await recordLab(scenarioNamed("nat-basic"), { until: seconds(3) });
    typeIn(terminalsOf(lab, { onOutput: () => {} }), "client", "curl -s 192.168.10.200");
    await lab.turns.advance(later(lab.simulation.now, seconds(1)));
    const recording = emptyRecording();
    append(recording, structuredClone(takeBatch(recorder, labTime(lab))));
    const client = lab.network.nodes.get("client");
    const rows = rowsAt(recording, Number.POSITIVE_INFINITY, "client", "devices");
    expect(rows.get("eth0")).toEqual(client && deviceRows(client.stack).get("eth0"));
    // Nothing passed this one, so the batch does not speak of it.
    expect(rows.has("lo")).toBe(false);
  });

  test("holds nothing alive, and no bytes but its own", { timeout: 180_000 }, async () => {
    const bigPage = scenarioNamed("nat-basic").replaceAll(
      "http-server: 80",
      "http-server: { port: 80, size: 90000 }",
    );
    const found = new Set<string>();
    const counted = { bytes: 0 };
    for (const [text, until] of [
      [bigPage, 6] as const,
      ...seeds.slice(0, 4).map((seed) => [randomScenario(seed), 2] as const),
    ]) {
      await recordLab(text, { until: seconds(until), onBatch: (batch) => lookInto(batch, found, counted) });
    }
    expect([...found]).toEqual([]);
    expect(counted.bytes).toBeGreaterThan(200_000);
  });

  test("of a hundred events takes some ten kilobytes", async () => {
    const sizes = { events: 0, bytes: 0 };
    await recordLab(scenarioNamed("scheduler-wlc"), {
      until: seconds(20),
      onBatch: (batch) => {
        sizes.events += batch.events.length;
        sizes.bytes += serialize(batch).length;
      },
    });
    expect(sizes.events).toBeGreaterThan(2000);
    expect(sizes.bytes / sizes.events).toBeLessThan(420);
  });
});

/** Adds what cannot cross a message port as it is, and views of buffers larger than themselves. */
function lookInto(batch: Batch, found: Set<string>, counted: { bytes: number }): void {
  const seen = new Set<unknown>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === "function") found.add(`${path}: a function`);
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) {
      counted.bytes += value.byteLength;
      if (value.buffer.byteLength !== value.byteLength)
        found.add(`${path}: a view of ${value.buffer.byteLength} bytes`);
      return;
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && !Array.isArray(value)) found.add(`${path}: ${String(prototype)}`);
    for (const [name, item] of Object.entries(value))
      walk(item, Array.isArray(value) ? path : `${path}.${name}`);
  };
  walk(batch, "batch");
}

describe("frames on their way", () => {
  /** Where and when frames arrived or ended on a cable, and where flights say that they would. */
  async function arrivals(
    seed: number,
  ): Promise<{ readonly happened: string[]; readonly foretold: string[] }> {
    const { recording } = await recordLab(randomScenario(seed), { until: seconds(randomLabLength) });
    const { flights } = recording.inFlight;
    const known = new Set(flights.map(({ to, arrivesAt }) => `${to.node} ${to.device} ${arrivesAt}`));
    const onLoopback = ({ device }: { readonly device: string }): boolean => device === "lo";
    return {
      foretold: flights
        .filter(({ isLost, arrivesAt }) => !isLost && arrivesAt <= recording.head)
        .map(({ to, arrivesAt }) => `${to.node} ${to.device} ${arrivesAt}`)
        .sort(),
      happened: recording.events
        .flatMap(({ event, at }) => {
          if (event.kind !== "frame-received" && event.kind !== "frame-dropped") return [];
          const place = `${event.node} ${event.device} ${at}`;
          return onLoopback(event) || (event.kind === "frame-dropped" && !known.has(place)) ? [] : [place];
        })
        .sort(),
    };
  }

  test("each is told with the moment at which it then arrives", { timeout: 180_000 }, async () => {
    let count = 0;
    for (const seed of seeds) {
      const { happened, foretold } = await arrivals(seed);
      const early = foretold.filter((place) => !happened.includes(place));
      const unforeseen = happened.filter((place) => !foretold.includes(place));
      expect({ seed, early: early.slice(0, 3), unforeseen: unforeseen.slice(0, 3) }).toEqual({
        seed,
        early: [],
        unforeseen: [],
      });
      count += foretold.length;
    }
    expect(count).toBeGreaterThan(500);
  });
});
