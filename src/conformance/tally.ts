/**
 * Agreement counted over many cases: a line a group, and one for all.
 */

import type { Agreement } from "./compare.ts";

interface Counts {
  cases: number;
  agreeing: number;
  frames: number;
  agreeingFrames: number;
  texts: number;
  agreeingTexts: number;
}

export interface Tally {
  readonly groups: Map<string, Counts>;
  disagreeing: number;
}

export const emptyTally = (): Tally => ({ groups: new Map(), disagreeing: 0 });

const noCounts = (): Counts => ({
  cases: 0,
  agreeing: 0,
  frames: 0,
  agreeingFrames: 0,
  texts: 0,
  agreeingTexts: 0,
});

/** Counts one case. */
export function addToTally(tally: Tally, group: string, { agrees, frames, texts }: Agreement): void {
  const counts = tally.groups.get(group) ?? noCounts();
  tally.groups.set(group, counts);
  counts.cases++;
  counts.agreeing += agrees ? 1 : 0;
  counts.frames += frames.total;
  counts.agreeingFrames += frames.agreeing;
  counts.texts += texts.total;
  counts.agreeingTexts += texts.agreeing;
  if (!agrees) tally.disagreeing++;
}

/** The lines: each group, then all. */
export function tallyLines({ groups }: Tally): string {
  const all = noCounts();
  const lines: string[] = [];
  for (const group of [...groups.keys()].sort()) {
    const counts = groups.get(group) ?? noCounts();
    lines.push(`group ${group.padEnd(3)} ${spelled(counts)}`);
    for (const key of Object.keys(all) as (keyof Counts)[]) all[key] += counts[key];
  }
  const [frames, texts] = [`${all.agreeingFrames} of ${all.frames}`, `${all.agreeingTexts} of ${all.texts}`];
  lines.push(`agreement: ${all.agreeing} of ${all.cases} cases; frames ${frames}; texts ${texts}`, "");
  return lines.join("\n");
}

const spelled = (counts: Counts): string =>
  [
    `cases ${counts.agreeing} of ${counts.cases}`,
    `frames ${counts.agreeingFrames} of ${counts.frames}`,
    `texts ${counts.agreeingTexts} of ${counts.texts}`,
  ].join("; ");
