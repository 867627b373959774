/**
 * Which own address an ARP request names as its sender: arp_announce.
 */

import type { Ipv4Address } from "../wire/address.ts";
import { type Interface, scopes } from "./interface.ts";
import type { PacketContext } from "./packet-context.ts";
import { isLocalAddress, isOnLinkWith, selectSource } from "./source-address.ts";
import type { Stack } from "./stack.ts";
import { maxSetting } from "./sysctl-rules.ts";

/**
 * The sender address of a request for `target` out of `iface`. `packet` is the newest packet that waits for
 * the answer; a probe of a known neighbour has none (ip-sysctl.rst, arp_announce).
 */
export function announcedSource(
  stack: Stack,
  iface: Interface,
  { target, waiting }: { readonly target: Ipv4Address; readonly waiting: PacketContext | undefined },
): Ipv4Address {
  const source = waiting?.packet.src;
  if (
    source !== undefined &&
    isLocalAddress(stack, source) &&
    mayAnnounce(stack, iface, { source, target })
  ) {
    return source;
  }
  return selectSource(stack, { output: iface, target, scope: scopes.link });
}

function mayAnnounce(
  stack: Stack,
  iface: Interface,
  { source, target }: { readonly source: Ipv4Address; readonly target: Ipv4Address },
): boolean {
  const announce = maxSetting(stack, iface, "arp_announce");
  if (announce === 1) return isOnLinkWith(iface, source, target);
  return announce !== 2;
}
