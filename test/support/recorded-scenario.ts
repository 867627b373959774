/**
 * A scenario of the product, played to its end and recorded, for tests of what is read from the recording.
 */

import { readFileSync } from "node:fs";
import type { Lab } from "#lab/lab";
import type { Recording } from "#lab/recording";
import { lastStep } from "#lab/script";
import { parseScenario } from "#scenario/parse";
import type { Scenario } from "#scenario/scenario";
import { later, seconds } from "#sim/engine/time";
import type { MacAddress } from "#sim/wire/address";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { recordLab } from "#support/recorded-lab";

export interface RecordedScenario {
  readonly scenario: Scenario;
  readonly lab: Lab;
  readonly recording: Recording;
  readonly machines: ReadonlySet<string>;
  readonly ownerOf: (mac: MacAddress) => string | undefined;
}

/** A scenario by its file's name without the ending; `more` are lines that are added to its script. */
export async function recordedScenario(name: string, more = ""): Promise<RecordedScenario> {
  const text = `${readFileSync(`scenarios/${name}.yaml`, "utf8")}${more}`;
  const { scenario } = parseScenario(text, { file: name });
  if (scenario === undefined) throw new Error(`${name} does not read`);
  const until = later(lastStep(scenario.script), seconds(3));
  const { lab, recording } = await recordLab(text, { until, maxSteps: 2_000_000 });
  if (recording.head < until) throw new Error(`${name} was cut off`);
  const owners = new Map<MacAddress, string>();
  for (const { stack } of lab.network.nodes.values()) {
    for (const { device } of stack.interfaces.values())
      if (device.mac !== 0) owners.set(device.mac, stack.name);
  }
  const machines = new Set(lab.machines.keys());
  return { scenario, lab, recording, machines, ownerOf: (mac) => owners.get(mac) };
}

/** Every frame that was sent, once. */
export function framesOf({ inFlight }: Recording): EthernetFrame[] {
  return [...new Set(inFlight.flights.map(({ frame }) => frame))];
}
