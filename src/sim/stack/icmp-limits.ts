/**
 * How many ICMP errors a node sends: a token bucket over all of them, one a destination, and one for routing
 * errors.
 *
 * ip-sysctl.rst: icmp_msgs_per_sec, icmp_msgs_burst, icmp_ratelimit, icmp_ratemask. The bucket of a
 * destination is shared with the limits on routing errors and redirects, as the kernel's inet_peer is.
 */

import type { Nanos } from "../engine/time.ts";
import type { Ipv4Address } from "../wire/address.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import type { ErrorSender } from "./icmp-error.ts";
import { jiffy } from "./kernel-clock.ts";
import type { Stack } from "./stack.ts";

/** What a node remembers of a host it sent ICMP to; tokens in nanoseconds of credit. */
export interface IcmpPeer {
  tokens: number;
  last: Nanos;
  redirects: number;
}

export interface IcmpState {
  /** Sends errors; given when the node is put together. */
  readonly send: ErrorSender;
  readonly peers: Map<Ipv4Address, IcmpPeer>;
  /** Credit of the bucket over all errors, in messages, and when it was last filled. */
  globalCredit: number;
  globalFilled: Nanos;
}

const second = 1e9;
/** A host not heard of has its bucket full: it counts as last seen a minute ago. */
const unseen = 60 * second;
const ratelimitBurst = 6;
/** The bucket over all is filled in steps of no less than 20 ms. */
const fillStep = 20e6;

export const emptyIcmpState = (send: ErrorSender): IcmpState => ({
  send,
  peers: new Map(),
  globalCredit: 0,
  globalFilled: -second as Nanos,
});

/** What is remembered of a host; made on first use. */
export function peerOf(stack: Stack, address: Ipv4Address): IcmpPeer {
  const known = stack.icmp.peers.get(address);
  if (known !== undefined) return known;
  const made: IcmpPeer = { tokens: 0, last: (stack.simulation.now - unseen) as Nanos, redirects: 0 };
  stack.icmp.peers.set(address, made);
  return made;
}

/**
 * Whether an error about a missing route may be sent to `sender`: one in `error_cost` jiffies, `error_burst`
 * jiffies' worth at once (by default one a second and five).
 */
export function allowRouteError(stack: Stack, sender: Ipv4Address): boolean {
  const { route_error_cost, route_error_burst } = stack.sysctl.global;
  const peer = peerOf(stack, sender);
  const { now } = stack.simulation;
  peer.tokens = Math.min(peer.tokens + now - peer.last, route_error_burst * jiffy);
  peer.last = now;
  if (peer.tokens < route_error_cost * jiffy) return false;
  peer.tokens -= route_error_cost * jiffy;
  return true;
}

/** Which limit, if any, forbids an ICMP message now; asking takes a token. */
export function limitThatForbids(
  stack: Stack,
  destination: Ipv4Address,
  message: { readonly type: number; readonly code: number },
): "icmp_msgs_per_sec" | "icmp_ratelimit" | undefined {
  const { global } = stack.sysctl;
  const { type, code } = message;
  if (type === icmpTypes.unreachable && code === unreachableCodes.fragmentationNeeded) return undefined;
  if (((1 << type) & global.icmp_ratemask) === 0) return undefined;
  if (!takeGlobal(stack)) return "icmp_msgs_per_sec";
  if (global.icmp_ratelimit === 0) return undefined;
  return takeFromPeer(stack, destination) ? undefined : "icmp_ratelimit";
}

function takeGlobal(stack: Stack): boolean {
  const { icmp, sysctl, simulation } = stack;
  const elapsed = Math.min(simulation.now - icmp.globalFilled, second);
  if (elapsed >= fillStep) {
    const earned = Math.floor((sysctl.global.icmp_msgs_per_sec * elapsed) / second);
    icmp.globalCredit = Math.min(icmp.globalCredit + earned, sysctl.global.icmp_msgs_burst);
    icmp.globalFilled = simulation.now;
  }
  if (icmp.globalCredit <= 0) return false;
  icmp.globalCredit--;
  return true;
}

function takeFromPeer(stack: Stack, destination: Ipv4Address): boolean {
  const cost = stack.sysctl.global.icmp_ratelimit * 1e6;
  const peer = peerOf(stack, destination);
  const { now } = stack.simulation;
  peer.tokens = Math.min(peer.tokens + now - peer.last, ratelimitBurst * cost);
  peer.last = now;
  if (peer.tokens < cost) return false;
  peer.tokens -= cost;
  return true;
}
