/**
 * What an administrator does with neighbour entries: `ip neigh add|change|replace|del|flush`, `arp -s|-d`.
 */

import { anyAddress, type Ipv4Address, type MacAddress } from "../wire/address.ts";
import type { Interface } from "./interface.ts";
import type { Neighbour, NeighbourState } from "./neighbour.ts";
import { createFor, remove } from "./neighbour-table.ts";
import { update } from "./neighbour-update.ts";
import type { Stack } from "./stack.ts";

/** `add`: must be new. `change`: must be there. `replace`: either. */
export type NeighbourVerb = "add" | "change" | "replace";

export interface NeighbourRequest {
  readonly address: Ipv4Address;
  readonly mac: MacAddress | undefined;
  /** `ip neigh` gives PERMANENT unless told otherwise; `arp -s ... temp` gives STALE. */
  readonly state: NeighbourState;
}

export type NeighbourResult = "ok" | "EEXIST" | "ENOENT" | "EINVAL" | "ENOBUFS" | "EPERM";

/** Makes or changes an entry by hand. */
export function setNeighbour(
  stack: Stack,
  iface: Interface,
  verb: NeighbourVerb,
  request: NeighbourRequest,
): NeighbourResult {
  const known = iface.neighbours.get(request.address);
  if (known !== undefined && verb === "add") return "EEXIST";
  if (known === undefined && verb === "change") return "ENOENT";
  // All of loopback is one neighbour.
  const address = iface.device.kind === "loopback" ? anyAddress : request.address;
  const entry = known ?? createFor(stack, iface, { address });
  if (entry === undefined) return "ENOBUFS";
  const { mac, state } = request;
  return update(stack, entry, { mac, state, mayOverride: true, isAdmin: true, because: "admin" });
}

/** Removes one entry; packets that wait in it fail. */
export function deleteNeighbour(stack: Stack, iface: Interface, address: Ipv4Address): "ok" | "ENOENT" {
  const entry = iface.neighbours.get(address);
  if (entry === undefined) return "ENOENT";
  forget(stack, entry);
  return "ok";
}

/**
 * Removes the entries that `isMeant` picks; answers how many. `ip neigh flush` spares PERMANENT and NOARP
 * itself.
 */
export function flushNeighbours(
  stack: Stack,
  iface: Interface,
  isMeant: (entry: Neighbour) => boolean = isFlushedByDefault,
): number {
  const meant = [...iface.neighbours.values()].filter(isMeant);
  for (const entry of meant) forget(stack, entry);
  return meant.length;
}

const isFlushedByDefault = ({ state }: Neighbour): boolean => state !== "PERMANENT" && state !== "NOARP";

function forget(stack: Stack, entry: Neighbour): void {
  const news = { mac: undefined, mayOverride: true, isAdmin: true, because: "admin" } as const;
  update(stack, entry, { ...news, state: "FAILED" });
  // A sender that was told may have begun to ask anew: then somebody holds the entry, and it stays.
  if (entry.state === "FAILED") remove(stack, entry);
}

/** `ip neigh add|del proxy`: requests for this address on this interface are answered, whoever has it. */
export function setProxy(iface: Interface, address: Ipv4Address, isProxied: boolean): "ok" | "ENOENT" {
  const { proxied } = iface.arp;
  if (isProxied) {
    proxied.add(address);
    return "ok";
  }
  return proxied.delete(address) ? "ok" : "ENOENT";
}

/** The entries that `ip neigh` lists: all but those that need no ARP, in the order they were made. */
export const listed = (iface: Interface): Neighbour[] =>
  [...iface.neighbours.values()].filter(({ state }) => state !== "NOARP");
