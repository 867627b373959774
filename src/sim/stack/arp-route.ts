/**
 * Where an ARP request would lead if it were a packet from its sender to the asked address: the kernel
 * answers by the same route lookup that it makes for packets, with its tests of the source (martian,
 * rp_filter).
 */

import {
  broadcastAddress,
  type Ipv4Address,
  isLoopback,
  isMulticast,
  isZeroNetwork,
} from "../wire/address.ts";
import type { ArpMessage } from "../wire/arp.ts";
import type { EthernetFrame } from "../wire/ethernet.ts";
import { lookupKey } from "./fib-lookup.ts";
import type { Interface } from "./interface.ts";
import { noteMartianSource } from "./martian.ts";
import { validateSource } from "./source-validation.ts";
import type { Stack } from "./stack.ts";
import { eitherSetting } from "./sysctl-rules.ts";
import { type Drop, dropFor } from "./verdict.ts";

/** `other`: to a broadcast address, to nowhere, or back out where it came in: nobody answers for that. */
export type RequestRoute =
  | { readonly kind: "local" }
  | { readonly kind: "unicast"; readonly output: Interface }
  | { readonly kind: "other" }
  | { readonly kind: "refused"; readonly drop: Drop };

/** Routes a request that came in by `iface`. */
export function routeOfRequest(
  stack: Stack,
  iface: Interface,
  { message, frame }: { readonly message: ArpMessage; readonly frame: EthernetFrame },
): RequestRoute {
  const { senderIp: src, targetIp: dst } = message;
  const query = { src, dst, tos: 0, mark: 0, iface, frame };
  if (isMartian(stack, iface, src)) {
    noteMartianSource(stack, query);
    return { kind: "refused", drop: dropFor("martian-source") };
  }
  if (dst === broadcastAddress) return { kind: "other" };
  if (isZeroNetwork(dst)) return { kind: "refused", drop: dropFor("martian-destination") };
  const found = lookupKey(stack.fib, { dst, src, input: iface });
  const type = found?.route.type;
  const isForwarded = type === "unicast" && iface.conf.forwarding !== 0;
  if (type !== "local" && !isForwarded) return { kind: "other" };
  const output = type === "local" ? undefined : found?.nextHop?.interface;
  const source = validateSource(stack, { ...query, output });
  if (source.kind === "drop") return { kind: "refused", drop: source };
  if (type === "local") return { kind: "local" };
  const isBack = output === iface && iface.conf.proxy_arp_pvlan === 0;
  return output === undefined || isBack ? { kind: "other" } : { kind: "unicast", output };
}

const isMartian = (stack: Stack, iface: Interface, src: Ipv4Address): boolean =>
  isMulticast(src) ||
  src === broadcastAddress ||
  isZeroNetwork(src) ||
  (isLoopback(src) && !eitherSetting(stack, iface, "route_localnet"));
