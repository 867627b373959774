/**
 * The interfaces of a node: devices that come and go, go up and down, lose their carrier, and what that does
 * to routes and addresses (devinet.c and fib_frontend.c of Linux 6.1).
 */

import { carrierMayHaveChanged, switched } from "../link/carrier.ts";
import type { NetDevice } from "../link/device.ts";
import type { MacAddress } from "../wire/address.ts";
import { flushAddresses } from "./address.ts";
import { addRoutesFor, flushAllRoutes, flushRoutes } from "./address-routes.ts";
import { onInterfaceDown, onInterfaceUp } from "./arp.ts";
import { emptyArpState } from "./arp-state.ts";
import { groupStateOf } from "./group-state.ts";
import { onGroupsDown, onGroupsUp } from "./igmp.ts";
import type { Interface } from "./interface.ts";
import { onCarrierLost } from "./neighbour-loss.ts";
import type { Stack } from "./stack.ts";
import { addDevice, removeDevice } from "./sysctl-devices.ts";

/** Adds an interface for a device, with sysctls from `default`; the device stays as it is, up or down. */
export function addInterface(stack: Stack, device: NetDevice): Interface {
  const records = addDevice(stack.sysctl, device.name, device.kind === "loopback");
  const iface: Interface = {
    device,
    conf: records.conf,
    neighbourConf: records.neighbourConf,
    addresses: [],
    neighbours: new Map(),
    arp: emptyArpState(),
    groups: groupStateOf(device.isUp),
  };
  stack.interfaces.set(device.name, iface);
  device.onRunning.push((isRunning) => noteRunning(stack, iface, isRunning));
  tell(stack, device.name, "added");
  return iface;
}

/** Takes an interface away with its addresses, routes and sysctls. */
export function removeInterface(stack: Stack, iface: Interface): void {
  setDown(stack, iface);
  iface.groups.joined.clear();
  flushAddresses(stack, iface);
  flushAllRoutes(stack, iface);
  removeDevice(stack.sysctl, iface.device.name);
  stack.interfaces.delete(iface.device.name);
  stack.fib.generation++;
  tell(stack, iface.device.name, "removed");
}

/** `ip link set D up`: the routes that addresses entail come back; those added by hand do not. */
export function setUp(stack: Stack, iface: Interface): void {
  if (iface.device.isUp) return;
  const below = iface.device.vlan?.lower;
  if (below !== undefined) inheritMac(stack, iface, below.mac);
  iface.device.isUp = true;
  iface.device.upSince = stack.simulation.now;
  iface.device.hasBeenUp = true;
  for (const address of iface.addresses) addRoutesFor(stack, iface, address);
  stack.fib.generation++;
  tell(stack, iface.device.name, "changed");
  onGroupsUp(stack, iface);
  onInterfaceUp(stack, iface);
  switched(iface.device, stack.simulation);
  for (const vlan of vlansOn(stack, iface)) setUp(stack, vlan);
}

/** VLAN devices follow the device they run on. */
const vlansOn = (stack: Stack, { device }: Interface): readonly Interface[] =>
  [...stack.interfaces.values()].filter((candidate) => candidate.device.vlan?.lower === device);

/** `ip link set D down`: every route by the device goes, but for the node's own addresses. */
export function setDown(stack: Stack, iface: Interface): void {
  if (!iface.device.isUp) return;
  iface.device.isUp = false;
  flushRoutes(stack, iface);
  stack.fib.generation++;
  tell(stack, iface.device.name, "changed");
  onGroupsDown(iface);
  onInterfaceDown(stack, iface);
  switched(iface.device, stack.simulation);
  for (const vlan of vlansOn(stack, iface)) setDown(stack, vlan);
}

/** The device began or ceased to run: routes with `linkdown`, neighbours and VLANs upon it may care. */
function noteRunning(stack: Stack, iface: Interface, isRunning: boolean): void {
  stack.fib.generation++;
  if (!isRunning && iface.device.isUp) onCarrierLost(stack, iface);
  for (const vlan of vlansOn(stack, iface)) carrierMayHaveChanged(vlan.device, stack.simulation);
}

/** Gives a device an MTU that nobody asked for: that of what it stands on. */
export function followMtu(stack: Stack, iface: Interface, mtu: number): void {
  iface.device.mtu = mtu;
  stack.fib.generation++;
  tell(stack, iface.device.name, "changed");
  for (const vlan of vlansOn(stack, iface)) {
    if (vlan.device.mtu > mtu) followMtu(stack, vlan, mtu);
  }
}

/** Another MAC address: what was learnt with the old one is forgotten. */
export function changeMac(stack: Stack, iface: Interface, mac: MacAddress): void {
  iface.device.mac = mac;
  stack.fib.generation++;
  tell(stack, iface.device.name, "changed");
  for (const vlan of vlansOn(stack, iface)) {
    if (vlan.device.isUp) inheritMac(stack, vlan, mac);
  }
  if (!iface.device.isUp) return;
  onInterfaceDown(stack, iface);
  onInterfaceUp(stack, iface);
}

/** Gives a device the MAC address of what it stands on, unless an administrator gave it one. */
export function inheritMac(stack: Stack, iface: Interface, mac: MacAddress): void {
  const { device } = iface;
  if (!device.hasOwnMac && device.mac !== mac) changeMac(stack, iface, mac);
}

/** Makes changes of sysctls known: lookups start afresh, and observers hear of them. Once for a stack. */
export function watchSettings(stack: Stack): void {
  const { simulation, name: node } = stack;
  stack.sysctl.listeners.push(({ name, before, value }) => {
    stack.fib.generation++;
    if (simulation.traced) simulation.emit({ kind: "setting-changed", node, name, before, value });
  });
}

/** Tells observers of a change. */
export function tell(stack: Stack, row: string, change: "added" | "removed" | "changed"): void {
  const { simulation, name: node } = stack;
  if (simulation.traced) simulation.emit({ kind: "table-changed", node, table: "interfaces", row, change });
}
