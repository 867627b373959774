/**
 * The tick that brings counters and rates up to date: one timer a node, for all services and destinations.
 *
 * The kernel sets it 2 s ahead each time, and its timer wheel makes 2.016 s of that. Here it rests while
 * nothing moves: ticks that would change nothing are left out, those that come keep their places.
 */

import { later, type Nanos } from "../engine/time.ts";
import type { Ipvs } from "./ipvs.ts";
import { durationOf, firingOf, inJiffies, jiffiesPerSecond } from "./jiffies.ts";
import { emptyStats, type Stats, tick } from "./stats.ts";

export interface Estimator {
  readonly total: Stats;
  isTicking: boolean;
  /** The moment of one tick; all others lie whole periods away. The timer starts with the node. */
  phase: Nanos;
}

const period = durationOf(firingOf(inJiffies(2), inJiffies(2)));
/** Nodes come up a little before the moment that a run counts from. */
const startedBefore = durationOf(jiffiesPerSecond / 10);

export const restingEstimator = (now: Nanos): Estimator => ({
  total: emptyStats(),
  isTicking: false,
  phase: (now + period - startedBefore) as Nanos,
});

/** Called where something is counted: wakes the tick if it rests. */
export function keepTicking(ipvs: Ipvs): void {
  const { estimator, simulation } = ipvs;
  if (estimator.isTicking) return;
  estimator.isTicking = true;
  const passed = Math.floor((simulation.now - estimator.phase) / period) + 1;
  const next = later(estimator.phase, (passed * period) as Nanos);
  simulation.after((next - simulation.now) as Nanos, tickAll, ipvs);
}

function tickAll(ipvs: Ipvs): void {
  const { estimator, simulation, sysctl } = ipvs;
  const isMoving = sysctl.run_estimation !== 0 && tickEach(ipvs);
  if (isMoving || sysctl.run_estimation === 0) {
    simulation.after(period, tickAll, ipvs);
    return;
  }
  estimator.isTicking = false;
}

function tickEach({ estimator, services }: Ipvs): boolean {
  let isMoving = tick(estimator.total);
  for (const service of services.all) {
    if (tick(service.stats)) isMoving = true;
    for (const destination of service.destinations) {
      if (tick(destination.stats)) isMoving = true;
    }
  }
  return isMoving;
}
