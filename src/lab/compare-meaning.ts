/**
 * What an event of one run means to somebody who looks for the same event in another run: its kind, its
 * machine, its device, and what its packet is for, as a text that is equal where the meaning is.
 *
 * Leaves out what differs between runs of the same: ids, moments, counters, sequence numbers, the ports that
 * clients choose, and the settings by which something was decided. Whose an address is counts, by the number
 * or, between two networks, by its owner.
 */

import type { NetworkEvent } from "#sim/trace";
import { formatIpv4, formatMac, type Ipv4Address, type MacAddress } from "#sim/wire/address";
import type { ArpMessage } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";

/** How addresses are called in a text of meaning. */
export interface MeaningNames {
  readonly address: (address: string) => string;
  readonly mac: (mac: string) => string;
  /** Whom a frame goes to: between two networks ways differ by nature, and do not count. */
  readonly nextHop: (mac: string) => string;
}

/** Addresses are themselves; whose a MAC address is says its number. */
export const plainMeaning: MeaningNames = {
  address: (address) => address,
  mac: (mac) => mac,
  nextHop: (mac) => mac,
};

/** The lowest port that clients choose by themselves (net.ipv4.ip_local_port_range). */
const firstChosenPort = 32768;

/** Numbers that say what something is; all others count or measure. */
const tellingNumbers: ReadonlySet<string> = new Set(["type", "code", "vlan", "mtu", "count", "attempt"]);
const addressNumbers: ReadonlySet<string> = new Set(
  "address destination gateway nextHop sender to".split(" "),
);
const macNumbers: ReadonlySet<string> = new Set(["mac", "kept"]);
/** What decided, and what a decision was made of: told elsewhere, and others where nothing else is. */
const leftOut: ReadonlySet<string> = new Set(["setting", "candidates", "state", "way", "before", "timeout"]);
/** Of these kinds the fields of those names say what happened. */
const stateful: ReadonlySet<string> = new Set([
  "tcp-state-changed",
  "neighbour-changed",
  "connection-state-changed",
  "setting-changed",
]);

/** The meaning of an event. */
export function meaningOf(event: NetworkEvent, names: MeaningNames): string {
  let said = "";
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  for (const name in fields) {
    const value = fields[name];
    if (leftOut.has(name) && !(stateful.has(event.kind) && typeof value === "string")) continue;
    said += `${meaningOfValue(name, value, names)}|`;
  }
  return said;
}

function meaningOfValue(name: string, value: unknown, names: MeaningNames): string {
  if (typeof value === "string") return textOf(value, names);
  if (typeof value === "boolean") return `${name}=${value}`;
  if (typeof value === "number") return numberOf(name, value, names);
  if (typeof value !== "object" || value === null) return "";
  if ("kind" in value && value.kind === "ipv4") return packetOf(value as Ipv4Packet, names);
  if ("kind" in value && value.kind === "arp") return arpOf(value as ArpMessage, names);
  if ("payload" in value && "src" in value) return frameOf(value as EthernetFrame, names);
  if (Array.isArray(value)) return value.map((one) => meaningOfValue(name, one, names)).join();
  return Object.entries(value)
    .map(([inner, one]) => meaningOfValue(inner, one, names))
    .join();
}

function numberOf(name: string, value: number, names: MeaningNames): string {
  if (addressNumbers.has(name)) return names.address(formatIpv4(value as Ipv4Address));
  if (macNumbers.has(name)) return names.mac(formatMac(value as MacAddress));
  if (name === "port") return portOf(value);
  return tellingNumbers.has(name) ? `${name}=${value}` : "";
}

const addressWithin = /\d{1,3}(?:\.\d{1,3}){3}/g;
const portWithin = /:(\d{5})\b/g;

/** A text with every address in it by its name, and without the ports that clients choose. */
export function textOf(text: string, names: MeaningNames): string {
  if (!text.includes(".")) return text;
  return text
    .replace(addressWithin, (address) => names.address(address))
    .replace(portWithin, (_all, port) => `:${portOf(Number(port))}`);
}

const portOf = (port: number): string => (port < firstChosenPort ? `${port}` : "*");

function frameOf({ dst, payload }: EthernetFrame, names: MeaningNames): string {
  const to = names.nextHop(formatMac(dst));
  if (payload.kind === "other") return `${to} ${payload.etherType}`;
  return `${to} ${payload.kind === "arp" ? arpOf(payload, names) : packetOf(payload, names)}`;
}

function arpOf({ operation, senderIp, senderMac, targetIp }: ArpMessage, names: MeaningNames): string {
  const [sender, target] = [senderIp, targetIp].map((address) => names.address(formatIpv4(address)));
  return `arp ${operation} ${sender} ${names.mac(formatMac(senderMac))} ${target}`;
}

function packetOf(packet: Ipv4Packet, names: MeaningNames): string {
  const { src, dst, fragmentOffset, payload, protocol } = packet;
  const ends = `${names.address(formatIpv4(src))}>${names.address(formatIpv4(dst))}`;
  const piece = fragmentOffset > 0 || packet.moreFragments ? ` +${fragmentOffset}` : "";
  switch (payload.kind) {
    case "tcp": {
      const { srcPort, dstPort, flags } = payload;
      const carries = payload.payload.length > 0 ? " data" : "";
      return `${ends}${piece} tcp ${portOf(srcPort)} ${portOf(dstPort)} ${flags}${carries}`;
    }
    case "udp":
      return `${ends}${piece} udp ${portOf(payload.srcPort)} ${portOf(payload.dstPort)}`;
    case "icmp":
      return `${ends}${piece} icmp ${payload.type} ${payload.code}`;
    case "ipv4":
      return `${ends}${piece} (${packetOf(payload, names)})`;
    case "gre":
      return payload.payload.kind === "ipv4"
        ? `${ends}${piece} gre (${packetOf(payload.payload, names)})`
        : `${ends}${piece} gre`;
    case "raw":
      return `${ends}${piece} ${protocol}`;
  }
}
