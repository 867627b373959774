/**
 * The forwarding database of a bridge: which port a MAC address was last seen behind (IEEE 802.1D).
 *
 * Keys are (VLAN, MAC). Learnt entries age; static ones do not, and are moved by traffic unless they are
 * sticky.
 */

import type { Nanos } from "../engine/time.ts";
import type { MacAddress } from "../wire/address.ts";

export interface FdbEntry<Port> {
  readonly mac: MacAddress;
  readonly vlan: number;
  port: Port;
  /** Last frame from that address. */
  updated: Nanos;
  isStatic: boolean;
  /** Static, and not moved by traffic. */
  isSticky: boolean;
}

export interface Fdb<Port> {
  /** By VLAN (0: untagged), then by address. */
  readonly vlans: Map<number, Map<MacAddress, FdbEntry<Port>>>;
  /** How long a learnt entry is believed after the last frame; 300 s by default. */
  ageing: Nanos;
  /** Rises when entries are taken away or put in by hand: what was found before must be looked up again. */
  changes: number;
}

const defaultAgeing = 300e9 as Nanos;

export const emptyFdb = <Port>(): Fdb<Port> => ({ vlans: new Map(), ageing: defaultAgeing, changes: 0 });

/** Whether an entry is still believed. */
export const isFresh = <Port>(fdb: Fdb<Port>, entry: FdbEntry<Port>, now: Nanos): boolean =>
  entry.isStatic || now - entry.updated < fdb.ageing;

/** The port of an address, if it is known and not too old. */
export function find<Port>(
  fdb: Fdb<Port>,
  vlan: number,
  mac: MacAddress,
  now: Nanos,
): FdbEntry<Port> | undefined {
  const entry = fdb.vlans.get(vlan)?.get(mac);
  if (entry === undefined) return undefined;
  return isFresh(fdb, entry, now) ? entry : undefined;
}

/** What learning found out. */
export type Learnt<Port> =
  | { readonly kind: "known" }
  | { readonly kind: "new" }
  | { readonly kind: "moved"; readonly from: Port };

const known = { kind: "known" } as const;

/** Notes that a frame from `mac` came in by `port`. */
export function learn<Port>(
  fdb: Fdb<Port>,
  seen: { readonly vlan: number; readonly mac: MacAddress; readonly port: Port; readonly now: Nanos },
): Learnt<Port> {
  const { vlan, mac, port, now } = seen;
  const entries = entriesOfVlan(fdb, vlan);
  const entry = entries.get(mac);
  if (entry === undefined) {
    entries.set(mac, { mac, vlan, port, updated: now, isStatic: false, isSticky: false });
    return { kind: "new" };
  }
  const wasFresh = isFresh(fdb, entry, now);
  entry.updated = now;
  if (entry.port === port) return wasFresh ? known : { kind: "new" };
  if (entry.isSticky) return known;
  const from = entry.port;
  entry.port = port;
  return { kind: "moved", from };
}

/** Adds an entry by hand (`bridge fdb add`). */
export function addStatic<Port>(
  fdb: Fdb<Port>,
  entry: { readonly vlan: number; readonly mac: MacAddress; readonly port: Port; readonly isSticky: boolean },
): void {
  const { vlan, mac, port, isSticky } = entry;
  fdb.changes++;
  entriesOfVlan(fdb, vlan).set(mac, { mac, vlan, port, updated: 0 as Nanos, isStatic: true, isSticky });
}

/** Takes an entry away; answers whether there was one. */
export function remove<Port>(fdb: Fdb<Port>, vlan: number, mac: MacAddress): boolean {
  fdb.changes++;
  return fdb.vlans.get(vlan)?.delete(mac) ?? false;
}

/** Forgets what was learnt behind a port that went down. */
export function forgetPort<Port>(fdb: Fdb<Port>, port: Port): void {
  fdb.changes++;
  for (const entries of fdb.vlans.values()) {
    for (const entry of entries.values()) {
      if (entry.port === port && !entry.isStatic) entries.delete(entry.mac);
    }
  }
}

/** Entries in order of arrival, aged ones left out. */
export const entriesOf = <Port>(fdb: Fdb<Port>, now: Nanos): FdbEntry<Port>[] =>
  [...fdb.vlans.values()]
    .flatMap((entries) => [...entries.values()])
    .filter((entry) => isFresh(fdb, entry, now));

function entriesOfVlan<Port>(fdb: Fdb<Port>, vlan: number): Map<MacAddress, FdbEntry<Port>> {
  const known = fdb.vlans.get(vlan);
  if (known !== undefined) return known;
  const made = new Map<MacAddress, FdbEntry<Port>>();
  fdb.vlans.set(vlan, made);
  return made;
}
