/**
 * The end of a packet in a node: one place, so that no packet ends without an event that says why.
 */

import type { PacketContext } from "./packet-context.ts";
import type { Stack } from "./stack.ts";
import type { Drop } from "./verdict.ts";

/** Ends a packet. Counters are the business of whoever decided. */
export function drop(stack: Stack, context: PacketContext, verdict: Drop): void {
  const { simulation } = stack;
  if (!simulation.traced) return;
  const { packet } = context;
  const { reason, setting, way } = verdict;
  if (setting === undefined) {
    simulation.emit({ kind: "packet-dropped", node: stack.name, packet, reason });
    return;
  }
  const event = { kind: "packet-dropped", node: stack.name, packet, reason, setting } as const;
  simulation.emit(way === undefined ? event : { ...event, way });
}
