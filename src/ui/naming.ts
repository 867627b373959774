/**
 * How addresses are called on the page at the shown moment: as numbers, or by the roles that they play then;
 * and which machine a MAC address belongs to.
 */

import { type Recording, rowsAt } from "#lab/recording";
import type { TableName, TableRows } from "#sim/rows";
import { formatIpv4, formatMac } from "#sim/wire/address";
import type { Naming } from "./packet-label.ts";
import type { Page } from "./page.ts";
import { type MachineTables, type Roles, rolesOf } from "./roles.ts";
import type { Moment } from "./store.ts";

interface Kept {
  readonly recording: Recording;
  readonly moment: Moment;
  readonly addressing: string;
  readonly naming: Naming;
}

const plain: Naming = { address: formatIpv4, owner: () => undefined };

/** Answers the naming of the shown moment; worked out once for each moment. */
export function createNaming(page: Page): () => Naming {
  let kept: Kept | undefined;
  return () => {
    const scenario = page.scenario();
    if (scenario === undefined) return plain;
    const { moment, addressing } = page.store.state();
    const recording = page.recording();
    const isSame = kept?.recording === recording && kept.moment === moment && kept.addressing === addressing;
    if (kept !== undefined && isSame) return kept.naming;
    const machines = scenario.nodes.map(({ name, kind }) => tablesOf(recording, moment, name, kind));
    const roles = addressing === "roles" ? rolesOf(machines) : noRoles;
    const owners = ownersOf(
      recording,
      moment,
      machines.map(({ name }) => name),
    );
    kept = { recording, moment, addressing, naming: namingOf(roles, owners) };
    return kept.naming;
  };
}

const noRoles: Roles = new Map();

function listOf<Table extends TableName>(
  recording: Recording,
  moment: Moment,
  node: string,
  table: Table,
): TableRows[Table][] {
  return [...rowsAt(recording, moment, node, table).values()] as TableRows[Table][];
}

/** Of connections only those are looked at that can tell of a local address: FULLNAT's. */
function tablesOf(recording: Recording, moment: Moment, name: string, kind: string): MachineTables {
  const destinations = listOf(recording, moment, name, "destinations");
  const isFullnat = destinations.some(({ method }) => method === "fullnat");
  return {
    name,
    kind,
    addresses: listOf(recording, moment, name, "addresses"),
    services: listOf(recording, moment, name, "services"),
    destinations,
    connections: isFullnat ? listOf(recording, moment, name, "connections") : [],
  };
}

function ownersOf(recording: Recording, moment: Moment, names: readonly string[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const name of names) {
    for (const { mac } of listOf(recording, moment, name, "devices")) owners.set(mac, name);
  }
  return owners;
}

const namingOf = (roles: Roles, owners: ReadonlyMap<string, string>): Naming => ({
  address: (address) => {
    const text = formatIpv4(address);
    return roles.get(text) ?? text;
  },
  owner: (mac) => owners.get(formatMac(mac)),
});
