/**
 * Which addresses are this node's own, and which of them a packet gets as its source.
 *
 * Follows inet_select_addr(), inet_addr_type() and __ip_dev_find() of Linux 6.1 (weak host model: addresses
 * belong to the node, not to the interface).
 */

import {
  anyAddress,
  broadcastAddress,
  contains,
  type Ipv4Address,
  isMulticast,
  isZeroNetwork,
} from "../wire/address.ts";
import { lookupLocal, lookupTable } from "./fib-lookup.ts";
import { type Interface, type InterfaceAddress, type Scope, scopes } from "./interface.ts";
import { type RouteType, tables } from "./route.ts";
import type { Stack } from "./stack.ts";

/** Whether an address is configured on some interface of this node, up or down. */
export const isConfigured = ({ fib }: Stack, address: Ipv4Address): boolean => fib.addressOwners.has(address);

/** Whether this node takes an address for its own: configured, or covered by a local route such as 127/8. */
export const isLocalAddress = (stack: Stack, address: Ipv4Address): boolean =>
  isConfigured(stack, address) || addressType(stack, address) === "local";

/**
 * The interface that a local address belongs to; of several with the same address the one that got it last.
 */
export function localAddressInterface(stack: Stack, address: Ipv4Address): Interface | undefined {
  const owner = stack.fib.addressOwners.get(address)?.[0];
  if (owner !== undefined) return owner;
  const found = lookupLocal(stack.fib, address);
  return found?.route.type === "local" ? found.nextHop?.interface : undefined;
}

/** What the table of local addresses says: local, broadcast, multicast, or unicast for everything else. */
export function addressType(stack: Stack, address: Ipv4Address): RouteType {
  const special = specialType(address);
  if (special !== undefined) return special;
  return lookupLocal(stack.fib, address)?.route.type ?? "unicast";
}

/** The same as `table` says, as if it were the table of local addresses. */
export function addressTypeIn(stack: Stack, table: number, address: Ipv4Address): RouteType {
  if (table === tables.local) return addressType(stack, address);
  return specialType(address) ?? lookupTable(stack.fib, table, { dst: address })?.route.type ?? "unicast";
}

function specialType(address: Ipv4Address): RouteType | undefined {
  if (isZeroNetwork(address) || address === broadcastAddress) return "broadcast";
  return isMulticast(address) ? "multicast" : undefined;
}

/** What a source address is chosen for. */
export interface SourceQuestion {
  readonly output: Interface;
  /** An address on the link, preferably in the same subnet; `anyAddress` or left out: any will do. */
  readonly target?: Ipv4Address | undefined;
  readonly scope: Scope;
}

/**
 * The address of this node for packets that leave by `output`: the first primary in the subnet of the target,
 * else the first primary there, else the first of any interface, loopback first. 0.0.0.0 where there is none.
 * Addresses of a narrower scope than asked are passed over.
 */
export function selectSource(
  stack: Stack,
  { output, target = anyAddress, scope }: SourceQuestion,
): Ipv4Address {
  const mayHide = stack.sysctl.all.route_localnet !== 0 || output.conf.route_localnet !== 0;
  const narrowest = mayHide ? scopes.link : scopes.host;
  const usable = output.addresses.filter(
    (candidate) => !candidate.isSecondary && Math.min(candidate.scope, narrowest) <= scope,
  );
  const inSubnet = usable.find(
    ({ address, length }) => target === anyAddress || contains(address, length, target),
  );
  const own = inSubnet ?? usable[0];
  return own?.address ?? elsewhere(stack, scope);
}

function elsewhere(stack: Stack, scope: Scope): Ipv4Address {
  const isUsable = (candidate: InterfaceAddress): boolean =>
    !candidate.isSecondary && candidate.scope !== scopes.link && candidate.scope <= scope;
  for (const { addresses } of stack.interfaces.values()) {
    const found = addresses.find(isUsable);
    if (found !== undefined) return found.address;
  }
  return anyAddress;
}

/** Whether some subnet of an interface holds both addresses. */
export const isOnLinkWith = (iface: Interface, one: Ipv4Address, other: Ipv4Address): boolean =>
  iface.addresses.some(
    ({ address, length, isSecondary }) =>
      !isSecondary && contains(address, length, one) && contains(address, length, other),
  );
