/**
 * How far a transfer of curl is, told once a second and at the end where it is shown (progress-table.ts).
 */

import type { Process } from "#shell/command";
import { type Nanos, nanos } from "#sim/engine/time";

/** What is written before the first line, and a line. */
export interface Table {
  readonly head: string;
  lineOf(progress: Progress): string;
}

export interface Progress {
  readonly process: Process;
  /** How it is shown, if it is. */
  readonly table: Table | undefined;
  readonly startedAt: Nanos;
  /** Bytes that came, and how many there will be. */
  received: number;
  total: number | undefined;
  nextLine: number;
}

const second = 1e9;

export function startProgress(process: Process, table: Table | undefined): Progress {
  const startedAt = process.machine.simulation.now;
  const progress: Progress = {
    ...{ process, table, startedAt },
    ...{ received: 0, total: undefined, nextLine: startedAt + second },
  };
  if (table !== undefined) process.stderr.write(`${table.head}\r${table.lineOf(progress)}`);
  return progress;
}

/** Until the next line is due. */
export const untilLine = ({ nextLine, process }: Progress): Nanos =>
  nanos(Math.max(0, nextLine - process.machine.simulation.now));

/** Writes the line if it is due. */
export function tick(progress: Progress): void {
  const { process, table } = progress;
  if (process.machine.simulation.now < progress.nextLine) return;
  progress.nextLine += second;
  if (table !== undefined) process.stderr.write(`\r${table.lineOf(progress)}`);
}

/** The last line, ended. */
export function endProgress(progress: Progress): void {
  const { process, table } = progress;
  if (table !== undefined) process.stderr.write(`\r${table.lineOf(progress)}\n`);
}
