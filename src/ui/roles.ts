/**
 * Which part an address plays in a lab: CIP (a client's), VIP (that of a virtual service), DIP (the
 * director's own), LIP (FULLNAT's local ones), RIP (a real server's). Several of a kind are numbered: RIP1.
 *
 * Read off the tables of all machines at a moment, so a service that is added makes its address a VIP then
 * and there. Addresses of routers and of the loopback network play none: they keep their numbers.
 */

import type { AddressRow, ConnectionRow, DestinationRow, ServiceRow } from "#sim/rows";

/** What must be known of a machine. Rows are those of one moment, in the order of the scenario. */
export interface MachineTables {
  readonly name: string;
  /** The kind in the scenario: `client`, `router`, `director`, `real-server`, `host`. */
  readonly kind: string;
  readonly addresses: readonly AddressRow[];
  readonly services: readonly ServiceRow[];
  readonly destinations: readonly DestinationRow[];
  readonly connections: readonly ConnectionRow[];
}

export type Part = "CIP" | "VIP" | "DIP" | "LIP" | "RIP";

/** From an address as text to the name of its role. */
export type Roles = ReadonlyMap<string, string>;

/** The part of each address, of all machines together. */
export function rolesOf(machines: readonly MachineTables[]): Roles {
  const parts = partsOf(machines);
  const counts = new Map<Part, number>();
  for (const part of parts.values()) counts.set(part, (counts.get(part) ?? 0) + 1);
  const numbers = new Map<Part, number>();
  const roles = new Map<string, string>();
  for (const [address, part] of parts) {
    const number = (numbers.get(part) ?? 0) + 1;
    numbers.set(part, number);
    roles.set(address, counts.get(part) === 1 ? part : `${part}${number}`);
  }
  return roles;
}

/** The part of each address without a number, in the order in which addresses are met. */
export function partsOf(machines: readonly MachineTables[]): ReadonlyMap<string, Part> {
  const virtual = virtualAddresses(machines);
  const served = new Set(machines.flatMap(({ destinations }) => destinations.map(addressOfDestination)));
  const local = localAddresses(machines);
  const parts = new Map<string, Part>();
  for (const address of virtual) parts.set(address, "VIP");
  for (const machine of machines) {
    for (const { address } of machine.addresses) {
      if (parts.has(address) || isOfLoopback(address)) continue;
      const part = local.has(address) ? "LIP" : partOf(machine, served.has(address));
      if (part !== undefined) parts.set(address, part);
    }
  }
  return parts;
}

/** The addresses of virtual services, and those that several machines have: only a VIP is shared. */
export function virtualAddresses(machines: readonly MachineTables[]): ReadonlySet<string> {
  const virtual = new Set<string>();
  for (const { services } of machines) {
    for (const { name } of services) {
      const address = addressOfService(name);
      if (address !== undefined) virtual.add(address);
    }
  }
  for (const address of sharedAddresses(machines)) virtual.add(address);
  return virtual;
}

function sharedAddresses(machines: readonly MachineTables[]): string[] {
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  for (const { name, addresses } of machines) {
    for (const { address } of addresses) {
      const owner = owners.get(address) ?? name;
      owners.set(address, owner);
      if (owner !== name && !isOfLoopback(address)) shared.add(address);
    }
  }
  return [...shared];
}

function localAddresses(machines: readonly MachineTables[]): ReadonlySet<string> {
  const local = new Set<string>();
  for (const { connections } of machines) {
    for (const connection of connections) {
      if (connection.local !== undefined) local.add(addressOfDestination({ destination: connection.local }));
    }
  }
  return local;
}

function partOf({ kind, services }: MachineTables, isServed: boolean): Part | undefined {
  if (kind === "director" || services.length > 0) return "DIP";
  if (kind === "real-server" || isServed) return "RIP";
  return kind === "client" ? "CIP" : undefined;
}

/** The address of a service such as `TCP 10.0.0.10:80`; none of a firewall mark's. */
export function addressOfService(name: string): string | undefined {
  return /^\w+ (\d+\.\d+\.\d+\.\d+):\d+$/.exec(name)?.[1];
}

const addressOfDestination = ({ destination }: { readonly destination: string }): string =>
  destination.slice(0, destination.lastIndexOf(":"));

export const isOfLoopback = (address: string): boolean => address.startsWith("127.");
