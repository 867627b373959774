/**
 * A packet of this node is routed again where a rule in local-out has changed what it is routed by: its mark,
 * its destination, its source or its TOS (the kernel's ip_route_me_harder).
 */

import type { PacketContext } from "../packet-context.ts";
import { outputRoute } from "../route-lookup.ts";
import { isLocalAddress } from "../source-address.ts";
import type { Stack } from "../stack.ts";
import { accept, dropFor, type Verdict } from "../verdict.ts";

/** Routes what left the local-out rules anew. A source that is not this node's own stays as it is. */
export function reroute(stack: Stack, context: PacketContext): Verdict {
  const { packet, mark } = context;
  const { src, dst, tos } = packet;
  const isOwn = isLocalAddress(stack, src);
  const way = outputRoute(stack, isOwn ? { dst, src, mark, tos } : { dst, mark, tos });
  if (!way.ok) return dropFor("no-route");
  context.route = way.route;
  context.output = way.route.output;
  return accept;
}
