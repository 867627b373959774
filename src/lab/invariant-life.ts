/**
 * No packet outlives its time to live: a node that passes a packet on sends it with one hop less than it came
 * with.
 *
 * FULLNAT passes packets on with the time to live they came with, unless it is told to take a hop. Packets
 * are followed by their origin. Errors and resets about a packet share its origin and are told apart by what
 * they are; a packet within a packet is followed through the wrapping.
 */

import type { Network } from "#sim/network";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import { type Ipv4Packet, protocols } from "#sim/wire/ipv4";
import { tcpFlags } from "#sim/wire/tcp";

export interface LifeAccount {
  readonly network: Network;
  /** Which times to live a packet had when it arrived, by node, origin and what it is. */
  readonly arrived: Map<string, Set<number>>;
  /** What a node passes on without taking a hop, by node, origin and protocol: errors may fare otherwise. */
  readonly kept: Set<string>;
}

/** The account of a network in which nothing has arrived yet. */
export const lifeAccount = (network: Network): LifeAccount => ({
  network,
  arrived: new Map(),
  kept: new Set(),
});

/** Takes an event into account; answers what is wrong with it. */
export function lookAtLife(account: LifeAccount, { event }: TraceEvent): string | undefined {
  if (
    event.kind === "request-forwarded" ||
    event.kind === "reply-rewritten" ||
    event.kind === "error-translated"
  )
    return lookAtKeeping(account, event);
  if (event.kind !== "frame-received" && event.kind !== "frame-sent") return undefined;
  const { payload } = event.frame;
  if (payload.kind !== "ipv4" || !account.network.nodes.has(event.node)) return undefined;
  if (event.kind === "frame-sent") return departure(account, event, payload);
  for (const packet of layersOf(payload)) {
    const key = keyOf(event.node, packet);
    const known = account.arrived.get(key);
    if (known === undefined) account.arrived.set(key, new Set([packet.ttl]));
    else known.add(packet.ttl);
  }
  return undefined;
}

type Rewriting = Extract<
  NetworkEvent,
  { readonly kind: "request-forwarded" | "reply-rewritten" | "error-translated" }
>;

/** FULLNAT alone gives a connection a local end; its switch says what becomes of times to live. */
function lookAtKeeping({ network, kept }: LifeAccount, { node, connection, after }: Rewriting): undefined {
  if (connection.local === undefined) return undefined;
  const keeps = network.nodes.get(node)?.ipvs?.localEnds?.sysctl.fullnat_xmit_ttl === 0;
  if (keeps) kept.add(keptKey(node, after));
  else kept.delete(keptKey(node, after));
  return undefined;
}

function departure(account: LifeAccount, { node }: NetworkEvent, sent: Ipv4Packet): string | undefined {
  for (const packet of layersOf(sent)) {
    const arrived = account.arrived.get(keyOf(node, packet));
    if (packet.ttl < 1) return `${node} sent a packet without any time to live`;
    if (arrived === undefined) continue;
    const hop = account.kept.has(keptKey(node, packet)) ? 0 : 1;
    if (arrived.has(packet.ttl + hop) || isNew(account, node, packet)) return undefined;
    return `${node} passed packet ${packet.origin} on with TTL ${packet.ttl}; it came with ${[...arrived]}`;
  }
  return undefined;
}

const keptKey = (node: string, { origin, protocol }: Ipv4Packet): string => `${node} ${origin} ${protocol}`;

/** A second error about the same packet may be the node's own, and so may a piece of an echo reply. */
function isNew({ network }: LifeAccount, node: string, { ttl, protocol }: Ipv4Packet): boolean {
  if (protocol !== protocols.icmp) return false;
  return ttl === network.nodes.get(node)?.stack.sysctl.global.ip_default_ttl;
}

/** The packet, and what it wraps. */
function layersOf(packet: Ipv4Packet): Ipv4Packet[] {
  const { payload } = packet;
  const inner = payload.kind === "gre" ? payload.payload : payload;
  return inner.kind === "ipv4" ? [packet, ...layersOf(inner)] : [packet];
}

/** Echo requests and replies share an origin too, and their pieces do not say which they are. */
function keyOf(node: string, packet: Ipv4Packet): string {
  const { origin, protocol, payload, fragmentOffset, moreFragments } = packet;
  const isPiece = (fragmentOffset > 0 || moreFragments) && protocol !== protocols.icmp;
  const isReset = payload.kind === "tcp" && (payload.flags & tcpFlags.rst) !== 0;
  return `${node} ${origin} ${protocol}${isPiece ? " piece" : ""}${isReset ? " reset" : ""}`;
}
