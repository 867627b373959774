/** Frames that are in one place all the way: they lie on one another like cards, so that each can be seen. */

import type { Flight } from "#lab/batch";
import type { Line } from "./cables.ts";
import type { Point } from "./geometry.ts";

/** What frames have in common that are in one place all the way. */
export const pileOf = ({ from, to, sentAt, arrivesAt }: Flight): string =>
  `${from.node} ${from.device} ${to.node} ${sentAt} ${arrivesAt}`;

/** Of a pile no more than that are to be seen. */
const mostPiled = 3;

/** The way of a frame on which so many lie before it. */
export function piled({ from, to }: Line, count: number, step: number): Line {
  const by = Math.min(count, mostPiled) * step;
  const moved = ({ x, y }: Point): Point => ({ x: x + by, y: y + by });
  return count === 0 ? { from, to } : { from: moved(from), to: moved(to) };
}

export interface Piles {
  /** How many frames are in the same place all the way as one that is added; counted from there on. */
  add(flight: Flight): number;
  /** Twins arrive together: their pile is gone with the first of them. */
  remove(flight: Flight): void;
  clear(): void;
}

export function createPiles(): Piles {
  const counts = new Map<string, number>();
  return {
    add(flight) {
      const key = pileOf(flight);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      return count;
    },
    remove: (flight) => void counts.delete(pileOf(flight)),
    clear: () => counts.clear(),
  };
}
