/**
 * Whether a device runs: it is set up, and its line has a carrier. Whoever changes one of the two says so
 * here, and those who care (a stack, a bridge) are told.
 */

import type { Simulation } from "../engine/simulation.ts";
import type { NetDevice } from "./device.ts";
import type { LinkEvent } from "./link-events.ts";

/** A device was set up or down: it and the device at the other end of its cable may run now, or no longer. */
export function switched(device: NetDevice, simulation: Simulation<LinkEvent>): void {
  refresh(device);
  if (device.peer !== undefined) carrierMayHaveChanged(device.peer, simulation);
}

/** Something happened at the other end of a device's line, or to the line. */
export function carrierMayHaveChanged(device: NetDevice, simulation: Simulation<LinkEvent>): void {
  const hasCarrier = device.isUp && device.hasCarrier();
  if (hasCarrier === device.isRunning) return;
  if (simulation.traced) {
    const { node, name } = device;
    simulation.emit({ kind: "carrier-changed", node, device: name, hasCarrier });
  }
  refresh(device);
}

function refresh(device: NetDevice): void {
  const isRunning = device.isUp && device.hasCarrier();
  if (isRunning === device.isRunning) return;
  device.isRunning = isRunning;
  for (const tell of [...device.onRunning]) tell(isRunning);
}
