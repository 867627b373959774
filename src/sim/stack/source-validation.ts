/**
 * Is the source of a received packet one that may come in here? Reverse path filter and martian sources, as
 * fib_validate_source() of Linux 6.1 decides (RFC 3704; ip-sysctl.rst: rp_filter, accept_local,
 * src_valid_mark).
 */

import type { Ipv4Address } from "../wire/address.ts";
import type { EthernetFrame } from "../wire/ethernet.ts";
import { type FibMatch, lookupKey, type RouteKey } from "./fib-lookup.ts";
import type { Interface } from "./interface.ts";
import { noteMartianSource } from "./martian.ts";
import type { RouteFacts } from "./route.ts";
import { isConfigured } from "./source-address.ts";
import type { Stack } from "./stack.ts";
import { decidingEither, decidingMax, eitherSetting, maxSetting } from "./sysctl-rules.ts";
import { type Drop, dropFor } from "./verdict.ts";

/** A source to validate. The packet came in by `iface` and, if it is to be forwarded, leaves by `output`. */
export interface SourceQuery {
  readonly src: Ipv4Address;
  readonly dst: Ipv4Address;
  readonly tos: number;
  readonly mark: number;
  readonly iface: Interface;
  readonly output?: Interface | undefined;
  /** For the log of martians. */
  readonly frame?: EthernetFrame | undefined;
}

/** `isOnLink`: the way back has no gateway; known only where it had to be looked up (redirects need it). */
export type SourceCheck = { readonly kind: "ok"; readonly isOnLink: boolean } | Drop;

const good: SourceCheck = { kind: "ok", isOnLink: false };
const goodAndOnLink: SourceCheck = { kind: "ok", isOnLink: true };

/**
 * Whether a source passes without any lookup: the filter is off, the packet does not go back where it came
 * from, and the source is not one of this node's own. `false` decides nothing. Every packet asks this.
 */
export function isPlainlyGood(
  { sysctl, fib }: Stack,
  iface: Interface,
  src: Ipv4Address,
  output: Interface | undefined,
): boolean {
  const { conf } = iface;
  const { all } = sysctl;
  if (all.rp_filter > 0 || conf.rp_filter > 0) return false;
  if (output === iface && (all.send_redirects !== 0 || conf.send_redirects !== 0)) return false;
  return !fib.hasCustomLocalRoutes && !fib.hasCustomRules && !fib.addressOwners.has(src);
}

/**
 * Validates a source; what fails is counted and logged as a martian source. Used for packets and ARP
 * requests.
 */
export function validateSource(stack: Stack, query: SourceQuery): SourceCheck {
  const check = checkSource(stack, query);
  if (check.kind === "drop") noteMartianSource(stack, query);
  return check;
}

function checkSource(stack: Stack, query: SourceQuery): SourceCheck {
  const { iface, src } = query;
  if (maxSetting(stack, iface, "rp_filter") !== 0 || mayNeedRedirect(stack, query)) {
    return checkReversePath(stack, query);
  }
  if (eitherSetting(stack, iface, "accept_local")) return good;
  const { fib } = stack;
  if (fib.hasCustomLocalRoutes || fib.hasCustomRules) return checkReversePath(stack, query);
  return isConfigured(stack, src) ? ownAddress(stack, iface) : good;
}

const mayNeedRedirect = (stack: Stack, { iface, output }: SourceQuery): boolean =>
  output === iface && eitherSetting(stack, iface, "send_redirects");

const ownAddress = (stack: Stack, iface: Interface): Drop =>
  dropFor("martian-source", decidingEither(stack, iface, "accept_local"));

function checkReversePath(stack: Stack, query: SourceQuery): SourceCheck {
  const { iface } = query;
  const strictness = maxSetting(stack, iface, "rp_filter");
  const key = reverseKey(stack, query);
  const back = lookupKey(stack.fib, key);
  const isRefusal = back !== undefined && back.nextHop === undefined;
  if (back === undefined || isRefusal) return withoutWayBack(stack, iface, strictness);
  const { type } = back.route;
  if (type === "local" && !eitherSetting(stack, iface, "accept_local")) return ownAddress(stack, iface);
  if (type !== "local" && type !== "unicast") return notOfAHost(stack, iface, strictness);
  const isSameWay = back.route.nextHops.some((hop) => hop.interface === iface);
  if (isSameWay || (type === "local" && iface.device.kind === "loopback")) return answerFor(back);
  if (iface.addresses.length === 0) return withoutWayBack(stack, iface, strictness, back);
  if (strictness === 1) return wrongWay(stack, iface, back);
  const direct = lookupKey(stack.fib, { ...key, output: iface, ignoreLinkState: true });
  return direct?.route.type === "unicast" ? answerFor(direct) : good;
}

/** The source is a broadcast address: without the filter nobody would have looked. */
const notOfAHost = (stack: Stack, iface: Interface, strictness: number): Drop =>
  dropFor("martian-source", strictness === 0 ? undefined : decidingMax(stack, iface, "rp_filter"));

/** The way back: to the source, from the destination, coming in where the packet would leave. */
function reverseKey(stack: Stack, { src, dst, tos, mark, iface, output }: SourceQuery): RouteKey {
  const isMarked = mark !== 0 && eitherSetting(stack, iface, "src_valid_mark");
  return { dst: src, src: dst, input: output, mark: isMarked ? mark : 0, tos };
}

/** None that counts: none at all, or one by another device while this one has no address. */
const withoutWayBack = (stack: Stack, iface: Interface, strictness: number, back?: FibMatch): SourceCheck =>
  strictness === 0 ? good : wrongWay(stack, iface, back);

/** Refuses a source; `back` is where its own way would lead. */
function wrongWay(stack: Stack, iface: Interface, back: FibMatch | undefined): Drop {
  const refusal = dropFor("reverse-path", decidingMax(stack, iface, "rp_filter"));
  if (back === undefined || !stack.simulation.traced) return refusal;
  return { ...refusal, way: factsOf(back) };
}

function factsOf({ route, nextHop, rule }: FibMatch): RouteFacts {
  const { table, type, destination, length } = route;
  const device = nextHop?.interface.device.name ?? "";
  return { table, type, destination, length, device, gateway: nextHop?.gateway, rule };
}

const answerFor = ({ nextHop }: FibMatch): SourceCheck =>
  nextHop?.gateway === undefined ? goodAndOnLink : good;
