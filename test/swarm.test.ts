/**
 * The swarm, bounded: random labs hold what must hold in every lab, damaged files run or are explained.
 *
 * `npm run swarm` runs ten thousand of each. The seeds are named, so a failure is found again.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { tryMutant, trySeed } from "#lab/swarm";
import { randomScenario } from "#scenario/random-scenario";

const scenarios = 60;
const mutants = 200;
const perTest = 20;

const batches = (count: number): number[] =>
  Array.from({ length: count / perTest }, (_, batch) => 1 + batch * perTest);

const files = readdirSync("scenarios")
  .filter((name) => name.endsWith(".yaml"))
  .sort()
  .map((file) => ({ file, text: readFileSync(`scenarios/${file}`, "utf8") }));

describe("random labs hold what must always hold", () => {
  test.each(batches(scenarios))(`${perTest} labs from seed %i`, { timeout: 60_000 }, async (from) => {
    let events = 0;
    for (let seed = from; seed < from + perTest; seed++) {
      const outcome = await trySeed(seed);
      expect(outcome.failures, `seed ${seed}`).toEqual([]);
      events += outcome.events;
    }
    // Labs in which nothing happens would hold anything.
    expect(events).toBeGreaterThan(perTest * 100);
  });

  test("every seed gives another lab, and always the same", () => {
    const texts = Array.from({ length: 50 }, (_, seed) => randomScenario(seed));
    expect(new Set(texts).size).toBe(texts.length);
    expect(randomScenario(7)).toBe(texts[7]);
  });
});

describe("damaged files run or are explained", () => {
  test.each(batches(mutants))(`${perTest} files from seed %i`, { timeout: 60_000 }, async (from) => {
    for (let seed = from; seed < from + perTest; seed++) {
      const { failures } = await tryMutant(files, seed);
      expect(failures, `seed ${seed}`).toEqual([]);
    }
  });
});
