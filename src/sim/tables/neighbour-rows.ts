/**
 * The neighbours of a node as rows: what `ip neigh` shows, which is all but those that need no ARP.
 */

import type { NeighbourRow } from "../rows.ts";
import type { Neighbour } from "../stack/neighbour.ts";
import { listed } from "../stack/neighbour-admin.ts";
import { isValid } from "../stack/neighbour-states.ts";
import type { Stack } from "../stack/stack.ts";
import { formatIpv4, formatMac } from "../wire/address.ts";

/** By device and address. */
export function neighbourRows({ interfaces }: Stack): Map<string, NeighbourRow> {
  const rows = new Map<string, NeighbourRow>();
  for (const iface of interfaces.values()) {
    for (const entry of listed(iface)) rows.set(neighbourKey(entry), neighbourRow(entry));
  }
  return rows;
}

export const neighbourKey = ({ interface: { device }, address }: Neighbour): string =>
  `${device.name} ${formatIpv4(address)}`;

/** Whether an entry is in its table, and shown. */
export const isNeighbourShown = (entry: Neighbour): boolean =>
  entry.state !== "NOARP" && entry.interface.neighbours.get(entry.address) === entry;

export const neighbourRow = (entry: Neighbour): NeighbourRow => ({
  device: entry.interface.device.name,
  address: formatIpv4(entry.address),
  mac: isValid(entry.state) ? formatMac(entry.mac) : undefined,
  state: entry.state,
});
