/**
 * What addresses are called where two different networks are compared: by whose they are, so that the virtual
 * address of one is that of the other, whatever its number.
 *
 * Read off everything that was ever in the tables of a run. An address that several machines have and no
 * service is the first one's.
 */

import type { AddressRow, DeviceRow, ServiceRow } from "#sim/rows";
import type { MeaningNames } from "./compare-meaning.ts";
import type { Recording } from "./recording.ts";

/** The names of one run. */
export function ownersIn({ rows: { names, rows } }: Recording): MeaningNames {
  const addresses = new Map<string, string>();
  const virtual = new Map<string, string>();
  const macs = new Map<string, string>();
  for (let at = 0; at < names.length; at++) {
    const name = names[at];
    const row = rows[at];
    if (name === undefined || row === undefined) continue;
    if (name.table === "services") addVirtual(virtual, row as ServiceRow);
    else if (name.table === "devices") addOnce(macs, (row as DeviceRow).mac, name.node);
    else if (name.table === "addresses") {
      const { address, device } = row as AddressRow;
      addOnce(addresses, address, `${name.node} ${device}`);
    }
  }
  return {
    address: (address) => virtual.get(address) ?? addresses.get(address) ?? address,
    mac: (mac) => macs.get(mac) ?? mac,
    nextHop: () => "",
  };
}

function addVirtual(virtual: Map<string, string>, { name }: ServiceRow): void {
  const address = /\d+(?:\.\d+){3}/.exec(name)?.[0];
  if (address !== undefined) addOnce(virtual, address, `VIP${virtual.size}`);
}

function addOnce(known: Map<string, string>, key: string, name: string): void {
  if (!known.has(key)) known.set(key, name);
}
