/**
 * Places in a recording that a lesson remembers: so much of everything had been seen, and this had been done.
 * Leaves out how one gets back to a place: that is the leader's.
 */

import { countUpTo } from "#lab/count-up-to";
import type { LabCommand } from "#lab/lab-command";
import type { Recording } from "#lab/recording";
import type { Mark } from "#lesson/check";
import type { Moment } from "../store.ts";

/** A mark, with what leads a lab there whatever has been done since. */
export interface Place extends Mark {
  readonly log: readonly LabCommand[];
}

/** The place of a shown moment. */
export function placeAt({ pieces, log }: Recording, { at, position }: Moment): Place {
  let shown = countUpTo(pieces, at, (piece) => piece.at);
  while (shown > 0 && (pieces[shown - 1]?.position ?? 0) > position) shown--;
  const acts = countUpTo(log, at, (command) => command.at);
  return { position, at, pieces: shown, acts, log: log.slice(0, acts) };
}

/** Whether a recording ends at a place, and came there the same way. */
export const endsAt = ({ head, events, log }: Recording, place: Place): boolean =>
  head === place.at && events.length === place.position && isSameLog(log, place.log);

const isSameLog = (one: readonly LabCommand[], other: readonly LabCommand[]): boolean =>
  one.length === other.length && one.every(({ at }, index) => at === other[index]?.at);

/** What a step's search begins at, where the learner went back before it: no later than the place at hand. */
export const earlier = (one: Place, other: Place): Place => (other.at < one.at ? other : one);
