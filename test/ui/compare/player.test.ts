/** One clock plays two runs: both come to their ends, and differences can be leapt to in both directions. */

import { beforeAll, describe, expect, test } from "vitest";
import { type Comparison, compareRuns, firstDifference } from "#lab/compare";
import { lockModes } from "#lab/compare-clock";
import { recordedScenario } from "#support/recorded-scenario";
import { type ComparePlayer, createComparePlayer } from "#ui/compare/player";

const line = '  - { at: 0.1s, on: rs1, run: "sysctl -w net.ipv4.conf.all.arp_ignore=1" }\n';

let comparison: Comparison;

beforeAll(async () => {
  const { recording: one } = await recordedScenario("arp-nothing-set");
  const { recording: other } = await recordedScenario("arp-nothing-set", line);
  comparison = compareRuns({ one, other });
});

/** Plays on, frame by frame of the screen; answers how many it took. */
function playOn(player: ComparePlayer): number {
  let frames = 0;
  player.play();
  while (player.isPlaying() && frames < 20_000) {
    const before = player.shown();
    player.frame(16);
    const after = player.shown();
    for (const side of ["one", "other"] as const) {
      expect(after[side].at).toBeGreaterThanOrEqual(before[side].at);
      expect(after[side].position).toBeGreaterThanOrEqual(before[side].position);
    }
    frames++;
  }
  return frames;
}

describe.each(lockModes)("by %s", (mode) => {
  test("playing shows both runs to their ends, and stops there", () => {
    const player = createComparePlayer(comparison, () => {});
    player.setMode(mode);
    player.setSpeed(10);
    expect(playOn(player)).toBeGreaterThan(50);
    expect(player.isPlaying()).toBe(false);
    const { one, other } = player.shown();
    expect(one.position).toBe(comparison.runs.one.events.length);
    expect(other.position).toBe(comparison.runs.other.events.length);
  });

  test("leaps stop at events that one run alone has, and come back the same way", () => {
    const player = createComparePlayer(comparison, () => {});
    player.setMode(mode);
    const steps = [player.leap(1), player.leap(1), player.leap(1)].map(() => player.moment().step);
    expect(new Set(steps).size).toBe(1);
    const third = player.moment().step;
    expect(player.leap(-1)).toBe(true);
    expect(player.moment().step).toBeLessThan(third);
    expect(player.leap(1)).toBe(true);
    expect(player.moment().step).toBe(third);
    player.toEnd();
    expect(player.leap(1)).toBe(false);
  });
});

test("another clock keeps what the first run shows", () => {
  const player = createComparePlayer(comparison, () => {});
  const first = firstDifference(comparison)?.one;
  player.goTo("one", (first?.id ?? 0) - (comparison.runs.one.events[0]?.id ?? 0));
  const { position } = player.shown().one;
  expect(position).toBeGreaterThan(10);
  player.setMode("events");
  expect(player.shown().one.position).toBe(position);
  player.setMode("time");
  expect(player.shown().one.position).toBe(position);
});
