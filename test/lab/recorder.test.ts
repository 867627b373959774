/** What is recorded of a lab is what was so: every table, at every moment. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { labTime } from "#lab/lab";
import type { Moment } from "#lab/recording";
import { randomLabLength, randomScenario } from "#scenario/random-scenario";
import { type Random, randomOf } from "#sim/engine/random";
import { seconds } from "#sim/engine/time";
import type { Rows } from "#sim/tables/node-rows";
import { differences, liveTables, type RecordedLab, recordedTables, recordLab } from "#support/recorded-lab";

interface Sample {
  readonly moment: Moment;
  readonly live: ReadonlyMap<string, Rows>;
}

/** Remembers the tables at the ends of some steps, one in `every` of them. */
function sampler(random: Random, every: number) {
  const samples: Sample[] = [];
  const onStep = ({ lab, recorder }: RecordedLab): void => {
    const moment = { position: recorder.eventCount, at: labTime(lab) };
    const last = samples.at(-1)?.moment;
    // A step at the same moment that no event tells apart from the one before.
    if (last?.position === moment.position && last.at === moment.at) samples.pop();
    if (random.below(every) === 0) samples.push({ moment, live: liveTables(lab) });
  };
  return { samples, onStep };
}

describe("the rows read from a recording are those that the tables had", () => {
  const count = Number(process.env["SEEDS"] ?? 12);
  const first = Number(process.env["FROM"] ?? 1);
  test.each(Array.from({ length: count }, (_, index) => first + index))("in random lab %i", async (seed) => {
    const { samples, onStep } = sampler(randomOf(seed, "samples"), Number(process.env["EVERY"] ?? 40));
    const text = randomScenario(seed);
    const recorded = await recordLab(text, {
      until: seconds(randomLabLength),
      onStep,
      asBytes: seed % 4 === 0,
    });
    const wrong = samples.flatMap(({ live, moment }) =>
      differences(live, recordedTables(recorded, moment)).map(
        (line) => `${moment.position} ${moment.at} ${line}`,
      ),
    );
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(samples.length).toBeGreaterThan(2);
  });

  test("in a scenario from the shelf", async () => {
    const text = readFileSync("scenarios/persistence-office.yaml", "utf8");
    const { samples, onStep } = sampler(randomOf(1, "samples"), 100);
    const recorded = await recordLab(text, { until: seconds(5), onStep });
    const wrong = samples.flatMap(({ live, moment }) => differences(live, recordedTables(recorded, moment)));
    expect(wrong).toEqual([]);
    expect(samples.length).toBeGreaterThan(10);
  });
});
