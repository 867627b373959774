/**
 * What the terminals of a node have shown since a place in a recording: the output of programs, not what was
 * typed.
 */

import type { Recording } from "#lab/recording";
import type { Seen } from "./check.ts";

/** Output is looked at this far back at most, in pieces: more nobody reads. */
const mostPieces = 20_000;

/** The texts, one a terminal. */
export function shownBy(
  { recording, start, from, now }: Seen,
  node: string,
  since: "step" | "start",
): string[] {
  const first = Math.max((since === "start" ? start : from).pieces, now.pieces - mostPieces);
  const texts = new Map<number, string>();
  for (let place = first; place < now.pieces; place++) {
    const piece = recording.pieces[place];
    if (piece?.kind !== "output" || piece.stream === "echo" || piece.terminal.node !== node) continue;
    const { number } = piece.terminal;
    texts.set(number, (texts.get(number) ?? "") + piece.text);
  }
  return [...texts.values()];
}

/** Whether a line of a node has ended since. */
export const hasEnded = ({ pieces }: Recording, { from, now }: Seen, node: string): boolean =>
  pieces
    .slice(from.pieces, now.pieces)
    .some(({ kind, terminal }) => kind === "ended" && terminal.node === node);

/** How often a text stands in others. */
export const occurrences = (texts: readonly string[], wanted: string): number =>
  texts.reduce((count, text) => count + text.split(wanted).length - 1, 0);
