/**
 * One telling for each recording, whoever asks: ladder and timeline share it.
 */

import type { Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import { type Telling, tellingOf } from "./telling.ts";

const tellings = new WeakMap<Recording, Telling>();

/** The telling of a recording; whoever needs more of it tells on. */
export function tellingFor(recording: Recording, { nodes }: Scenario): Telling {
  const known = tellings.get(recording);
  if (known !== undefined) return known;
  const made = tellingOf(recording, new Set(nodes.map(({ name }) => name)));
  tellings.set(recording, made);
  return made;
}

/** Events that are told at once at most: what leaves time for the rest of a frame of the screen. */
export const tellAtOnce = 5_000;
