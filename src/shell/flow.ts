/**
 * A flow is one line of execution of a shell (the shell itself, a command of a pipeline, a background job); a
 * job is the flows that a signal reaches together, as a process group.
 *
 * A signal wakes the flows that wait; a flow that is thinking notices at its next wait.
 */

import type { Simulation } from "#sim/engine/simulation";
import type { Nanos } from "#sim/engine/time";
import { start, stop, timer } from "#sim/engine/timer";
import type { Signal } from "./command.ts";
import type { Task, Turns } from "./turns.ts";

export interface Job {
  readonly flows: Set<Flow>;
  /** Jobs started from this one that its signals reach too. */
  readonly children: Set<Job>;
  /** The last signal that came. */
  signalled: Signal | undefined;
  /** How many came. */
  signals: number;
}

export interface Flow {
  readonly task: Task;
  readonly job: Job;
  readonly simulation: Simulation<never>;
  readonly turns: Turns;
  /** Set while the flow waits. */
  onSignal: ((signal: Signal) => void) | undefined;
  /** A signal that came while the flow was not waiting. */
  pending: Signal | undefined;
  /** What it waits for; `undefined` while it thinks. */
  waitsFor: WaitsFor | undefined;
}

/** `time`: it goes on by itself; `others`: only once somebody does something; or the end of a job. */
export type WaitsFor = "time" | "others" | Job;

/** What ended a flow from outside: a signal, or a write to a pipe that nobody reads. */
export type EndingKind = Signal | "PIPE";

const signalNumbers: Readonly<Record<EndingKind, number>> = { INT: 2, PIPE: 13, TERM: 15 };

/** The exit code of a process that a signal ended. */
export const exitCodeOf = (kind: EndingKind): number => 128 + signalNumbers[kind];

/** Thrown through a command or a script that a signal ends; whoever started it catches it. */
export class Ending extends Error {
  readonly kind: EndingKind;

  constructor(kind: EndingKind) {
    super(`ended by ${kind}`);
    this.kind = kind;
  }
}

export type Waited<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "timeout" }
  | { readonly kind: "signal"; readonly signal: Signal };

export const newJob = (): Job => ({
  flows: new Set(),
  children: new Set(),
  signalled: undefined,
  signals: 0,
});

/** Whether nothing of a job goes on by itself: all of it waits for somebody to do something. */
export function isResting({ flows, children }: Job): boolean {
  const rests = ({ waitsFor }: Flow): boolean =>
    typeof waitsFor === "object" ? isResting(waitsFor) : waitsFor === "others";
  return [...flows].every(rests) && [...children].every(isResting);
}

/** Sends a signal to every flow of a job and of the jobs below it. */
export function signalJob(job: Job, signal: Signal): void {
  job.signalled = signal;
  job.signals++;
  for (const flow of [...job.flows]) {
    if (flow.onSignal === undefined) flow.pending = signal;
    else flow.onSignal(signal);
  }
  for (const child of [...job.children]) signalJob(child, signal);
}

/** Starts a flow in a job. `run` answers nothing and throws only our own mistakes and `Ending`. */
export function startFlow(
  parts: { readonly turns: Turns; readonly simulation: Simulation<never>; readonly job: Job },
  run: (flow: Flow) => Promise<void>,
): void {
  const { turns, simulation, job } = parts;
  const signalsBefore = job.signals;
  turns.spawn(async (task) => {
    // A signal may have come before the first turn.
    const pending = job.signals === signalsBefore ? undefined : job.signalled;
    const flow: Flow = { task, job, simulation, turns, onSignal: undefined, pending, waitsFor: undefined };
    job.flows.add(flow);
    try {
      await run(flow);
    } finally {
      job.flows.delete(flow);
    }
  });
}

/**
 * Waits for `wake`, a signal, or the end of `timeout`. `waitsFor`, if it is not said: time where there is a
 * timeout, and else others.
 */
export async function waitFor<T>(
  flow: Flow,
  register: (wake: (value: T) => void) => () => void,
  timeout?: Nanos,
  waitsFor: WaitsFor = timeout === undefined ? "others" : "time",
): Promise<Waited<T>> {
  const { pending } = flow;
  if (pending !== undefined) {
    flow.pending = undefined;
    return { kind: "signal", signal: pending };
  }
  return flow.task.park<Waited<T>>((wake) => {
    flow.waitsFor = waitsFor;
    const cancel = register((value) => wake({ kind: "value", value }));
    flow.onSignal = (signal) => wake({ kind: "signal", signal });
    const limit = timer(wake, (expired) => expired({ kind: "timeout" }));
    if (timeout !== undefined) start(limit, timeout, flow.simulation);
    return () => {
      cancel();
      flow.onSignal = undefined;
      flow.waitsFor = undefined;
      stop(limit as never);
    };
  });
}

/** Lets simulated time pass; answers the signal that cut it short. */
export async function pause(flow: Flow, delay: Nanos): Promise<Signal | undefined> {
  const waited = await waitFor<never>(flow, () => () => undefined, delay);
  return waited.kind === "signal" ? waited.signal : undefined;
}
