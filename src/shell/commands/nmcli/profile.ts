/**
 * Connection profiles of NetworkManager: one for each Ethernet device, in its key file. A device that never
 * had one gets what it is set to at that moment.
 */

import { makeDirectories, read, write } from "#shell/files/change";
import type { Machine } from "#shell/machine";
import { routesOf } from "#sim/stack/fib";
import type { Interface } from "#sim/stack/interface";
import { tables } from "#sim/stack/route";
import {
  formatIpv4,
  formatPrefix,
  type Ipv4Address,
  type Prefix,
  parseCidr,
  parseIpv4,
} from "#sim/wire/address";

export interface Profile {
  readonly name: string;
  addresses: Prefix[];
  gateway: Ipv4Address | undefined;
  /** `manual`, `auto`, `disabled`. */
  method: string;
  startsByItself: boolean;
}

const folder = "/etc/NetworkManager/system-connections";
const pathOf = (name: string): string => `${folder}/${name}.nmconnection`;

/** The devices that have profiles. */
export const managed = ({ stack }: Machine): Interface[] =>
  [...stack.interfaces.values()].filter(({ device }) => device.kind === "ethernet");

/** The profile of a connection, which is named after its device. */
export function profileOf(machine: Machine, name: string): Profile | undefined {
  const iface = managed(machine).find(({ device }) => device.name === name);
  if (iface === undefined) return undefined;
  const file = read(machine.files, pathOf(name));
  return file.ok ? parse(name, file.text) : currentProfile(machine, iface);
}

function currentProfile({ stack }: Machine, iface: Interface): Profile {
  const [byDefault] = routesOf(stack.fib, tables.main)?.filter(({ length }) => length === 0) ?? [];
  const hop = byDefault?.nextHops[0];
  return {
    name: iface.device.name,
    addresses: iface.addresses.map(({ address, length }) => ({ address, length })),
    gateway: hop?.interface === iface ? hop.gateway : undefined,
    method: iface.addresses.length > 0 ? "manual" : "disabled",
    startsByItself: true,
  };
}

function parse(name: string, text: string): Profile {
  const profile: Profile = {
    name,
    addresses: [],
    gateway: undefined,
    method: "manual",
    startsByItself: true,
  };
  for (const line of text.split("\n")) {
    const [key = "", value = ""] = line.split("=");
    const [address = "", gateway] = value.split(",");
    const prefix = /^address\d+$/.test(key) ? parseCidr(address) : undefined;
    if (prefix !== undefined) profile.addresses.push(prefix);
    if (prefix !== undefined && gateway !== undefined) profile.gateway = parseIpv4(gateway);
    if (key === "gateway") profile.gateway = parseIpv4(value);
    if (key === "method") profile.method = value;
    if (key === "autoconnect") profile.startsByItself = value !== "false";
  }
  return profile;
}

/** Writes a profile to its key file. */
export function save({ files }: Machine, profile: Profile): void {
  const { name, addresses, gateway, method, startsByItself } = profile;
  const lines = [
    "[connection]",
    `id=${name}`,
    `uuid=${uuidOf(name)}`,
    "type=ethernet",
    `interface-name=${name}`,
    ...(startsByItself ? [] : ["autoconnect=false"]),
    "",
    "[ipv4]",
    ...addresses.map((prefix, index) => `address${index + 1}=${formatPrefix(prefix)}`),
    ...(gateway === undefined ? [] : [`gateway=${formatIpv4(gateway)}`]),
    `method=${method}`,
    "",
  ];
  makeDirectories(files, folder);
  write(files, pathOf(name), lines.join("\n"));
}

/** A UUID for a name, the same in every run. */
export function uuidOf(name: string): string {
  let state = 0x811c9dc5;
  let digits = "";
  for (let round = 0; digits.length < 32; round++) {
    for (const letter of `${round}${name}`) {
      state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193) >>> 0;
    }
    digits += state.toString(16).padStart(8, "0");
  }
  const parts = [0, 8, 12, 16, 20, 32];
  return parts
    .slice(1)
    .map((end, index) => digits.slice(parts[index], end))
    .join("-");
}
