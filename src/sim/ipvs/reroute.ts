/**
 * The route of a reply that has got the virtual address: that of a packet which the director itself sends.
 */

import type { PacketContext } from "../stack/packet-context.ts";
import type { OutputRequest } from "../stack/resolve-route.ts";
import { outputRoute } from "../stack/route-lookup.ts";
import { isLocalAddress } from "../stack/source-address.ts";
import { type Drop, dropFor } from "../stack/verdict.ts";
import type { Ipvs } from "./ipvs.ts";

export type ReplyHook = "local-in" | "local-out" | "forward";

/**
 * With `snat_reroute` a reply takes the route of a packet that the director itself sends from that address.
 */
export function reroute(ipvs: Ipvs, context: PacketContext, hook: ReplyHook): Drop | undefined {
  if (ipvs.sysctl.snat_reroute === 0 || hook === "local-in" || context.route?.type === "local")
    return undefined;
  const found = outputRoute(ipvs.stack, routeRequest(ipvs, context));
  if (!found.ok)
    return dropFor("no-route", { name: "snat_reroute", value: 1, from: "net.ipv4.vs.snat_reroute" });
  context.route = found.route;
  context.output = found.route.output;
  return undefined;
}

/** The source counts for rules only, and only an own one can be asked for. */
function routeRequest({ stack }: Ipvs, { packet, mark: fwmark }: PacketContext): OutputRequest {
  const { dst, src, tos } = packet;
  if (!stack.fib.hasCustomRules && !stack.fib.hasTosRoutes) return { dst };
  const isOwn = isLocalAddress(stack, src);
  return { dst, src: isOwn ? src : undefined, mark: fwmark, tos };
}
