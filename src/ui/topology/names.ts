/**
 * How addresses are called at a moment, as numbers or as roles, and whose a MAC address is.
 *
 * Everything is read off the tables of that moment. The answer is the same object as long as no name changed,
 * so that whoever has drawn with it need not draw again.
 */

import type { Moment, Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { TableName, TableRows } from "#sim/rows";
import { formatIpv4 } from "#sim/wire/address";
import type { Naming } from "../packet-label.ts";
import { isOfLoopback, type MachineTables, rolesOf, virtualAddresses } from "../roles.ts";
import { tableAt } from "../table-at.ts";

export type Addressing = "numbers" | "roles";

export interface Names extends Naming {
  /** An address that is text already. */
  readonly text: (address: string) => string;
  /** The machine that owns a MAC address as text. */
  readonly ownerOf: (mac: string) => string | undefined;
  /** The machine that has an address of its own, not one that others have as well. */
  readonly machineOf: (address: string) => string | undefined;
  /** The addresses that are virtual. */
  readonly virtual: ReadonlySet<string>;
}

/** Tells the names of a moment. */
export type Namer = (
  recording: Recording,
  scenario: Scenario,
  moment: Moment,
  addressing: Addressing,
) => Names;

/** Makes a namer, which remembers what it said last. */
export function createNamer(): Namer {
  let known = "";
  let names: Names | undefined;
  return (recording, scenario, moment, addressing) => {
    const machines = machinesAt(recording, scenario, moment);
    const roles = rolesOf(machines);
    const owners = ownersAt(recording, scenario, moment);
    const virtual = virtualAddresses(machines);
    const homes = homesOf(machines, virtual);
    const said = `${addressing} ${[...roles]} ${[...owners]} ${[...virtual]} ${[...homes]}`;
    if (names !== undefined && said === known) return names;
    known = said;
    names = namesOf(addressing === "roles" ? roles : new Map(), owners, homes, virtual);
    return names;
  };
}

function namesOf(
  roles: ReadonlyMap<string, string>,
  owners: ReadonlyMap<string, string>,
  homes: ReadonlyMap<string, string>,
  virtual: ReadonlySet<string>,
): Names {
  const text = (address: string): string => roles.get(address) ?? address;
  const ownerByNumber = new Map([...owners].map(([mac, owner]) => [numberOf(mac), owner]));
  return {
    text,
    virtual,
    address: (address) => text(formatIpv4(address)),
    owner: (mac) => ownerByNumber.get(mac),
    ownerOf: (mac) => owners.get(mac),
    machineOf: (address) => homes.get(address),
  };
}

const numberOf = (mac: string): number => Number.parseInt(mac.replaceAll(":", ""), 16);

/** The tables that roles are read off. */
export function machinesAt(recording: Recording, { nodes }: Scenario, moment: Moment): MachineTables[] {
  return nodes.map(({ name, kind }) => {
    const listOf = <Name extends TableName>(table: Name): TableRows[Name][] => [
      ...tableAt(recording, moment, name, table).values(),
    ];
    const destinations = listOf("destinations");
    // Only FULLNAT has local addresses, and the table can be long.
    const isFullnat = destinations.some(({ method }) => method === "fullnat");
    const connections = isFullnat ? listOf("connections") : [];
    return {
      name,
      kind,
      addresses: listOf("addresses"),
      services: listOf("services"),
      destinations,
      connections,
    };
  });
}

/** Whose an address is. A virtual one is everybody's who has it. */
function homesOf(machines: readonly MachineTables[], virtual: ReadonlySet<string>): Map<string, string> {
  const homes = new Map<string, string>();
  for (const { name, addresses } of machines) {
    for (const { address } of addresses) {
      if (!virtual.has(address) && !isOfLoopback(address)) homes.set(address, name);
    }
  }
  return homes;
}

function ownersAt(recording: Recording, { nodes }: Scenario, moment: Moment): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { name } of nodes) {
    for (const { kind, mac } of tableAt(recording, moment, name, "devices").values()) {
      if (kind === "ethernet" && !owners.has(mac)) owners.set(mac, name);
    }
  }
  return owners;
}
