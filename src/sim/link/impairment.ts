/**
 * What a bad line does to frames: loss, duplication, reordering (a frame that is held back for a while), as
 * `tc netem` names them. Chances are in parts per million.
 */

import type { Random } from "../engine/random.ts";
import type { Nanos } from "../engine/time.ts";

export interface Impairment {
  readonly lossPerMillion: number;
  readonly duplicatePerMillion: number;
  readonly reorderPerMillion: number;
  /** How much later a reordered frame arrives. */
  readonly reorderDelay: Nanos;
}

export const noImpairment: Impairment = {
  lossPerMillion: 0,
  duplicatePerMillion: 0,
  reorderPerMillion: 0,
  reorderDelay: 0 as Nanos,
};

export interface Fate {
  readonly isLost: boolean;
  readonly copies: number;
  readonly extraDelay: Nanos;
}

const untouched: Fate = { isLost: false, copies: 1, extraDelay: 0 as Nanos };

/** What happens to one frame. Throws no dice for chances that are zero. */
export function fateOf(impairment: Impairment, random: Random): Fate {
  if (impairment === noImpairment) return untouched;
  const happens = (perMillion: number): boolean => perMillion > 0 && random.below(1_000_000) < perMillion;
  if (happens(impairment.lossPerMillion)) return { ...untouched, isLost: true };
  const copies = happens(impairment.duplicatePerMillion) ? 2 : 1;
  const extraDelay = happens(impairment.reorderPerMillion) ? impairment.reorderDelay : untouched.extraDelay;
  return { isLost: false, copies, extraDelay };
}
