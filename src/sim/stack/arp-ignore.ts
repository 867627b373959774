/**
 * Whether a request for an own address is answered: arp_ignore and arp_filter (ip-sysctl.rst).
 */

import type { Ipv4Address } from "../wire/address.ts";
import type { ArpMessage } from "../wire/arp.ts";
import { type Interface, scopes } from "./interface.ts";
import { outputRoute } from "./route-lookup.ts";
import { isOnLinkWith } from "./source-address.ts";
import type { Stack } from "./stack.ts";
import { decidingEither, decidingMax, eitherSetting, maxSetting } from "./sysctl-rules.ts";
import { type Drop, dropFor } from "./verdict.ts";

/**
 * Why a request for an own address gets no answer; `undefined`: it gets one. arp_filter counts its refusals.
 */
export function refusalToAnswer(
  stack: Stack,
  iface: Interface,
  { senderIp, targetIp }: ArpMessage,
  tests: "ignore-only" | "ignore-and-filter",
): Drop | undefined {
  if (isIgnored(stack, iface, senderIp, targetIp)) {
    return dropFor("arp-ignored", decidingMax(stack, iface, "arp_ignore"));
  }
  if (tests === "ignore-only" || !eitherSetting(stack, iface, "arp_filter")) return undefined;
  if (!isFiltered(stack, iface, senderIp, targetIp)) return undefined;
  return dropFor("arp-filter", decidingEither(stack, iface, "arp_filter"));
}

/**
 * arp_ignore of the interface the request came in by, for a request from `sender` (0: a probe) for `target`.
 */
function isIgnored(stack: Stack, iface: Interface, sender: Ipv4Address, target: Ipv4Address): boolean {
  switch (maxSetting(stack, iface, "arp_ignore")) {
    case 1:
      return !isConfigured(iface, target);
    case 2:
      return !isConfigured(iface, target) || (sender !== 0 && !isOnLinkWith(iface, target, sender));
    case 3:
      return !isSharedAnywhere(stack, target);
    case 8:
      return true;
    default:
      // 0, the reserved 4 to 7, and numbers without a meaning.
      return false;
  }
}

const isConfigured = ({ addresses }: Interface, target: Ipv4Address): boolean =>
  addresses.some(({ address }) => address === target);

/** Whether the address is on some interface with a scope wider than the host itself. */
function isSharedAnywhere(stack: Stack, target: Ipv4Address): boolean {
  for (const iface of stack.interfaces.values()) {
    const limit = eitherSetting(stack, iface, "route_localnet") ? scopes.link : scopes.host;
    const isShared = iface.addresses.some(
      ({ address, scope }) => address === target && Math.min(scope, limit) <= scopes.link,
    );
    if (isShared) return true;
  }
  return false;
}

/** arp_filter: the way from the asked address back to the asker must leave by the same interface. */
function isFiltered(stack: Stack, iface: Interface, sender: Ipv4Address, target: Ipv4Address): boolean {
  const way = outputRoute(stack, { dst: sender, src: target });
  if (!way.ok) return true;
  if (way.route.output === iface) return false;
  stack.snmp.TcpExtArpFilter++;
  return true;
}
