/**
 * Places in a recording: its end, or a moment of it that somebody looks at.
 */

import { countUpTo } from "#lab/count-up-to";
import type { Moment, Recording } from "#lab/recording";
import type { Mark } from "./check.ts";

/** The place of all that a recording holds. */
export const markOf = ({ events, pieces, log, head }: Recording): Mark => ({
  position: events.length,
  at: head,
  pieces: pieces.length,
  acts: log.length,
});

/** The place of a moment that is shown: what came after it has not been seen. */
export function markAt({ pieces, log }: Recording, { position, at }: Moment): Mark {
  let shown = countUpTo(pieces, at, (piece) => piece.at);
  while (shown > 0 && (pieces[shown - 1]?.position ?? 0) > position) shown--;
  return { position, at, pieces: shown, acts: countUpTo(log, at, (act) => act.at) };
}
