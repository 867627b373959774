/**
 * A bar on standard error while a run is long: only on a terminal, and only after half a second.
 */

import { performance } from "node:perf_hooks";
import process from "node:process";

export interface Progress {
  /** Shows how far the work is, from 0 to 1; most calls do nothing. */
  show(share: number, words: string): void;
  /** Takes the bar away; the next `show` may draw it again. */
  clear(): void;
}

const patienceMs = 500;
const intervalMs = 100;
const width = 30;

/** A bar that has not been drawn yet. */
export function progressBar(): Progress {
  const { stderr } = process;
  const began = performance.now();
  let drawnAt = 0;
  let isDrawn = false;
  return {
    show(share, words) {
      const now = performance.now();
      if (!stderr.isTTY || now - began < patienceMs || now - drawnAt < intervalMs) return;
      const full = Math.round(Math.min(1, Math.max(0, share)) * width);
      stderr.write(`\r\x1b[K[${"#".repeat(full)}${".".repeat(width - full)}] ${words}`);
      drawnAt = now;
      isDrawn = true;
    },
    clear() {
      if (isDrawn) stderr.write("\r\x1b[K");
      isDrawn = false;
    },
  };
}
