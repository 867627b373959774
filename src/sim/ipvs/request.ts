/**
 * A packet of a client at the director: a known connection, or a service of ours? Then count it, move its
 * state on and send it to its destination. Runs where packets are delivered to this node and where its own
 * leave.
 */

import type { PacketContext } from "../stack/packet-context.ts";
import { accept, type Drop, dropFor, type Verdict } from "../stack/verdict.ts";
import { protocols } from "../wire/ipv4.ts";
import { schedule } from "./choose.ts";
import { type Connection, connectionFlags, isOnePacket } from "./connection.ts";
import { connectionName } from "./connection-name.ts";
import { findRequest } from "./connection-table.ts";
import { countIn } from "./counting.ts";
import { isBoundByFlow } from "./flow-tracking.ts";
import { handleErrorFromOutside } from "./icmp-request.ts";
import type { Ipvs } from "./ipvs.ts";
import { expireSoon, release } from "./lifetime.ts";
import { destinationKey, type Protocol, sourceKey } from "./protocol.ts";
import { protocolOf } from "./protocol-list.ts";
import { advance } from "./state.ts";
import type { IpvsSysctls } from "./sysctls.ts";

export type RequestHook = "local-in" | "local-out" | "forward";

/** The main hook: whatever a client sends to this node. */
export function handleRequest(ipvs: Ipvs, context: PacketContext, hook: RequestHook): Verdict {
  if (context.ipvsHandled || context.route === undefined) return accept;
  if (context.linkDestination !== "host" && hook !== "local-out") return accept;
  if (ipvs.sysctl.backup_only !== 0 && ipvs.sync?.isBackup === true) return accept;
  const { packet } = context;
  if (packet.protocol === protocols.icmp) return handleErrorFromOutside(ipvs, context, hook);
  const protocol = protocolOf(packet.protocol);
  if (protocol === undefined) {
    if (ipvs.sysctl.ignore_tunneled !== 0) context.ipvsHandled = true;
    return accept;
  }
  const { payload } = packet;
  const client = sourceKey(packet);
  const virtual = destinationKey(packet);
  const known = findRequest(ipvs.connections, packet.protocol, client, virtual);
  const refusal = known === undefined ? undefined : unfit(ipvs, known, context, protocol);
  if (known !== undefined && refusal === undefined) return passOn(ipvs, known, context);
  if (refusal !== undefined && refusal !== "anew") return refusal;
  if (!protocol.maySchedule(payload, ipvs.sysctl)) return accept;
  const flow = { protocol: packet.protocol, client, virtual };
  const scheduled = schedule(ipvs, { flow, context, isError: false });
  return scheduled.kind === "refused" ? scheduled.verdict : passOn(ipvs, scheduled.connection, context);
}

/** Counts a packet, moves the entry's state on, sends the packet, and starts the entry's time again. */
function passOn(ipvs: Ipvs, connection: Connection, context: PacketContext): Verdict {
  const { packet } = context;
  countIn(ipvs, connection, packet.length);
  advance(ipvs, connection, packet.payload, "input");
  const verdict = connection.forwarder.forward(ipvs, connection, context);
  countPacket(ipvs, connection);
  release(ipvs, connection);
  return verdict;
}

/** The count that sync and defences go by. */
export function countPacket(ipvs: Ipvs, connection: Connection): void {
  const packets = isOnePacket(connection) ? ipvs.syncThreshold.packet : ++connection.inPackets;
  if (ipvs.sync?.isMaster === true) ipvs.sync.passed(connection, packets);
  else if (isOnePacket(connection) && connection.controller !== undefined) connection.controller.inPackets++;
}

/** Whether an entry is not to be used for a packet: then it is scheduled anew, or dropped. */
function unfit(
  ipvs: Ipvs,
  connection: Connection,
  context: PacketContext,
  protocol: Protocol,
): "anew" | Drop | undefined {
  const isOpening = protocol.opens(context.packet.payload);
  const setting = isOpening ? reasonToReschedule(ipvs.sysctl, connection, protocol) : undefined;
  if (setting !== undefined) return giveUp(ipvs, connection, context, setting);
  if (connection.destination === undefined || connection.destination.isAvailable) return undefined;
  if (ipvs.sysctl.expire_nodest_conn !== 0) return giveUp(ipvs, connection, context, "expire_nodest_conn");
  return dropFor("ipvs-destination-gone", {
    name: "expire_nodest_conn",
    value: 0,
    from: "net.ipv4.vs.expire_nodest_conn",
  });
}

/** The setting by which a client that opens anew is scheduled anew, if one says so. */
function reasonToReschedule(
  sysctl: IpvsSysctls,
  connection: Connection,
  protocol: Protocol,
): keyof IpvsSysctls | undefined {
  if (sysctl.expire_nodest_conn !== 0 && connection.destination?.weight === 0) return "expire_nodest_conn";
  if (sysctl.conn_reuse_mode === 0 || connection.controller !== undefined) return undefined;
  return protocol.isOver(connection, sysctl.conn_reuse_mode) ? "conn_reuse_mode" : undefined;
}

/** Lets an entry go and its client be scheduled anew; a packet that conntrack ties to the old one is lost. */
function giveUp(
  ipvs: Ipvs,
  connection: Connection,
  context: PacketContext,
  name: keyof IpvsSysctls,
): "anew" | Drop | undefined {
  const isBound = isBoundByFlow(connection, context);
  if (connection.controlled > 0 && isBound && name === "conn_reuse_mode") return undefined;
  if (!isBound) connection.flags &= ~connectionFlags.conntrack;
  const setting = { name, value: ipvs.sysctl[name], from: `net.ipv4.vs.${name}` };
  if (ipvs.simulation.traced) {
    const event = { node: ipvs.stack.name, connection: connectionName(connection) };
    ipvs.simulation.emit({ kind: "connection-given-up", ...event, setting });
  }
  if (connection.controlled === 0) expireSoon(ipvs, connection);
  return isBound ? dropFor("ipvs-rescheduled", setting) : "anew";
}
