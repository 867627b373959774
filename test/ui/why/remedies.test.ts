/**
 * What is proposed to be typed works: in labs where something is wrong, or was made wrong, the same request
 * has another outcome after it was typed, and what ended packets does so no more.
 */

import { describe, expect, test } from "vitest";
import { seconds } from "#sim/engine/time";
import type { TraceEvent } from "#sim/trace";
import { ofBreaks } from "#support/broken-labs";
import { apply, sickLab } from "#support/cured-lab";
import { type Cure, ofScenarios } from "#support/cures";

describe("a remedy changes the outcome", () => {
  test.each(Object.entries({ ...ofScenarios, ...ofBreaks }))(
    "%s",
    { timeout: 60_000 },
    async (_name, sick) => {
      await expectCure(sick);
    },
  );
});

async function expectCure(sick: Cure): Promise<void> {
  const { attempt, says, event, take, each = 1 } = sick;
  const lab = await sickLab(sick.lab, seconds(sick.until), sick.edit);
  const isCured = async (): Promise<boolean> => {
    const { exitCode, said } = await lab.type(...attempt);
    return says === undefined ? exitCode === 0 : said.includes(says);
  };
  for (const line of sick.breaks ?? []) await lab.type(...line);
  for (let time = 0; time < each; time++) expect(await isCured(), "nothing is wrong").toBe(false);
  const found = lab.eventsOf(event);
  expect(found.length, "no such event").toBeGreaterThan(0);
  const cured = latestOfEach(found, each);
  for (const traced of cured) {
    const remedies = lab.remediesOf(traced).filter((_, at) => take === undefined || take.includes(at));
    expect(remedies.length, "no remedy").toBeGreaterThan(0);
    expect(await apply(lab, remedies)).toEqual([]);
  }
  const before = lab.length();
  expect(await isCured(), "it is as before").toBe(true);
  if (sick.recurs === true) return;
  const again = lab
    .eventsOf(event, before)
    .filter((each) => cured.some((one) => one.event.node === each.event.node));
  expect(again).toEqual([]);
}

/** The latest event, or where several are asked for, the latest that differ in their remedies' place. */
function latestOfEach(found: readonly TraceEvent[], count: number): TraceEvent[] {
  const latest = found.toReversed();
  if (count === 1) return latest.slice(0, 1);
  const keys = new Set<string>();
  return latest.filter(({ event }) => {
    const key =
      event.kind === "packet-dropped" && event.reason === "no-socket" ? String(event.packet.src) : event.node;
    return !keys.has(key) && keys.add(key) && keys.size <= count;
  });
}
