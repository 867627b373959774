/**
 * What an administrator sets of a device: its MTU, its MAC address, whether it uses ARP, its name.
 */

import { isGroupMac, type MacAddress } from "../wire/address.ts";
import { smallestMtu } from "../wire/ipv4.ts";
import { onInterfaceDown } from "./arp.ts";
import type { Interface } from "./interface.ts";
import { changeMac, followMtu, tell } from "./interfaces.ts";
import type { Stack } from "./stack.ts";
import { renameDevice } from "./sysctl-devices.ts";

const largestMtu = 65535;

/** A refusal with the kernel's sentence where it gives one. */
export type LinkChanged =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly errno: "EINVAL" | "EBUSY" | "EEXIST" | "EADDRNOTAVAIL" | "ERANGE";
      readonly message?: string;
    };

const done: LinkChanged = { ok: true };

/**
 * Sets the MTU, from 68 (an IPv4 host must take that much, RFC 791) to 65535 bytes. A VLAN's is at most that
 * of the device it runs on, and shrinks with it.
 */
export function setMtu(stack: Stack, iface: Interface, mtu: number): LinkChanged {
  if (iface.device.kind !== "loopback") {
    if (mtu < smallestMtu) return { ok: false, errno: "EINVAL", message: "mtu less than device minimum" };
    if (mtu > largestMtu) return { ok: false, errno: "EINVAL", message: "mtu greater than device maximum" };
  }
  if (mtu > (iface.device.vlan?.lower.mtu ?? mtu)) return { ok: false, errno: "ERANGE" };
  iface.device.hasOwnMtu = true;
  followMtu(stack, iface, mtu);
  return done;
}

/**
 * Sets the MAC address; neighbours learn of it only if `arp_notify` is on. VLANs that are up and have none of
 * their own follow.
 */
export function setMac(stack: Stack, iface: Interface, mac: MacAddress): LinkChanged {
  if (mac === 0 || isGroupMac(mac)) return { ok: false, errno: "EADDRNOTAVAIL" };
  iface.device.hasOwnMac = true;
  changeMac(stack, iface, mac);
  return done;
}

/** `ip link set D arp on|off`: a device that is up forgets its neighbours. */
export function setArp(stack: Stack, iface: Interface, usesArp: boolean): void {
  const { device } = iface;
  if (device.usesArp === usesArp) return;
  device.usesArp = usesArp;
  stack.fib.generation++;
  if (device.isUp) onInterfaceDown(stack, iface);
}

/** Renames a device that is down; its place among the interfaces, its sysctls and labels stay with it. */
export function rename(stack: Stack, iface: Interface, name: string): LinkChanged {
  const before = iface.device.name;
  if (iface.device.isUp) return { ok: false, errno: "EBUSY" };
  if (stack.interfaces.has(name)) return { ok: false, errno: "EEXIST" };
  if (name === "" || name.length > 15 || /[\s/:]/.test(name)) return { ok: false, errno: "EINVAL" };
  iface.device.name = name;
  const ordered = [...stack.interfaces.values()];
  stack.interfaces.clear();
  for (const each of ordered) stack.interfaces.set(each.device.name, each);
  renameDevice(stack.sysctl, before, name);
  iface.addresses.forEach((address, index) => {
    iface.addresses[index] = { ...address, label: `${name}${address.label.slice(before.length)}` };
  });
  tell(stack, name, "changed");
  return done;
}
