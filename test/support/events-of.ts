/**
 * What is recorded of a scenario's whole run, for tests of what is read from it: its events, setups included,
 * the frames on its cables, and whose the MAC addresses are.
 */

import { readFileSync } from "node:fs";
import { openLab } from "#lab/lab";
import type { Flight } from "#lab/recording";
import { playScript } from "#lab/script";
import { terminalsOf } from "#lab/terminals";
import { parseScenario } from "#scenario/parse";
import type { Nanos } from "#sim/engine/time";
import type { NetDevice } from "#sim/link/device";
import type { TraceEvent } from "#sim/trace";
import type { MacAddress } from "#sim/wire/address";
import type { EthernetFrame } from "#sim/wire/ethernet";

export interface Played {
  readonly events: readonly TraceEvent[];
  readonly flights: readonly Flight[];
  readonly machines: ReadonlySet<string>;
  readonly owners: ReadonlyMap<MacAddress, string>;
}

/**
 * A scenario of the product, by its file's name without the ending, played to its end; `more` are lines that
 * are added to its script.
 */
export async function playedScenario(name: string, more = ""): Promise<Played> {
  const text = `${readFileSync(`scenarios/${name}.yaml`, "utf8")}${more}`;
  const { scenario } = parseScenario(text, { file: name });
  if (scenario === undefined) throw new Error(`${name} does not read`);
  const events: TraceEvent[] = [];
  const flights: Flight[] = [];
  const peers = new Map<string, NetDevice>();
  const owners = new Map<MacAddress, string>();
  const lab = await openLab(scenario, {
    onBuilt: ({ simulation, cables }) => {
      for (const { ends } of cables) {
        peers.set(placeOf(ends[0]), ends[1]).set(placeOf(ends[1]), ends[0]);
        for (const end of ends) if (end.mac !== 0) owners.set(end.mac, end.node);
      }
      simulation.observe((event: TraceEvent) => {
        events.push(event);
        if (event.event.kind === "frame-sent") flights.push(...flightOf(event, peers, flights.length));
      });
    },
  });
  await playScript(lab, { terminals: terminalsOf(lab, { onOutput: () => undefined }) });
  return { events, flights, machines: new Set(scenario.nodes.map(({ name: node }) => node)), owners };
}

const placeOf = ({ node, name }: { readonly node: string; readonly name: string }): string =>
  `${node} ${name}`;

function flightOf(
  { id, at, event }: TraceEvent,
  peers: ReadonlyMap<string, NetDevice>,
  number: number,
): Flight[] {
  if (event.kind !== "frame-sent") return [];
  const { node, device, frame } = event;
  const to = peers.get(placeOf({ node, name: device }));
  if (to === undefined) return [];
  const times = { sentAt: at, arrivesAt: (at + 10_000) as Nanos };
  const ends = { from: { node, device }, to: { node: to.node, device: to.name } };
  return [{ id: number, cause: id, ...ends, ...times, isLost: false, frame }];
}

/** All events of a scenario. */
export const eventsOfScenario = async (name: string): Promise<readonly TraceEvent[]> =>
  (await playedScenario(name)).events;

/** Every frame that was sent, once. */
export function framesOf(events: readonly TraceEvent[]): EthernetFrame[] {
  const frames = new Set<EthernetFrame>();
  for (const { event } of events) if (event.kind === "frame-sent") frames.add(event.frame);
  return [...frames];
}
