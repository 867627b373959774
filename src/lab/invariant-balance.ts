/**
 * What must hold in a director: the counters of a destination equal the entries that point at it, and a reply
 * that matches an entry of NAT leaves with the virtual address and port of that entry. With FULLNAT no local
 * end is held twice.
 */

import { connectionFlags, formatKey } from "#sim/ipvs/connection";
import { entriesOf, findReply } from "#sim/ipvs/connection-table";
import { type Destination, nameOf } from "#sim/ipvs/destination";
import type { Ipvs } from "#sim/ipvs/ipvs";
import { findByLocalEnd, type LocalAddress } from "#sim/ipvs/local-addresses";
import type { Network } from "#sim/network";
import type { TraceEvent } from "#sim/trace";
import { endpointKey, formatEndpoint, formatIpv4 } from "#sim/wire/address";
import type { Ipv4Packet } from "#sim/wire/ipv4";

/** Destinations of which a counter is not what the connection table says. */
export function wrongCounters({ nodes }: Network): string[] {
  return [...nodes.values()].flatMap(({ name, ipvs }) => (ipvs === undefined ? [] : wrongIn(name, ipvs)));
}

interface Count {
  active: number;
  inactive: number;
  persistent: number;
}

function wrongIn(node: string, ipvs: Ipvs): string[] {
  const counts = new Map<Destination, Count>();
  for (const { destination, flags } of entriesOf(ipvs.connections)) {
    if (destination === undefined) continue;
    const count = counts.get(destination) ?? { active: 0, inactive: 0, persistent: 0 };
    counts.set(destination, count);
    if ((flags & connectionFlags.template) !== 0) count.persistent++;
    else if ((flags & connectionFlags.inactive) !== 0) count.inactive++;
    else count.active++;
  }
  const listed = ipvs.services.all.flatMap(({ destinations }) => destinations);
  const all = new Set([...listed, ...ipvs.trash.destinations, ...counts.keys()]);
  const wrong = [...all].flatMap((destination) => wrongOf(node, destination, counts.get(destination)));
  return [...wrong, ...wrongLocalEnds(node, ipvs)];
}

/** FULLNAT: every local end is that of one entry, which is found by it, and addresses count right. */
function wrongLocalEnds(node: string, { connections, localEnds }: Ipvs): string[] {
  if (localEnds === undefined) return [];
  const wrong: string[] = [];
  const counts = new Map<LocalAddress, number>();
  let held = 0;
  for (const { extra, protocol, server } of entriesOf(connections)) {
    const local = extra?.local;
    if (local === undefined) continue;
    held++;
    counts.set(local.row, (counts.get(local.row) ?? 0) + 1);
    if (findByLocalEnd(localEnds, protocol, server, local.endpoint)?.extra?.local !== local)
      wrong.push(`${formatKey(local.endpoint)} on ${node} is held twice, or not found`);
  }
  const { count } = localEnds.byReply;
  if (count !== held) wrong.push(`${node} knows ${count} local ends, the table holds ${held}`);
  for (const [{ address, connections: says }, holds] of counts) {
    if (says !== holds)
      wrong.push(`${formatIpv4(address)} on ${node} counts ${says}, the table holds ${holds}`);
  }
  return wrong;
}

function wrongOf(node: string, destination: Destination, count: Count | undefined): string[] {
  const { active = 0, inactive = 0, persistent = 0 } = count ?? {};
  const says = [
    destination.activeConnections,
    destination.inactiveConnections,
    destination.persistentConnections,
  ].join("/");
  const holds = [active, inactive, persistent].join("/");
  if (says === holds) return [];
  return [`${nameOf(destination)} on ${node} counts ${says} connections, the table holds ${holds}`];
}

/** Looks at packets that leave a director; answers what is wrong. */
export function lookAtReply({ nodes }: Network, { event }: TraceEvent): string | undefined {
  if (event.kind === "reply-rewritten") return wrongRewriting(event);
  if (event.kind !== "packet-forwarded") return undefined;
  const ipvs = nodes.get(event.node)?.ipvs;
  // Without a service there is nobody who would rewrite anything, whatever entries are left.
  if (ipvs === undefined || ipvs.services.all.length === 0) return undefined;
  const { src, dst, protocol, payload } = event.packet;
  if (payload.kind !== "tcp" && payload.kind !== "udp") return undefined;
  const sender = endpointKey(src, payload.srcPort);
  const entry = findReply(ipvs.connections, protocol, sender, endpointKey(dst, payload.dstPort));
  if (entry === undefined || !entry.forwarder.rewritesDestination || entry.virtual === sender)
    return undefined;
  const ends = `${formatKey(sender)} that should come from ${formatKey(entry.virtual)}`;
  return `${event.node} passed on a reply of ${ends}`;
}

function wrongRewriting(event: Extract<TraceEvent["event"], { readonly kind: "reply-rewritten" }>) {
  const { before, after, connection, node } = event;
  const isNat = endsOf(before)?.from === connection.destination;
  const ends = endsOf(after);
  if (ends === undefined || !isNat) return undefined;
  if (ends.from === connection.virtual && ends.to === connection.client) return undefined;
  return `${node} rewrote a reply to ${ends.from} > ${ends.to}, its entry is ${JSON.stringify(connection)}`;
}

function endsOf({
  src,
  dst,
  payload,
}: Ipv4Packet): { readonly from: string; readonly to: string } | undefined {
  if (payload.kind !== "tcp" && payload.kind !== "udp") return undefined;
  return { from: formatEndpoint(src, payload.srcPort), to: formatEndpoint(dst, payload.dstPort) };
}
