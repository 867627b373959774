/** How a machine routes, forwards, rewrites, fragments and tunnels, explained in English. */

import type { RouteFacts } from "#sim/stack/route";
import type { StepText, TellersOf } from "#words/explain-words";
import type { About } from "#words/why-facts";
import { reasons } from "../captions/reasons.ts";
import { changeText, packet } from "../captions/terms.ts";

const tableNames: ReadonlyMap<number, string> = new Map([
  [253, "default"],
  [254, "main"],
  [255, "local"],
]);

const tableName = (table: number): string => tableNames.get(table) ?? String(table);

/** `10.0.0.0/24 via 10.0.0.1 dev eth0, found in table main by rule 32766` */
export function routeText(
  { type, destination, length, gateway, device, table, rule }: RouteFacts,
  { names }: About,
): string {
  const to =
    length === 0 ? "default" : length === 32 ? names.ip(destination) : `${names.ip(destination)}/${length}`;
  const via = gateway === undefined ? "" : ` via ${names.ip(gateway)}`;
  // What is delivered here passes lo: not the device that the table names.
  const by = type === "local" ? "" : ` dev ${device}`;
  return `${to}${via}${by}, found in table ${tableName(table)} by rule ${rule}`;
}

function routeTitle(dst: string, { type, gateway, device }: RouteFacts, about: About): string {
  switch (type) {
    case "local":
      return `Is ${dst} mine? Yes`;
    case "broadcast":
    case "multicast":
      return `Is ${dst} for me too? Yes, ${type}`;
    case "unicast":
    case "unreachable":
    case "prohibit":
    case "blackhole":
    case "throw":
      return gateway === undefined
        ? `Where is ${dst}? On the link of ${device}`
        : `Where is ${dst}? Via ${about.names.ip(gateway)}`;
  }
}

function routeDetail(chosen: RouteFacts, about: About): string {
  const route = `${routeText(chosen, about)}.`;
  const { wide } = about;
  if (wide !== undefined) {
    const { address, length, device } = wide;
    return (
      `${route} But only because ${about.names.endpoint(address)}/${length} on ` +
      `${device} makes every address of that subnet this host's own: nothing for it leaves any more.`
    );
  }
  if (chosen.type === "local") return `${route} Addresses belong to the host, not to a device.`;
  return chosen.type === "unicast" ? `${route} The longest matching prefix wins.` : route;
}

const protocols: ReadonlyMap<number, string> = new Map([
  [1, "ICMP"],
  [2, "IGMP"],
  [4, "IPIP"],
  [6, "TCP"],
  [17, "UDP"],
  [47, "GRE"],
]);

const protocolName = (number: number): string => protocols.get(number) ?? `protocol ${number}`;

const rewriters = {
  dnat: "The destination changes as the packet comes in, by a rule or by the flow that it belongs to.",
  snat: "The source changes as the packet goes out, by a rule or by the flow that it belongs to.",
} as const;

export const stack: TellersOf<
  | "route-chosen"
  | "packet-delivered"
  | "packet-forwarded"
  | "packet-dropped"
  | "packet-rewritten"
  | "rule-matched"
  | "packet-fragmented"
  | "packet-reassembled"
  | "packet-encapsulated"
  | "packet-decapsulated"
  | "no-frame-left"
> = {
  "route-chosen": ({ packet: { dst }, chosen }, about): StepText => ({
    title: routeTitle(about.names.ip(dst), chosen, about),
    detail: routeDetail(chosen, about),
    headline: `${about.node} routes ${about.names.ip(dst)}: ${chosen.type} on ${chosen.device}`,
  }),
  "packet-delivered": (event, about) => ({
    title: `Handed to ${protocolName(event.packet.protocol)} on this machine`,
    detail: `protocol ${event.packet.protocol} of the IP header`,
    headline: `${about.node} takes ${packet(event.packet, about.names)} for itself`,
  }),
  "packet-forwarded": (event, about) => ({
    title: `Forwarded to ${event.device}`,
    detail:
      `forwarding is on, and a hop less is left: TTL ${event.packet.ttl + 1} becomes ` +
      `${event.packet.ttl}`,
    headline: `${about.node} forwards ${packet(event.packet, about.names)} to ${event.device}`,
  }),
  "packet-dropped": (event, about) => ({
    title: "The packet ends here",
    detail: `${event.packet.length} bytes, TTL ${event.packet.ttl}`,
    headline: `${about.node} drops ${packet(event.packet, about.names)}: ${reasons[event.reason]}`,
  }),
  "packet-rewritten": ({ by, before, after }, { names }) => ({
    title: `${by}: ${packet(after, names)}`,
    detail: `${changeText(packet(before, names), packet(after, names))}. ${rewriters[by]}`,
  }),
  "rule-matched": (event, about) => ({
    title: `${event.table} ${event.chain}: a rule matches`,
    detail: `${event.rule} fits ${packet(event.packet, about.names)}`,
  }),
  "packet-fragmented": (event, about) => ({
    title: `Cut into ${event.count} fragments`,
    detail:
      `${packet(event.packet, about.names)} has ${event.packet.length} bytes, more ` +
      "than the way takes in one piece, and DF is not set",
  }),
  "packet-reassembled": (event, about) => ({
    title: "All fragments are here: whole again",
    detail: `${packet(event.packet, about.names)}, ${event.packet.length} bytes`,
  }),
  "packet-encapsulated": ({ inner, outer }, { names }) => ({
    title: `Wrapped for ${names.ip(outer.dst)}`,
    detail:
      `${packet(inner, names)} gets a new header in front: ${names.ip(outer.src)} → ` +
      `${names.ip(outer.dst)}, ${outer.length - inner.length} bytes more`,
  }),
  "packet-decapsulated": (event, about) => ({
    title: `Unwrapped by ${event.device}`,
    detail: `${packet(event.packet, about.names)} goes on as if it had come in by ${event.device}`,
  }),
  "no-frame-left": ({ missing, to, reason, answering }, about) => ({
    title: `No ${missing} is sent`,
    detail:
      `to ${about.names.ip(to)}: ${reasons[reason]}` +
      (answering === undefined ? "" : `; it would have answered ${packet(answering, about.names)}`),
    headline: `${about.node} sends no ${missing} to ${about.names.ip(to)}: ${reasons[reason]}`,
  }),
};
