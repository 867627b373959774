/**
 * No packet ends in a node without a word: what arrives, gets a route or is passed on is followed by another
 * event, at the latest its drop.
 *
 * Left out: pieces of packets, which wait without a word for the others, and what a program or a socket has
 * taken.
 */

import type { Network } from "#sim/network";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import { type Ipv4Packet, isFragment } from "#sim/wire/ipv4";

export interface EndsAccount {
  readonly network: Network;
  /** Events that something must follow, in words, by their id. */
  readonly open: Map<number, string>;
  /** When they were: what follows does so at once. */
  at: number;
}

/** The account of a network in which nothing has happened yet. */
export const endsAccount = (network: Network): EndsAccount => ({ network, open: new Map(), at: 0 });

/** Takes an event into account; answers what is wrong with those before it. */
export function lookAtEnds(account: EndsAccount, { id, cause, at, event }: TraceEvent): string | undefined {
  const { open } = account;
  open.delete(cause);
  const [ended] = at > account.at ? open.values() : [];
  if (at > account.at) open.clear();
  account.at = at;
  const packet = packetToFollow(account, event);
  if (packet !== undefined && !isFragment(packet)) {
    open.set(id, `packet ${packet.origin} ended in ${event.node} without a word after ${event.kind}`);
  }
  return ended;
}

/** Packets of the last moment that something should have followed. */
export const openEnds = ({ open, at }: EndsAccount, now: number): string[] =>
  now > at ? [...open.values()] : [];

/** The packet that must go somewhere from here. */
function packetToFollow({ network }: EndsAccount, event: NetworkEvent): Ipv4Packet | undefined {
  if (event.kind === "frame-received") {
    const { payload } = event.frame;
    return payload.kind === "ipv4" && network.nodes.has(event.node) ? payload : undefined;
  }
  if (event.kind === "request-forwarded" || event.kind === "reply-rewritten") return event.after;
  const isOnItsWay =
    event.kind === "route-chosen" ||
    event.kind === "packet-forwarded" ||
    event.kind === "packet-decapsulated" ||
    event.kind === "packet-reassembled";
  return isOnItsWay ? event.packet : undefined;
}
