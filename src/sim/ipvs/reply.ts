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
import type { Connection } from "./connection.ts";
import { connectionName } from "./connection-name.ts";
import { findReply } from "./connection-table.ts";
import { countOut } from "./counting.ts";
import { handleErrorOfDestination } from "./icmp-reply.ts";
import type { Ipvs } from "./ipvs.ts";
import { restart } from "./lifetime.ts";
import { destinationPort, type Protocol, sourcePort } from "./protocol.ts";
import { protocolOf } from "./protocol-list.ts";
import { type ReplyHook, reroute } from "./reroute.ts";
import { advance } from "./state.ts";
import { mark } from "./way.ts";

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
  const connection = connectionOfReply(ipvs, context);
  if (connection === undefined) return refuseStranger(ipvs, context, protocol);
  return passBack(ipvs, connection, context, hook);
}

function connectionOfReply(ipvs: Ipvs, { packet }: PacketContext): Connection | undefined {
  const { payload } = packet;
  const sender = packet.src * 65536 + sourcePort(payload);
  const client = packet.dst * 65536 + destinationPort(payload);
  const found = findReply(ipvs.connections, packet.protocol, sender, client);
  if (found !== undefined || ipvs.replyFinders.length === 0) return found;
  for (const find of ipvs.replyFinders) {
    const other = find(packet.protocol, sender, client);
    if (other !== undefined) return other;
  }
  return undefined;
}

function passBack(ipvs: Ipvs, connection: Connection, context: PacketContext, hook: ReplyHook): Verdict {
  const before = context.packet;
  const after = connection.forwarder.rewriteReply?.(connection, before) ?? before;
  context.packet = after;
  const refusal = reroute(ipvs, context, hook);
  if (refusal !== undefined) return refusal;
  countOut(ipvs, connection, after.length);
  advance(ipvs, connection, after.payload, "output");
  mark(connection, context);
  if (ipvs.simulation.traced) {
    const event = { node: ipvs.stack.name, connection: connectionName(connection), before, after };
    ipvs.simulation.emit({ kind: "reply-rewritten", ...event });
  }
  restart(ipvs, connection);
  return accept;
}

/** `nat_icmp_send`: a destination that goes on talking after its entry is gone is told so. */
function refuseStranger(ipvs: Ipvs, context: PacketContext, protocol: Protocol): Verdict {
  if (ipvs.sysctl.nat_icmp_send === 0) return accept;
  const { packet } = context;
  if (protocol.aborts(packet.payload) || !isOfDestination(ipvs, context)) return accept;
  sendError(ipvs.stack, context, { type: icmpTypes.unreachable, code: unreachableCodes.port, rest: 0 });
  return dropFor("ipvs-no-destination", { name: "nat_icmp_send", value: 1, from: "net.ipv4.vs" });
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
