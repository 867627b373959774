/** What English calls parts of packets, connections and tables. */

import type { ConnectionName } from "#sim/ipvs/ipvs-events";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { endOfPort, type Names, type PacketTerms, packetText } from "#words/names";

const icmpNames: ReadonlyMap<number, string> = new Map([
  [0, "echo reply"],
  [4, "source quench"],
  [5, "redirect"],
  [8, "echo request"],
  [11, "time exceeded"],
  [12, "parameter problem"],
  [13, "timestamp request"],
  [14, "timestamp reply"],
]);

const unreachableNames: ReadonlyMap<number, string> = new Map([
  [0, "net unreachable"],
  [1, "host unreachable"],
  [2, "protocol unreachable"],
  [3, "port unreachable"],
  [4, "fragmentation needed"],
  [9, "net prohibited"],
  [10, "host prohibited"],
  [13, "administratively prohibited"],
]);

export const terms: PacketTerms = {
  whoHas: (target) => `who has ${target}?`,
  isAt: (address, mac) => `${address} is at ${mac}`,
  icmp: (type, code) => {
    const name = type === 3 ? unreachableNames.get(code) : icmpNames.get(type);
    return name === undefined ? `ICMP ${type}/${code}` : `ICMP ${name}`;
  },
  fragment: (offset) => `fragment at ${offset}`,
  protocol: (number) => (number === 2 ? "IGMP" : `protocol ${number}`),
  otherFrame: (etherType) => `EtherType ${etherType}`,
};

export const packet = (value: Ipv4Packet, names: Names): string => packetText(value, names, terms);

/** `TCP 192.168.10.6:41000 → 10.0.0.10:80 → 10.0.0.201:80` */
export function connectionText(
  { protocol, client, virtual, local, destination }: ConnectionName,
  names: Names,
) {
  const ends = [client, virtual, ...(local === undefined ? [] : [local]), destination];
  return `${protocol} ${ends.map(names.endpoint).join(" → ")}`;
}

/** A template stands for every port of its client, and is written with port 0. */
export const isTemplate = ({ client }: ConnectionName): boolean => client.endsWith(":0");

export const entryText = (connection: ConnectionName, names: Names): string =>
  `${isTemplate(connection) ? "template" : "entry"} ${connectionText(connection, names)}`;

/** A time in seconds, or below one in milliseconds, with as many digits as say something. */
export const secondsText = (seconds: number): string =>
  seconds > 0 && seconds < 1
    ? `${Number((seconds * 1000).toFixed(3))} ms`
    : `${Number(seconds.toFixed(3))} s`;

export const changeText = (before: string, after: string): string =>
  before === after ? `${after}, unchanged` : `${before} becomes ${after}`;

export const countText = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** A device; a port of a switch by what it is for. */
export function deviceText(device: string): string {
  const end = endOfPort(device);
  return end === undefined ? device : `the switch port to ${end}`;
}
