/**
 * Whose shell may go on: one task at a time, by simulated time, then by order of arrival.
 *
 * The driver steps the simulation event by event. After each step, while a task has been woken, exactly one
 * is let go on, and the driver waits until it has parked again or ended. So the simulation never moves while
 * a shell is thinking, and nothing depends on how fast the host resolves promises: there is no clock and no
 * timer here.
 */

import type { Task, Turns } from "#shell/turns";
import { assert } from "#sim/engine/assert";
import type { Simulation } from "#sim/engine/simulation";
import type { Nanos } from "#sim/engine/time";

/** Why `runUntil` came back: what was waited for, the moment, or nothing is due any more. */
export type Stopped = "reached" | "moment" | "idle";

export interface LabTurns extends Turns {
  /** Lets the simulation and the tasks go on up to `moment`, and moves the clock there. */
  advance(moment: Nanos): Promise<void>;
  /** Lets the tasks that are ready go on, without letting simulated time pass. */
  settle(): Promise<void>;
  /** As `advance`, but comes back as soon as `isReached` holds, which is asked after every turn and step. */
  runUntil(isReached: () => boolean, moment: Nanos): Promise<Stopped>;
  /** Tasks that have not ended. */
  readonly living: number;
}

/** A task that may go on, and what caused it to. */
interface Ready {
  readonly cause: number;
  readonly resume: () => void;
}

interface Driver {
  readonly simulation: Simulation<never>;
  readonly ready: Ready[];
  living: number;
  /** Whether somebody drives; two drivers at once would let two tasks go on. */
  isDriving: boolean;
  /** Ends the turn of the task that goes on now. */
  endTurn: (() => void) | undefined;
  /** A mistake of ours in a task; it stops the driver. */
  failure: { readonly error: unknown } | undefined;
}

/** The turns of the shells of one lab. */
export function createTurns(simulation: Simulation<never>): LabTurns {
  const idle = { living: 0, isDriving: false, endTurn: undefined, failure: undefined };
  const driver: Driver = { simulation, ready: [], ...idle };
  return {
    get living() {
      return driver.living;
    },
    spawn: (run) => spawn(driver, run),
    settle: () => alone(driver, () => settle(driver)),
    runUntil: (isReached, moment) => alone(driver, () => drive(driver, isReached, moment)),
    advance: async (moment) => {
      await alone(driver, () => drive(driver, () => false, moment));
      simulation.runUntil(moment);
    },
  };
}

async function alone<Result>(driver: Driver, work: () => Promise<Result>): Promise<Result> {
  assert(!driver.isDriving, "one driver lets the shells go on at a time");
  driver.isDriving = true;
  try {
    return await work();
  } finally {
    driver.isDriving = false;
  }
}

async function drive(driver: Driver, isReached: () => boolean, moment: Nanos): Promise<Stopped> {
  const { simulation, ready } = driver;
  for (;;) {
    while (ready.length > 0) {
      if (isReached()) return "reached";
      await giveTurn(driver);
    }
    if (isReached()) return "reached";
    const due = simulation.nextDue();
    if (due === undefined) return "idle";
    if (due > moment) return "moment";
    simulation.step();
  }
}

async function settle(driver: Driver): Promise<void> {
  while (driver.ready.length > 0) await giveTurn(driver);
}

/** Lets the first ready task go on until it parks or ends; a mistake of ours in it stops the driver. */
async function giveTurn(driver: Driver): Promise<void> {
  stopOnFailure(driver);
  const next = driver.ready.shift();
  if (next === undefined) return;
  const turnOver = new Promise<void>((resolve) => {
    driver.endTurn = resolve;
  });
  driver.simulation.cause = next.cause;
  next.resume();
  await turnOver;
  driver.simulation.onStepEnd?.();
  stopOnFailure(driver);
}

function stopOnFailure({ failure }: Driver): void {
  if (failure !== undefined) throw failure.error;
}

function spawn(driver: Driver, run: (task: Task) => Promise<void>): Task {
  let isParked = false;
  const task: Task = {
    park: (register) => {
      assert(!isParked, "a task waits for one thing at a time");
      isParked = true;
      return new Promise((resolve) => {
        waitFor(driver, register, (value) => {
          isParked = false;
          resolve(value);
        });
        endTurn(driver);
      });
    },
  };
  driver.living++;
  const finish = (failure?: { readonly error: unknown }): void => {
    driver.living--;
    driver.failure ??= failure;
    endTurn(driver);
  };
  makeReady(driver, () => {
    run(task).then(
      () => finish(),
      (error: unknown) => finish({ error }),
    );
  });
  return task;
}

function waitFor<T>(
  driver: Driver,
  register: (wake: (value: T) => void) => () => void,
  goOn: (value: T) => void,
): void {
  let isWoken = false;
  let cancel: (() => void) | undefined;
  cancel = register((value) => {
    if (isWoken) return;
    isWoken = true;
    cancel?.();
    makeReady(driver, () => goOn(value));
  });
  // Woken while registering: there was nothing to call yet.
  if (isWoken) cancel();
}

function makeReady(driver: Driver, resume: () => void): void {
  driver.ready.push({ cause: driver.simulation.cause, resume });
}

function endTurn(driver: Driver): void {
  const over = driver.endTurn;
  driver.endTurn = undefined;
  over?.();
}
