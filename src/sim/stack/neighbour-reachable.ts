/**
 * How long a confirmation lasts on an interface: between half and one and a half times
 * `base_reachable_time`, drawn by chance (RFC 4861 section 6.3.2) and again every 300 s.
 *
 * The kernel draws on a running schedule; here it happens when somebody asks, for the same span of the
 * schedule.
 */

import { millis, type Nanos, seconds } from "../engine/time.ts";
import type { Interface } from "./interface.ts";
import type { Stack } from "./stack.ts";

/** The span drawn last, for which base, and in which period of 300 s. */
export interface ReachableTime {
  time: Nanos;
  base: number;
  period: number;
}

const redrawTime = seconds(300);

export const notDrawn = (): ReachableTime => ({ time: 0 as Nanos, base: -1, period: -1 });

/** The time that a neighbour of this interface counts as reachable after a confirmation. */
export function reachableTime(stack: Stack, iface: Interface): Nanos {
  const drawn = iface.arp.reachable;
  const base = iface.neighbourConf.base_reachable_time_ms;
  const period = Math.floor(stack.simulation.now / redrawTime);
  if (drawn.base === base && drawn.period === period) return drawn.time;
  const chance = stack.simulation.random(`${stack.name} neighbours`);
  drawn.time = base === 0 ? millis(0) : millis(Math.floor(base / 2) + chance.below(base));
  drawn.base = base;
  drawn.period = period;
  return drawn.time;
}
