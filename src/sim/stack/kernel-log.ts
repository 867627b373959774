/**
 * What a node's kernel says: the lines that `dmesg` shows, with the moment of each.
 */

import type { Nanos } from "../engine/time.ts";
import type { Stack } from "./stack.ts";

export interface KernelLog {
  readonly lines: { readonly at: Nanos; readonly text: string }[];
  /** Messages let through in the running interval, and when it began: `net.core.message_cost`, burst 10. */
  burst: number;
  intervalStart: Nanos;
}

const limit = 10;
const keptLines = 10_000;

export const emptyLog = (): KernelLog => ({ lines: [], burst: 0, intervalStart: 0 as Nanos });

/**
 * Adds a line. Messages that the network may cause in any number are limited to ten per `message_cost`
 * seconds over all of them, as net_ratelimit() does; 0 turns the limit off.
 */
export function logLimited(stack: Stack, text: string): boolean {
  const log = stack.kernelLog;
  const interval = stack.sysctl.global.message_cost * 1e9;
  const { now } = stack.simulation;
  if (interval > 0) {
    if (now - log.intervalStart >= interval) {
      log.intervalStart = now;
      log.burst = 0;
    }
    if (log.burst >= limit) return false;
    log.burst++;
  }
  logLine(stack, text);
  return true;
}

/** Adds a line that belongs to one already let through, or that is never limited. */
export function logLine(stack: Stack, text: string): void {
  const { lines } = stack.kernelLog;
  lines.push({ at: stack.simulation.now, text });
  if (lines.length > keptLines) lines.splice(0, lines.length - keptLines);
}
