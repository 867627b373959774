/**
 * A timer that is restarted far more often than it fires: a connection's time-out, a retransmission.
 *
 * Restarting it to a later moment costs two assignments; the entry in the queue finds out when it fires that
 * it was too early and goes back in, with the order of the restart. Stopping it leaves a dead entry behind.
 */

import type { Simulation } from "./simulation.ts";
import type { Nanos } from "./time.ts";

export interface Timer<Subject> {
  readonly subject: Subject;
  readonly onExpire: (subject: Subject) => void;
  /** When it fires; -1 when it is not running. */
  due: number;
  order: number;
  cause: number;
  /** When the earliest entry of this timer in the queue fires; -1 when there is none. */
  queuedFor: number;
}

/** A timer that is not running yet; on expiry it calls `onExpire(subject)`. */
export const timer = <Subject>(subject: Subject, onExpire: (subject: Subject) => void): Timer<Subject> => ({
  subject,
  onExpire,
  due: -1,
  order: 0,
  cause: 0,
  queuedFor: -1,
});

export const isRunning = <Subject>(candidate: Timer<Subject>): boolean => candidate.due >= 0;

/** Starts or restarts a timer: it fires `delay` from now. */
export function start<Subject>(running: Timer<Subject>, delay: Nanos, simulation: Simulation<never>): void {
  const due = simulation.now + delay;
  running.due = due;
  running.order = simulation.nextOrder();
  running.cause = simulation.cause;
  if (running.queuedFor >= 0 && running.queuedFor <= due) return;
  enqueue(running, simulation);
}

/** Stops a timer; it may be started again. */
export function stop<Subject>(running: Timer<Subject>): void {
  running.due = -1;
}

/** Time left until it fires, or 0 when it is not running. */
export const remaining = <Subject>(running: Timer<Subject>, simulation: Simulation<never>): Nanos =>
  Math.max(0, running.due - simulation.now) as Nanos;

function enqueue<Subject>(running: Timer<Subject>, simulation: Simulation<never>): void {
  const queuedFor = running.due;
  running.queuedFor = queuedFor;
  simulation.schedule<Firing<Subject>>(running, fire, { running, queuedFor, simulation });
}

interface Firing<Subject> {
  readonly running: Timer<Subject>;
  readonly queuedFor: number;
  readonly simulation: Simulation<never>;
}

function fire<Subject>({ running, queuedFor, simulation }: Firing<Subject>): void {
  // An entry that an earlier restart has overtaken.
  if (running.queuedFor !== queuedFor) return;
  running.queuedFor = -1;
  if (running.due < 0) return;
  if (running.due > simulation.now) {
    enqueue(running, simulation);
    return;
  }
  running.due = -1;
  running.onExpire(running.subject);
}
