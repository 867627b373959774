/**
 * Addresses of interfaces: adding and deleting them, what is secondary, and which routes come and go with
 * each.
 *
 * Follows __inet_insert_ifa() and __inet_del_ifa() of Linux 6.1. Leaves out lifetimes, peers of
 * point-to-point links and `noprefixroute`.
 */

import { contains, formatPrefix, type Ipv4Address, isLoopback } from "../wire/address.ts";
import { addRoutesFor, dropRoutesFor, flushAllRoutes } from "./address-routes.ts";
import { type Interface, type InterfaceAddress, type Scope, scopes } from "./interface.ts";
import type { Stack } from "./stack.ts";
import { pinDevice } from "./sysctl-devices.ts";
import { eitherSetting } from "./sysctl-rules.ts";

/** An address as somebody asks for it. */
export interface AddressRequest {
  readonly address: Ipv4Address;
  readonly length: number;
  /** `brd +` is `broadcastOf(address, length)`. */
  readonly broadcast?: Ipv4Address | undefined;
  /** The device's name when left out. */
  readonly label?: string | undefined;
  /** Host for 127/8, else global. */
  readonly scope?: Scope | undefined;
}

/**
 * `EEXIST`: the same address with the same length is there; `EINVAL`: another scope than its subnet's
 * primary.
 */
export type AddressAdded = "ok" | "EEXIST" | "EINVAL";
export type AddressDeleted = "ok" | "EADDRNOTAVAIL";

/**
 * Adds an address to an interface, up or down. Sends nothing: adding an address is silent on the wire.
 * 0.0.0.0 is taken for none.
 */
export function addAddress(stack: Stack, iface: Interface, request: AddressRequest): AddressAdded {
  const { address, length } = request;
  if (address === 0) return "ok";
  const scope = request.scope ?? (isLoopback(address) ? scopes.host : scopes.global);
  const siblings = iface.addresses.filter((other) => isSameSubnet(other, request));
  if (siblings.some((other) => other.address === address)) return "EEXIST";
  if (siblings.some((other) => other.scope !== scope)) return "EINVAL";
  pinDevice(stack.sysctl, iface.device.name);
  const made: InterfaceAddress = {
    address,
    length,
    broadcast: request.broadcast,
    scope,
    label: request.label ?? iface.device.name,
    isSecondary: siblings.length > 0,
  };
  insert(iface.addresses, made);
  own(stack, iface, address);
  addRoutesFor(stack, iface, made);
  changed(stack, iface, made, "added");
  return "ok";
}

const isSameSubnet = (
  one: { readonly address: Ipv4Address; readonly length: number },
  other: { readonly address: Ipv4Address; readonly length: number },
): boolean => one.length === other.length && contains(one.address, one.length, other.address);

/** Secondaries go last, primaries behind the last primary that reaches no further. */
function insert(addresses: InterfaceAddress[], made: InterfaceAddress): void {
  if (made.isSecondary) {
    addresses.push(made);
    return;
  }
  const last = addresses.findLastIndex(({ isSecondary, scope }) => !isSecondary && made.scope <= scope);
  addresses.splice(last + 1, 0, made);
}

/** What to delete: the address, and where given its length and label. */
export interface AddressChoice {
  readonly address: Ipv4Address;
  readonly length?: number | undefined;
  readonly label?: string | undefined;
}

/**
 * Deletes an address. With a primary its secondaries go too, unless `promote_secondaries` makes the first of
 * them the new primary.
 */
export function deleteAddress(stack: Stack, iface: Interface, choice: AddressChoice): AddressDeleted {
  const found = iface.addresses.find(
    ({ address, length, label }) =>
      address === choice.address &&
      [undefined, length].includes(choice.length) &&
      [undefined, label].includes(choice.label),
  );
  if (found === undefined) return "EADDRNOTAVAIL";
  remove(stack, iface, found);
  return "ok";
}

/** Deletes all addresses of an interface, or all with a label. */
export function flushAddresses(stack: Stack, iface: Interface, label?: string): void {
  const isMeant = (candidate: InterfaceAddress): boolean => label === undefined || candidate.label === label;
  for (;;) {
    const next = iface.addresses.find(isMeant);
    if (next === undefined) return;
    remove(stack, iface, next);
  }
}

function remove(stack: Stack, iface: Interface, gone: InterfaceAddress): void {
  const secondaries = gone.isSecondary
    ? []
    : iface.addresses.filter((other) => other.isSecondary && isSameSubnet(other, gone));
  const isPromoting = eitherSetting(stack, iface, "promote_secondaries") && secondaries.length > 0;
  if (!isPromoting) {
    for (const secondary of secondaries) withdraw(stack, iface, secondary);
    withdraw(stack, iface, gone);
    return;
  }
  for (const secondary of secondaries) dropRoutesFor(stack, iface, secondary, gone);
  withdraw(stack, iface, gone);
  promote(stack, iface, secondaries);
}

function withdraw(stack: Stack, iface: Interface, gone: InterfaceAddress): void {
  iface.addresses.splice(iface.addresses.indexOf(gone), 1);
  disown(stack, iface, gone.address);
  dropRoutesFor(stack, iface, gone, gone);
  if (iface.addresses.length === 0) flushAllRoutes(stack, iface);
  changed(stack, iface, gone, "removed");
}

function promote(stack: Stack, iface: Interface, secondaries: readonly InterfaceAddress[]): void {
  const [heir] = secondaries;
  if (heir === undefined) return;
  iface.addresses.splice(iface.addresses.indexOf(heir), 1);
  heir.isSecondary = false;
  insert(iface.addresses, heir);
  for (const address of secondaries) addRoutesFor(stack, iface, address);
  changed(stack, iface, heir, "changed");
}

function own({ fib }: Stack, iface: Interface, address: Ipv4Address): void {
  const owners = fib.addressOwners.get(address) ?? [];
  owners.unshift(iface);
  fib.addressOwners.set(address, owners);
  fib.generation++;
}

function disown({ fib }: Stack, iface: Interface, address: Ipv4Address): void {
  const owners = fib.addressOwners.get(address) ?? [];
  owners.splice(owners.indexOf(iface), 1);
  if (owners.length === 0) fib.addressOwners.delete(address);
  fib.generation++;
}

function changed(
  stack: Stack,
  iface: Interface,
  { address, length, label, isSecondary }: InterfaceAddress,
  change: "added" | "removed" | "changed",
): void {
  const { simulation, name: node } = stack;
  if (!simulation.traced) return;
  const words = [formatPrefix({ address, length }), "dev", iface.device.name];
  if (label !== iface.device.name) words.push("label", label);
  if (isSecondary) words.push("secondary");
  simulation.emit({ kind: "table-changed", node, table: "addresses", row: words.join(" "), change });
}
