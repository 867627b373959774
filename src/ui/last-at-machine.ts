/**
 * What happened last at a machine: what switches and cables do with a frame on its way tells nobody much.
 */

import type { Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { TraceEvent } from "#sim/trace";

/** A switch with many ports tells of a frame so often at most before it arrives. */
const nearby = 64;

/** The last of the first `position` events that a machine tells of, else the last of all. */
export function lastAtMachine(
  { events }: Recording,
  scenario: Scenario | undefined,
  position: number,
): TraceEvent | undefined {
  const machines = new Set(scenario?.nodes.map(({ name }) => name));
  for (let place = position - 1; place >= Math.max(0, position - nearby); place--) {
    const traced = events[place];
    if (traced !== undefined && machines.has(traced.event.node)) return traced;
  }
  return events[position - 1];
}
