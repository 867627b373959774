/**
 * The progress table of curl: a head, then one line that is written over once a second and at the end.
 *
 * Leaves out sizes beyond megabytes and the estimate of the time left.
 */

import type { Process } from "#shell/command";
import { type Nanos, nanos } from "#sim/engine/time";

const head =
  "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n" +
  "                                 Dload  Upload   Total   Spent    Left  Speed\n";

export interface Progress {
  readonly process: Process;
  /** Whether anything is shown. */
  readonly isShown: boolean;
  readonly startedAt: Nanos;
  /** Bytes that came, and how many there will be. */
  received: number;
  total: number | undefined;
  nextLine: number;
}

const second = 1e9;

export function startProgress(process: Process, isShown: boolean): Progress {
  const startedAt = process.machine.simulation.now;
  const progress: Progress = {
    ...{ process, isShown, startedAt },
    ...{ received: 0, total: undefined, nextLine: startedAt + second },
  };
  if (isShown) process.stderr.write(`${head}\r${lineOf(progress)}`);
  return progress;
}

/** Until the next line is due. */
export const untilLine = ({ nextLine, process }: Progress): Nanos =>
  nanos(Math.max(0, nextLine - process.machine.simulation.now));

/** Writes the line if it is due. */
export function tick(progress: Progress): void {
  const { process, isShown } = progress;
  if (process.machine.simulation.now < progress.nextLine) return;
  progress.nextLine += second;
  if (isShown) process.stderr.write(`\r${lineOf(progress)}`);
}

/** The last line, ended. */
export function endProgress(progress: Progress): void {
  if (progress.isShown) progress.process.stderr.write(`\r${lineOf(progress)}\n`);
}

function lineOf(progress: Progress): string {
  const { received, total, startedAt, process } = progress;
  const elapsed = process.machine.simulation.now - startedAt;
  const seconds = Math.floor(elapsed / second);
  const share = total === undefined || total === 0 ? 0 : Math.floor((received * 100) / total);
  const speed = elapsed === 0 ? 0 : Math.floor((received * second) / elapsed);
  const millis = Math.max(1, Math.floor(elapsed / 1e6));
  const current = elapsed < second ? Math.floor((received * 1000) / millis) : speed;
  const spent = seconds === 0 ? "--:--:--" : clock(seconds);
  return [
    `${String(share).padStart(3)} ${short(total ?? received)}`,
    `${String(share).padStart(3)} ${short(received)}`,
    "  0     0",
    `${short(speed)}      0 --:--:-- ${spent} --:--:-- ${short(current)}`,
  ].join("  ");
}

const clock = (seconds: number): string =>
  `${String(Math.floor(seconds / 3600)).padStart(2)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;

const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");

/** A count of bytes in five places. */
function short(count: number): string {
  if (count < 100_000) return String(count).padStart(5);
  if (count < 10_240_000) return `${String(Math.floor(count / 1024)).padStart(4)}k`;
  return `${String(Math.floor(count / 1_048_576)).padStart(4)}M`;
}
