/**
 * Where in the recording playing would stop: the positions of each breakpoint, found once and then further as
 * the recording grows.
 */

import { nextStop, type Recording } from "#lab/recording";
import type { Breakpoint } from "#lab/stop";

export interface Hits {
  readonly recording: Recording;
  readonly breakpoints: readonly Breakpoint[];
  /** Of each breakpoint, in order. */
  readonly positions: readonly number[][];
}

export const hitsOf = (recording: Recording, breakpoints: readonly Breakpoint[]): Hits => ({
  recording,
  breakpoints,
  positions: breakpoints.map(() => []),
});

/** More are not shown of one breakpoint. */
const mostHits = 5_000;

/** Looks at what has come since. */
export function growHits({ recording, breakpoints, positions }: Hits): void {
  for (const [index, breakpoint] of breakpoints.entries()) {
    const found = positions[index] ?? [];
    while (found.length < mostHits) {
      const next = nextStop(recording, found.at(-1) ?? 0, breakpoint);
      if (next === undefined) break;
      found.push(next);
    }
  }
}

/** All of them in order, each once. */
export const allHits = ({ positions }: Hits): number[] =>
  [...new Set(positions.flat())].sort((one, other) => one - other);
