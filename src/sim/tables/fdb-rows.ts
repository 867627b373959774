/**
 * What the bridges of a node know, or a switch: the port behind which each MAC address is. Entries that are
 * too old to be believed are left out, as they are when frames look for them.
 */

import type { Nanos } from "../engine/time.ts";
import type { Bridge, BridgePort } from "../link/bridge.ts";
import { entriesOf, type FdbEntry } from "../link/fdb.ts";
import type { FdbRow } from "../rows.ts";
import { formatMac } from "../wire/address.ts";

/** By bridge, VLAN and address. */
export function fdbRows(bridges: Iterable<Bridge>, now: Nanos): Map<string, FdbRow> {
  const rows = new Map<string, FdbRow>();
  for (const { name, fdb } of bridges) {
    for (const entry of entriesOf(fdb, now)) rows.set(fdbKey(name, entry), fdbRow(entry));
  }
  return rows;
}

const fdbKey = (bridge: string, { vlan, mac }: FdbEntry<BridgePort>): string =>
  vlan === 0 ? `${bridge} ${formatMac(mac)}` : `${bridge} vlan ${vlan} ${formatMac(mac)}`;

const fdbRow = ({ mac, vlan, port }: FdbEntry<BridgePort>): FdbRow => ({
  mac: formatMac(mac),
  port: port.device.name,
  vlan,
});
