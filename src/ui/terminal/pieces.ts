/**
 * The pieces of a recording by terminal, and what runs where at a moment.
 */

import type { TerminalPiece } from "#lab/batch";
import { countUpTo } from "#lab/count-up-to";
import type { TerminalName } from "#lab/lab-command";
import type { Recording } from "#lab/recording";
import type { Moment } from "../store.ts";

export interface OwnPieces {
  readonly name: TerminalName;
  readonly pieces: TerminalPiece[];
  /** After each of them: whether a command runs, and whether the shell was left. */
  readonly after: { readonly isRunning: boolean; readonly hasExited: boolean }[];
}

export interface PieceIndex {
  recording: Recording | undefined;
  looked: number;
  readonly terminals: Map<string, OwnPieces>;
}

export const emptyPieceIndex = (): PieceIndex => ({ recording: undefined, looked: 0, terminals: new Map() });

/** How a terminal is called: by its machine, from the second on with a number. */
export const keyOf = ({ node, number }: TerminalName): string =>
  number === 0 ? node : `${node} ${number + 1}`;

/** Looks through what was recorded since it was called last. */
export function lookThrough(index: PieceIndex, recording: Recording): void {
  const { terminals } = index;
  if (index.recording !== recording) {
    index.recording = recording;
    index.looked = 0;
    terminals.clear();
  }
  for (; index.looked < recording.pieces.length; index.looked++) {
    const piece = recording.pieces[index.looked] as TerminalPiece;
    const key = keyOf(piece.terminal);
    const own = terminals.get(key) ?? { name: piece.terminal, pieces: [], after: [] };
    terminals.set(key, own);
    own.pieces.push(piece);
    own.after.push(afterPiece(piece, own.after.at(-1) ?? atFirst));
  }
}

const atFirst = { isRunning: false, hasExited: false };

function afterPiece(piece: TerminalPiece, before: typeof atFirst): typeof atFirst {
  if (piece.kind === "typed") return { isRunning: true, hasExited: false };
  return piece.kind === "ended" ? { isRunning: false, hasExited: piece.hasExited } : before;
}

/** How many pieces had been shown at a moment. */
export const countAt = (pieces: readonly TerminalPiece[], { at, position }: Moment): number =>
  Math.min(
    countUpTo(pieces, at, (piece) => piece.at),
    countUpTo(pieces, position, (piece) => piece.position),
  );

/** What a terminal was about at a moment. */
export function standingOf(own: OwnPieces | undefined, moment: Moment): typeof atFirst {
  return own?.after[countAt(own.pieces, moment) - 1] ?? atFirst;
}
