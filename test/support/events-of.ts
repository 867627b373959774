/**
 * The events of a scenario's whole run, setups included, for tests of what is read from them.
 */

import { readFileSync } from "node:fs";
import { openLab } from "#lab/lab";
import { playScript } from "#lab/script";
import { terminalsOf } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";
import type { TraceEvent } from "#sim/trace";
import type { EthernetFrame } from "#sim/wire/ethernet";

/** All events of a scenario of the product, by its file's name without the ending. */
export async function eventsOfScenario(name: string): Promise<TraceEvent[]> {
  const { scenario } = parseScenario(readFileSync(`scenarios/${name}.yaml`, "utf8"), { file: name });
  if (scenario === undefined) throw new Error(`${name} does not read`);
  const events: TraceEvent[] = [];
  const lab = await openLab(scenario, {
    onBuilt: ({ simulation }) => simulation.observe((event: TraceEvent) => events.push(event)),
  });
  await playScript(lab, { terminals: terminalsOf(lab, { onOutput: () => undefined }) });
  return events;
}

/** Every frame that was sent, once. */
export function framesOf(events: readonly TraceEvent[]): EthernetFrame[] {
  const frames = new Set<EthernetFrame>();
  for (const { event } of events) if (event.kind === "frame-sent") frames.add(event.frame);
  return [...frames];
}
