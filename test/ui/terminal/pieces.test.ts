/** The pieces of a recording by terminal, and what runs where at a moment. */

import { expect, test } from "vitest";
import { noChanges, type PieceContent, type TerminalPiece } from "#lab/batch";
import { append, emptyRecording, type Recording } from "#lab/recording";
import { nanos } from "#sim/engine/time";
import { countAt, emptyPieceIndex, keyOf, lookThrough, standingOf } from "#ui/terminal/pieces";

const typed: PieceContent = { kind: "typed", text: "x", isScript: false };
const left: PieceContent = {
  ...{ kind: "ended", exitCode: 0, hasExited: true, isUnfinished: false, prompt: "# " },
};

const piece = (at: number, number: number, content: PieceContent): TerminalPiece => ({
  ...{ at: nanos(at), position: at, terminal: { node: "a", number } },
  ...content,
});

const add = (recording: Recording, pieces: readonly TerminalPiece[]): void =>
  append(recording, { events: [], flights: [], changes: noChanges, pieces, log: [], head: nanos(99) });

const momentOf = (at: number, position = at) => ({ at: nanos(at), position });

test("each terminal has its own, and what comes later is added", () => {
  const recording = emptyRecording();
  const index = emptyPieceIndex();
  add(recording, [piece(1, 0, typed), piece(2, 1, typed), piece(3, 0, left)]);
  lookThrough(index, recording);
  add(recording, [piece(4, 1, left)]);
  lookThrough(index, recording);
  const counts = [...index.terminals].map(([key, { pieces }]) => [key, pieces.length]);
  expect(counts).toEqual([
    ["a", 2],
    ["a 2", 2],
  ]);
});

test("a moment has those up to it, by time and by the events that have happened", () => {
  const pieces = [piece(1, 0, typed), piece(5, 0, left), piece(5, 0, typed)];
  expect([0, 1, 4, 5].map((at) => countAt(pieces, momentOf(at)))).toEqual([0, 1, 1, 3]);
  expect(countAt(pieces, momentOf(5, 4))).toBe(1);
});

test("a terminal is busy from a line to its end, and was left or not", () => {
  const recording = emptyRecording();
  const index = emptyPieceIndex();
  add(recording, [piece(1, 0, typed), piece(3, 0, left), piece(6, 0, typed)]);
  lookThrough(index, recording);
  const standings = [0, 1, 2, 3, 5, 6].map((at) => standingOf(index.terminals.get("a"), momentOf(at)));
  expect(standings.map(({ isRunning }) => isRunning)).toEqual([false, true, true, false, false, true]);
  expect(standings.map(({ hasExited }) => hasExited)).toEqual([false, false, false, true, true, false]);
  expect(standingOf(undefined, momentOf(9))).toEqual({ isRunning: false, hasExited: false });
});

test("another recording begins anew", () => {
  const [first, second] = [emptyRecording(), emptyRecording()];
  const index = emptyPieceIndex();
  add(first, [piece(1, 0, typed)]);
  lookThrough(index, first);
  lookThrough(index, second);
  expect(index.terminals.size).toBe(0);
});

test("the first terminal of a machine is called as the machine, others by number", () => {
  expect([0, 1, 2].map((number) => keyOf({ node: "rs1", number }))).toEqual(["rs1", "rs1 2", "rs1 3"]);
});
