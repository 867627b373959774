/**
 * ICMP errors that destinations send about packets they got by address translation: the client must find
 * its own packet in the quote, and the virtual address as sender. Errors of this node about such packets
 * pass here too. By other methods there is nothing to translate: such an error only counts.
 */

import type { PacketContext } from "../stack/packet-context.ts";
import { accept, type Verdict } from "../stack/verdict.ts";
import { type IcmpMessage, icmpTypes } from "../wire/icmp.ts";
import type { Ipv4Packet, Ipv4Payload } from "../wire/ipv4.ts";
import { connectionName } from "./connection-name.ts";
import { countOut } from "./counting.ts";
import { connectionOfReply } from "./find-reply.ts";
import type { Ipvs } from "./ipvs.ts";
import { destinationKey, sourceKey } from "./protocol.ts";
import { protocolOf } from "./protocol-list.ts";
import { type ReplyHook, reroute } from "./reroute.ts";
import { mark } from "./way.ts";
import { goOn, leadBack } from "./way-back.ts";

const translated: ReadonlySet<number> = new Set([
  icmpTypes.unreachable,
  icmpTypes.sourceQuench,
  icmpTypes.timeExceeded,
]);

/** An ICMP error of a kind that IPVS translates, with a quote; `undefined` for everything else. */
export const quotingError = (
  payload: Ipv4Payload,
): (IcmpMessage & { readonly quote: Ipv4Packet }) | undefined =>
  payload.kind === "icmp" && payload.quote !== undefined && translated.has(payload.type)
    ? { ...payload, quote: payload.quote }
    : undefined;

/** An error that may be about a packet that went to a destination. */
export function handleErrorOfDestination(ipvs: Ipvs, context: PacketContext, hook: ReplyHook): Verdict {
  const before = context.packet;
  const error = quotingError(before.payload);
  if (error === undefined || protocolOf(error.quote.protocol) === undefined) return accept;
  const { quote } = error;
  const connection = connectionOfReply(ipvs, quote.protocol, destinationKey(quote), sourceKey(quote));
  if (connection === undefined) return accept;
  const translate = connection.forwarder.translateError;
  if (translate !== undefined) {
    const refusal = leadBack(ipvs, connection, context, hook);
    if (refusal !== undefined) return refusal;
    context.packet = translate(connection, context.packet, "client");
    const lost = reroute(ipvs, context, hook);
    if (lost !== undefined) return lost;
  }
  countOut(ipvs, connection, context.packet.length);
  mark(connection, context);
  if (translate === undefined) return accept;
  if (ipvs.simulation.traced) {
    const after = context.packet;
    const event = { node: ipvs.stack.name, connection: connectionName(connection), before, after };
    ipvs.simulation.emit({ kind: "error-translated", towards: "client", ...event });
  }
  return goOn(ipvs, context, hook);
}
