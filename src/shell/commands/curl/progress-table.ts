/**
 * The progress table of curl: a head, then one line that is written over.
 *
 * Leaves out sizes beyond megabytes and the estimate of the time left.
 */

import type { Progress } from "./progress.ts";

export const head =
  "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n" +
  "                                 Dload  Upload   Total   Spent    Left  Speed\n";

const second = 1e9;

/** The line for how far a transfer is. */
export function lineOf(progress: Progress): string {
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
