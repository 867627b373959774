/**
 * The machines of a scenario with their devices, for whoever checks names; and the texts in which further
 * devices may be made.
 */

import type { Scenario } from "#scenario/scenario";
import { ownDevices } from "#scenario/scenario-shape";

export interface LabPlaces {
  readonly machines: readonly string[];
  readonly segments: readonly string[];
  /** Of a machine; those that its setup makes may be missing. */
  readonly devices: ReadonlyMap<string, readonly string[]>;
  /** Everything that is typed before a lesson begins. */
  readonly setups: string;
}

export const placesOf = ({ nodes, segments }: Scenario): LabPlaces => ({
  machines: nodes.map(({ name }) => name),
  segments: segments.map(({ name }) => name),
  devices: new Map(
    nodes.map(({ name, devices }) => [name, [...devices.map((device) => device.name), ...ownDevices]]),
  ),
  setups: nodes.map(({ setup }) => setup).join("\n"),
});
