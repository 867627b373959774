/**
 * The kernel's old calls for the address of an interface (SIOCSIFADDR and its like), which ifconfig and the
 * network scripts use: each picks the first address whose label is the name given, `eth0:1` among them.
 *
 * Follows devinet_ioctl() of Linux 6.1: a changed address is taken away with its secondaries and added anew,
 * so it may come back at another place in the list, and the next call may pick a different one.
 */

import { deviceNamed, isAlias } from "#shell/commands/network/device-names";
import type { Machine } from "#shell/machine";
import { isTunnel } from "#sim/link/device";
import { addAddress, deleteAddress } from "#sim/stack/address";
import type { Interface, InterfaceAddress } from "#sim/stack/interface";
import { scopes } from "#sim/stack/interface";
import { setDown, setUp } from "#sim/stack/interfaces";
import { broadcastOf, type Ipv4Address, isLoopback, lengthOfMask } from "#sim/wire/address";

export type CallResult = "ok" | "ENODEV" | "EADDRNOTAVAIL" | "EINVAL" | "EEXIST";

/** The length that the class of an address gives (RFC 791). */
export function classLength(address: Ipv4Address): number {
  const first = address >>> 24;
  if (address === 0) return 0;
  if (first < 128) return 8;
  return first < 192 ? 16 : 24;
}

/** The first address with this label. */
export const labelled = (iface: Interface, label: string): InterfaceAddress | undefined =>
  iface.addresses.find((address) => address.label === label);

/** Whether the device can be spoken to as a whole. */
export const isBroadcasting = ({ device }: Interface): boolean =>
  device.kind !== "loopback" && !isTunnel(device);

const usesBroadcast = (iface: Interface, length: number): boolean => isBroadcasting(iface) && length < 31;

/**
 * SIOCSIFADDR: the address of a device or alias, with the mask of its class; in place of the one there was.
 */
export function setAddress(machine: Machine, name: string, address: Ipv4Address): CallResult {
  const iface = deviceNamed(machine, name);
  if (iface === undefined) return "ENODEV";
  const old = labelled(iface, name);
  if (old?.address === address) return "ok";
  const length = classLength(address);
  const broadcast = usesBroadcast(iface, length) ? broadcastOf(address, length) : undefined;
  const scope = isLoopback(address) ? scopes.host : scopes.global;
  return exchange(machine, iface, old, {
    address,
    length,
    broadcast,
    scope,
    label: name,
    isSecondary: false,
  });
}

/** SIOCSIFNETMASK; a broadcast address that followed from the old mask follows from the new one. */
export function setNetmask(machine: Machine, name: string, mask: Ipv4Address): CallResult {
  const iface = deviceNamed(machine, name);
  if (iface === undefined) return "ENODEV";
  const old = labelled(iface, name);
  if (old === undefined) return "EADDRNOTAVAIL";
  const length = lengthOfMask(mask);
  if (length === undefined) return "EINVAL";
  if (old.length === length) return "ok";
  const follows = old.broadcast === broadcastOf(old.address, old.length) && usesBroadcast(iface, length);
  const broadcast = follows ? broadcastOf(old.address, length) : old.broadcast;
  return exchange(machine, iface, old, { ...old, length, broadcast });
}

/** SIOCSIFBRDADDR. */
export function setBroadcast(machine: Machine, name: string, broadcast: Ipv4Address): CallResult {
  const iface = deviceNamed(machine, name);
  if (iface === undefined) return "ENODEV";
  const old = labelled(iface, name);
  if (old === undefined) return "EADDRNOTAVAIL";
  if (old.broadcast === broadcast) return "ok";
  return exchange(machine, iface, old, { ...old, broadcast });
}

function exchange(
  { stack }: Machine,
  iface: Interface,
  old: InterfaceAddress | undefined,
  made: InterfaceAddress,
): CallResult {
  if (old !== undefined) {
    const { address, length, label } = old;
    deleteAddress(stack, iface, { address, length, label });
  }
  return addAddress(stack, iface, made);
}

/** SIOCSIFFLAGS: a device goes up or down; an alias that goes down is gone, and cannot go up. */
export function setRunning(machine: Machine, name: string, isUp: boolean): CallResult {
  const iface = deviceNamed(machine, name);
  if (iface === undefined) return "ENODEV";
  const { stack } = machine;
  if (!isAlias(name)) {
    if (isUp) setUp(stack, iface);
    else setDown(stack, iface);
    return "ok";
  }
  const found = labelled(iface, name);
  if (found === undefined) return "EADDRNOTAVAIL";
  const { address, length, label } = found;
  if (!isUp) deleteAddress(stack, iface, { address, length, label });
  return "ok";
}
