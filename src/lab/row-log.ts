/**
 * The changes of one table of one node, and the table's rows after any number of them.
 *
 * Every thousand changes (more where the table is larger than that) a key frame holds all rows; between two
 * of them the changes are applied anew, so the rows come in the same order however a moment was reached.
 */

import type { Row } from "#sim/rows";
import type { RowChange } from "./batch.ts";

export type Rows = ReadonlyMap<string, Row>;

/** All rows after so many changes. */
export interface KeyFrame {
  readonly changes: number;
  readonly rows: Rows;
}

export interface RowLog {
  readonly changes: RowChange[];
  readonly keyFrames: KeyFrame[];
  /** What was read last: what is asked for next often is the same, or follows. */
  read: KeyFrame;
}

const keyFrameInterval = 1000;

const nothing: KeyFrame = { changes: 0, rows: new Map() };

export const emptyRowLog = (): RowLog => ({ changes: [], keyFrames: [nothing], read: nothing });

/** Adds a change, which happened no earlier than those before it. */
export function addChange(log: RowLog, change: RowChange): void {
  const last = log.keyFrames.at(-1) ?? nothing;
  const since = log.changes.length - last.changes;
  if (since >= Math.max(keyFrameInterval, last.rows.size)) {
    const { length } = log.changes;
    log.keyFrames.push({ changes: length, rows: rowsFrom(log, last, length) });
  }
  log.changes.push(change);
}

/** The rows after the first `count` changes. The answer is never changed afterwards. */
export function rowsAfter(log: RowLog, count: number): Rows {
  if (log.read.changes === count) return log.read.rows;
  const frame = keyFrameFor(log, count);
  const isAhead = log.read.changes > frame.changes && log.read.changes < count;
  log.read = { changes: count, rows: rowsFrom(log, isAhead ? log.read : frame, count) };
  return log.read.rows;
}

function keyFrameFor({ keyFrames }: RowLog, count: number): KeyFrame {
  let low = 0;
  let high = keyFrames.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((keyFrames[middle] as KeyFrame).changes <= count) low = middle;
    else high = middle - 1;
  }
  return keyFrames[low] ?? nothing;
}

function rowsFrom({ changes }: RowLog, frame: KeyFrame, count: number): Rows {
  if (frame.changes === count) return frame.rows;
  const rows = new Map(frame.rows);
  for (let index = frame.changes; index < count; index++) {
    const { key, row } = changes[index] as RowChange;
    if (row === undefined) rows.delete(key);
    else rows.set(key, row);
  }
  return rows;
}

/** The log of the first `count` changes; key frames are shared. */
export const logUntil = ({ changes, keyFrames }: RowLog, count: number): RowLog => ({
  changes: changes.slice(0, count),
  keyFrames: keyFrames.filter((frame) => frame.changes <= count),
  read: nothing,
});
