/**
 * A packet of a destination on its way back: if an entry fits, it gets the virtual address and goes to the
 * client. Runs where packets pass through, where they are delivered here, and where own packets leave.
 */

import { sendError } from "../stack/icmp-error.ts";
import type { PacketContext } from "../stack/packet-context.ts";
import { addFragment } from "../stack/reassembly.ts";
import { accept, dropFor, stolen, type Verdict } from "../stack/verdict.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { isFragment, protocols } from "../wire/ipv4.ts";
import { beginForDestination } from "./begun-by-destination.ts";
import type { Connection } from "./connection.ts";
import { connectionName } from "./connection-name.ts";
import { countOut } from "./counting.ts";
import { connectionOfReply } from "./find-reply.ts";
import { handleErrorOfDestination } from "./icmp-reply.ts";
import type { Ipvs } from "./ipvs.ts";
import { release } from "./lifetime.ts";
import { destinationKey, type Protocol, sourceKey, sourcePort } from "./protocol.ts";
import { protocolOf } from "./protocol-list.ts";
import { type ReplyHook, reroute } from "./reroute.ts";
import { advance } from "./state.ts";
import { mark } from "./way.ts";
import { goOn, leadBack } from "./way-back.ts";

/** The reverse hook: whatever may be a reply of a destination. */
export function handleReply(ipvs: Ipvs, context: PacketContext, hook: ReplyHook): Verdict {
  if (context.ipvsHandled || context.route === undefined) return accept;
  if (context.packet.protocol === protocols.icmp) return handleErrorOfDestination(ipvs, context, hook);
  const protocol = protocolOf(context.packet.protocol);
  if (protocol === undefined) return accept;
  if (isFragment(context.packet)) {
    const whole = addFragment(ipvs.stack, context);
    if (whole === undefined) return stolen;
    context.packet = whole;
  }
  const { packet } = context;
  const known = connectionOfReply(ipvs, protocol.number, sourceKey(packet), destinationKey(packet));
  const connection = known ?? beginForDestination(ipvs, context);
  if (connection === undefined) return refuseStranger(ipvs, context, protocol);
  return passBack(ipvs, connection, context, hook);
}

function passBack(ipvs: Ipvs, connection: Connection, context: PacketContext, hook: ReplyHook): Verdict {
  const before = context.packet;
  const refusal = leadBack(ipvs, connection, context, hook);
  if (refusal !== undefined) return refusal;
  const after = connection.forwarder.rewriteReply?.(connection, context.packet) ?? context.packet;
  context.packet = after;
  const lost = reroute(ipvs, context, hook);
  if (lost !== undefined) return lost;
  countOut(ipvs, connection, after.length);
  advance(ipvs, connection, after.payload, "output");
  mark(connection, context);
  if (ipvs.simulation.traced) {
    const event = { node: ipvs.stack.name, connection: connectionName(connection), before, after };
    ipvs.simulation.emit({ kind: "reply-rewritten", ...event });
  }
  release(ipvs, connection);
  return goOn(ipvs, context, hook);
}

/** `nat_icmp_send`: a destination that goes on talking after its entry is gone is told so. */
function refuseStranger(ipvs: Ipvs, context: PacketContext, protocol: Protocol): Verdict {
  if (ipvs.sysctl.nat_icmp_send === 0) return accept;
  const { packet } = context;
  if (protocol.aborts(packet.payload) || !isOfDestination(ipvs, context)) return accept;
  sendError(ipvs.stack, context, { type: icmpTypes.unreachable, code: unreachableCodes.port, rest: 0 });
  return dropFor("ipvs-no-destination", {
    name: "nat_icmp_send",
    value: 1,
    from: "net.ipv4.vs.nat_icmp_send",
  });
}

function isOfDestination({ services }: Ipvs, { packet }: PacketContext): boolean {
  const port = sourcePort(packet.payload);
  return services.all.some((service) =>
    service.destinations.some(
      (destination) =>
        destination.forwarder.rewritesDestination &&
        destination.address === packet.src &&
        destination.port === port &&
        (service.protocol === packet.protocol || service.fwmark !== 0),
    ),
  );
}
