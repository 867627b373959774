/**
 * Whether a machine answers ARP requests for an address of its own, read off its tables: arp_ignore of the
 * device that is asked and of `all`, whichever is larger (ip-sysctl.rst), rules of arptables, and whether
 * anything can ask at all.
 *
 * Leaves out arp_filter and rules that depend on who asks, and proxies, which answer for others.
 */

import type { AddressRow, DeviceRow, FilterRow, SysctlRow } from "#sim/rows";
import { dropsQuestion } from "./arp-rules.ts";

/** Rows by their keys: devices and sysctls by name. */
export interface AnsweringTables {
  readonly devices: ReadonlyMap<string, DeviceRow>;
  readonly addresses: ReadonlyMap<string, AddressRow>;
  readonly sysctls: ReadonlyMap<string, SysctlRow>;
  readonly filters: ReadonlyMap<string, FilterRow>;
}

/** The value of arp_ignore that counts where a device is asked. */
export function arpIgnoreOf(sysctls: ReadonlyMap<string, SysctlRow>, device: string): number {
  const value = (place: string): number =>
    Number(sysctls.get(`net.ipv4.conf.${place}.arp_ignore`)?.value ?? 0);
  return Math.max(value("all"), value(device));
}

/** Scopes that are wider than the machine itself. */
const sharedScopes = new Set(["global", "link", "site"]);

/** The devices by which a machine answers for an address. */
export function answeringDevices(tables: AnsweringTables, address: string): string[] {
  const owned = [...tables.addresses.values()].filter((row) => row.address === address);
  if (owned.length === 0) return [];
  const isHeard = (device: string): boolean => !dropsQuestion(tables.filters.values(), address, device);
  return askedDevices(tables).flatMap(({ name }) =>
    answersBy(tables, owned, name) && isHeard(name) ? [name] : [],
  );
}

/** The devices on which ARP is spoken. */
export const askedDevices = ({ devices }: Pick<AnsweringTables, "devices">): DeviceRow[] =>
  [...devices.values()].filter(({ kind, isUp }) => isUp && kind === "ethernet");

function answersBy({ sysctls }: AnsweringTables, owned: readonly AddressRow[], device: string): boolean {
  switch (arpIgnoreOf(sysctls, device)) {
    // 2 also wants the asker to be in the address's network: those who are asked about it here are.
    case 1:
    case 2:
      return owned.some((row) => row.device === device);
    case 3:
      return owned.some(({ scope }) => sharedScopes.has(scope));
    case 8:
      return false;
    default:
      return true;
  }
}
