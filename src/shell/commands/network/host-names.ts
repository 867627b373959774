/**
 * Names of hosts, as the C library's resolver finds them: /etc/hosts only. No lab machine has a name server,
 * so any other name fails as it does where none answers.
 */

import { read } from "#shell/files/change";
import type { Machine } from "#shell/machine";
import { formatIpv4, type Ipv4Address, parseIpv4 } from "#sim/wire/address";

/** What getaddrinfo says of a name that nobody knows. */
export const unknownName = "Temporary failure in name resolution";

/** The address that a name or number stands for. */
export const resolveHost = (machine: Machine, text: string): Ipv4Address | undefined =>
  numericHost(text) ?? hostLines(machine).find(({ names }) => isAmong(names, text))?.address;

const isAmong = (names: readonly string[], text: string): boolean =>
  names.some((name) => name.toLowerCase() === text.toLowerCase());

/** The first name of an address. */
export const nameOfHost = (machine: Machine, address: Ipv4Address): string | undefined =>
  hostLines(machine).find((line) => line.address === address)?.names[0];

export interface HostLine {
  readonly address: Ipv4Address;
  readonly names: readonly string[];
}

/** The lines of /etc/hosts that name an address of IPv4. */
export function hostLines({ files }: Machine): HostLine[] {
  const hosts = read(files, "/etc/hosts");
  if (!hosts.ok) return [];
  return hosts.text.split("\n").flatMap((line) => {
    const [first = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    const address = parseIpv4(first);
    return address === undefined || names.length === 0 ? [] : [{ address, names }];
  });
}

/**
 * Numbers as inet_aton reads them: one to four parts, decimal, octal after a 0, hexadecimal after 0x; the
 * last part fills what is left.
 */
export function numericHost(text: string): Ipv4Address | undefined {
  const parts = text.split(".").map(partOf);
  if (parts.length > 4) return undefined;
  let address = 0;
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const most = isLast ? 256 ** (5 - parts.length) : 256;
    if (part === undefined || part >= most) return undefined;
    address += isLast ? part : part * 256 ** (3 - index);
  }
  return address as Ipv4Address;
}

function partOf(text: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return Number.parseInt(text.slice(2), 16);
  if (/^0[0-7]*$/.test(text)) return Number.parseInt(text, 8);
  return /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}

/** A host by its name where it has one, in numbers elsewhere. */
export const hostText = (machine: Machine, address: Ipv4Address): string =>
  nameOfHost(machine, address) ?? formatIpv4(address);

/** Whether a text is an IPv6 address: eight groups, or fewer around one `::`; the last two may be dotted. */
export function isSixthAddress(text: string): boolean {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail !== null && parseIpv4(tail[2] ?? "") === undefined) return false;
  const whole = tail === null ? text : `${tail[1]}0:0`;
  const halves = whole.split("::");
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8;
}
