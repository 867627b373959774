/**
 * Who is on a link: the devices that a broadcast frame would reach, through switches, hubs, cables and VLANs.
 *
 * Follows the ports of bridges with their VLANs as the bridges themselves do. Leaves out what a cable may
 * lose.
 */

import type { Bridge, BridgePort } from "#sim/link/bridge";
import type { NetDevice } from "#sim/link/device";
import { firstVlan } from "#sim/link/port-vlans";
import type { Place, World } from "./world.ts";

export interface PortOfBridge {
  readonly bridge: Bridge;
  readonly port: BridgePort;
}

/** The ports of bridges by their devices. */
export function portsOf(bridges: readonly Bridge[]): Map<NetDevice, PortOfBridge> {
  const ports = new Map<NetDevice, PortOfBridge>();
  for (const bridge of bridges) {
    for (const port of bridge.ports) ports.set(port.device, { bridge, port });
  }
  return ports;
}

/** A frame on its way through a link: `tag` is its VLAN, where it has one. */
interface Flood {
  readonly world: World;
  readonly reached: Set<NetDevice>;
  readonly passed: Set<Bridge>;
}

/** The devices that a broadcast frame out of a device reaches, in the order in which it does. */
export function hearersOf(world: World, from: NetDevice): Place[] {
  const flood: Flood = { world, reached: new Set(), passed: new Set() };
  send(flood, from, undefined);
  flood.reached.delete(from);
  return [...flood.reached].flatMap((device) => world.places.get(device) ?? []);
}

function send(flood: Flood, device: NetDevice, tag: number | undefined): void {
  if (!device.isUp) return;
  if (device.vlan !== undefined) {
    send(flood, device.vlan.lower, device.vlan.id);
    return;
  }
  const own = [...flood.world.ports.values()].find(({ bridge }) => bridge.device === device);
  if (own !== undefined) pass(flood, own.bridge, undefined, tag ?? firstVlan);
  else if (device.peer !== undefined && device.hasCarrier()) arrive(flood, device.peer, tag);
}

function arrive(flood: Flood, device: NetDevice, tag: number | undefined): void {
  if (!device.isUp) return;
  const at = flood.world.ports.get(device);
  if (at !== undefined) {
    const { vlans } = at.port;
    const vlan = at.bridge.filtersVlans ? (tag ?? vlans.pvid) : (tag ?? 0);
    if (!at.bridge.filtersVlans || vlans.allowed.has(vlan)) pass(flood, at.bridge, at.port, vlan);
    return;
  }
  if (tag === undefined || tag === 0) flood.reached.add(device);
  else for (const upper of vlansOn(flood.world, device, tag)) flood.reached.add(upper);
}

const vlansOn = ({ places }: World, lower: NetDevice, id: number): NetDevice[] =>
  [...places.keys()].filter(({ vlan, isUp }) => isUp && vlan?.lower === lower && vlan.id === id);

/** A bridge sends it out of every other port that takes part in the VLAN, and up to its own node. */
function pass(flood: Flood, bridge: Bridge, from: BridgePort | undefined, vlan: number): void {
  if (flood.passed.has(bridge)) return;
  flood.passed.add(bridge);
  const { filtersVlans, device } = bridge;
  for (const port of bridge.ports) {
    if (port === from || (filtersVlans && !port.vlans.allowed.has(vlan))) continue;
    const isBare = filtersVlans ? port.vlans.untagged.has(vlan) : vlan === 0;
    send(flood, port.device, isBare ? undefined : vlan);
  }
  if (from !== undefined && device !== undefined) arrive(flood, device, undefined);
}
