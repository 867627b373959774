/**
 * The files of /etc/sysconfig/network-scripts: one for each device or alias, with an assignment a line.
 */

import { classLength } from "#shell/commands/ifconfig/address-calls";
import { read } from "#shell/files/change";
import { list } from "#shell/files/tree";
import type { Machine } from "#shell/machine";
import { broadcastOf, type Ipv4Address, lengthOfMask, parseIpv4 } from "#sim/wire/address";

export const folder = "/etc/sysconfig/network-scripts";
const prefix = "ifcfg-";

/** One address of a file; IPADDR1, PREFIX1 and so on are further ones. */
export interface ConfiguredAddress {
  readonly address: Ipv4Address;
  readonly length: number;
  readonly broadcast: Ipv4Address;
}

/** What a file says. */
export interface Configuration {
  /** DEVICE, or what the file's name says. */
  readonly device: string;
  readonly addresses: readonly ConfiguredAddress[];
  readonly gateway: Ipv4Address | undefined;
  readonly mtu: number | undefined;
  readonly isDynamic: boolean;
  readonly startsAtBoot: boolean;
  readonly startsWithParent: boolean;
}

/** The values of a file of assignments, quotes taken off. */
export function assignments(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line);
    if (match === null) continue;
    const [, name = "", raw = ""] = match;
    const quoted = /^\s*(["'])(.*?)\1/.exec(raw);
    values.set(name, quoted?.[2] ?? raw.replace(/\s.*$/, ""));
  }
  return values;
}

/**
 * The configuration that a name stands for: a device, an alias, or a file's name. `undefined`: there is none.
 */
export function readConfiguration({ files }: Machine, name: string): Configuration | undefined {
  const plain = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const found = read(files, `${folder}/${prefix}${plain}`);
  if (!found.ok) return undefined;
  const values = assignments(found.text);
  const network = read(files, "/etc/sysconfig/network");
  const shared = network.ok ? assignments(network.text) : new Map<string, string>();
  const gateway = parseIpv4(values.get("GATEWAY") ?? shared.get("GATEWAY") ?? "");
  return {
    device: values.get("DEVICE") ?? plain,
    addresses: ["", "0", "1", "2", "3", "4", "5", "6", "7"].flatMap((suffix) => addressOf(values, suffix)),
    gateway,
    mtu: /^\d+$/.test(values.get("MTU") ?? "") ? Number(values.get("MTU")) : undefined,
    isDynamic: (values.get("BOOTPROTO") ?? "").toLowerCase() === "dhcp",
    startsAtBoot: isYes(values.get("ONBOOT")),
    startsWithParent: isYes(values.get("ONPARENT")),
  };
}

/** Anything but a no is a yes. */
const isYes = (value: string | undefined): boolean =>
  !["no", "n", "false"].includes((value ?? "").toLowerCase());

function addressOf(values: ReadonlyMap<string, string>, suffix: string): ConfiguredAddress[] {
  const address = parseIpv4(values.get(`IPADDR${suffix}`) ?? "");
  if (address === undefined) return [];
  const mask = parseIpv4(values.get(`NETMASK${suffix}`) ?? "");
  const written = values.get(`PREFIX${suffix}`);
  const length =
    /^\d+$/.test(written ?? "") && Number(written) <= 32
      ? Number(written)
      : mask === undefined
        ? undefined
        : lengthOfMask(mask);
  const known = length ?? classLength(address);
  const broadcast = parseIpv4(values.get(`BROADCAST${suffix}`) ?? "") ?? broadcastOf(address, known);
  return [{ address, length: known, broadcast }];
}

/** The aliases of a device that have files, in order of their names. */
export function aliasesOf({ files }: Machine, device: string): string[] {
  const listed = list(files, folder);
  const names = listed.ok ? listed.names.map((name) => name.slice(prefix.length)) : [];
  return names.filter((name) => name.startsWith(`${device}:`));
}
