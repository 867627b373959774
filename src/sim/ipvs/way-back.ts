/**
 * The way of a reply that was addressed to this node and belongs to a client: route, time to live, size, and
 * back into the stack. Replies of the other methods are on their way to the client already.
 */

import type { PacketContext } from "../stack/packet-context.ts";
import { pathMtu } from "../stack/path-cache.ts";
import { outputRoute } from "../stack/route-lookup.ts";
import { accept, type Drop, dropFor, type Verdict } from "../stack/verdict.ts";
import { addressOf, type Connection } from "./connection.ts";
import type { Ipvs } from "./ipvs.ts";
import type { ReplyHook } from "./reroute.ts";
import { age, inject, refuseOversize, type SizeRules } from "./way.ts";

const rules: SizeRules = { overhead: 0, limitsSize: true };

/**
 * Gives the context the route to the client, before the packet is rewritten: errors about it go to the
 * destination that sent it.
 */
export function leadBack(
  ipvs: Ipvs,
  connection: Connection,
  context: PacketContext,
  hook: ReplyHook,
): Drop | undefined {
  const { forwarder } = connection;
  if (forwarder.rewritesSource !== true) return undefined;
  const { stack } = ipvs;
  const client = addressOf(connection.client);
  const found = outputRoute(stack, { dst: client });
  if (!found.ok) return dropFor("no-route");
  const { route } = found;
  if (hook === "local-in" && route.type !== "local") {
    const aged = forwarder.keepsTtl?.(ipvs) === true ? undefined : age(stack, context);
    const refusal = aged ?? refuseOversize(stack, context, pathMtu(stack, client, route), rules);
    if (refusal !== undefined) return refusal;
  }
  context.route = route;
  context.output = route.output;
  return undefined;
}

/** A packet that was to be delivered here and now leads elsewhere is sent; all others go on as they were. */
export const goOn = ({ stack }: Ipvs, context: PacketContext, hook: ReplyHook): Verdict =>
  hook === "local-in" && context.route?.type !== "local" ? inject(stack, context) : accept;
