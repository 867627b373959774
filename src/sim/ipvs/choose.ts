/**
 * The destination of a new connection: persistence first, then the scheduler; and what happens when there
 * is none.
 */

import { sendError } from "../stack/icmp-error.ts";
import type { PacketContext } from "../stack/packet-context.ts";
import { addressType } from "../stack/source-address.ts";
import { accept, dropFor, type Verdict } from "../stack/verdict.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { protocols } from "../wire/ipv4.ts";
import { addressOf, type Connection, connectionFlags, portOf } from "./connection.ts";
import { type Flow, findRequest } from "./connection-table.ts";
import { countConnection } from "./counting.ts";
import { mustDrop } from "./defence.ts";
import type { Ipvs } from "./ipvs.ts";
import { newConnection } from "./new-connection.ts";
import { schedulePersistent } from "./persistence.ts";
import { chooseDestination, type Opening, type Pick } from "./scheduling.ts";
import { ftpPort, type Service, serviceFor, serviceText } from "./service.ts";

/** An entry for the packet, or what becomes of a packet that gets none. */
export type Scheduled =
  | { readonly kind: "connection"; readonly connection: Connection }
  | { readonly kind: "refused"; readonly verdict: Verdict };

const refused = (verdict: Verdict): Scheduled => ({ kind: "refused", verdict });
const accepted = refused(accept);
const ftpDataPort = 20;

/** Makes an entry for a packet that has none, if a service wants it. */
export function schedule(ipvs: Ipvs, opening: Opening): Scheduled {
  const { flow, context } = opening;
  const service = serviceFor(ipvs, context.mark, flow);
  if (service === undefined) return accepted;
  const defence = mustDrop(ipvs);
  if (defence !== undefined) return refused(dropFor("ipvs-drop-packet", defence));
  const pick = scheduleIn(ipvs, service, opening);
  switch (pick.kind) {
    case "connection":
      return { kind: "connection", connection: pick.connection };
    case "ignored":
      return accepted;
    case "no-room":
      return refused(dropFor("ipvs-no-local-port"));
    case "left":
      return leave(ipvs, service, opening);
  }
}

function scheduleIn(ipvs: Ipvs, service: Service, opening: Opening): Pick {
  const { flow, context } = opening;
  if (portOf(flow.client) === ftpDataPort) return { kind: "ignored" };
  if (isReplyOfOwn(ipvs, flow, context)) return { kind: "ignored" };
  if (service.isPersistent) return schedulePersistent(service, opening);
  const port = portOf(flow.virtual);
  if (service.fwmark === 0 && port !== service.port) return { kind: "left" };
  const destination = chooseDestination(service, flow);
  if (destination === undefined) return { kind: "left" };
  const connection = newConnection(ipvs, {
    flow,
    destination,
    serverPort: destination.port === 0 ? port : destination.port,
    flags: service.isOnePacket ? connectionFlags.onePacket : 0,
    mark: context.mark,
    service: serviceText(service),
    because: "scheduler",
  });
  if (connection === undefined) return { kind: "no-room" };
  countConnection(ipvs, connection, service);
  return { kind: "connection", connection };
}

/** The answer of a destination on this node to a connection that has an entry is not a client's packet. */
function isReplyOfOwn(ipvs: Ipvs, { protocol, client, virtual }: Flow, { input }: PacketContext): boolean {
  if (input !== undefined && input.device.kind !== "loopback") return false;
  return findRequest(ipvs.connections, protocol, virtual, client) !== undefined;
}

/** A service wanted the packet but has nobody for it. */
function leave(ipvs: Ipvs, service: Service, opening: Opening): Scheduled {
  const { context, isError, flow } = opening;
  if (mayBypass(ipvs, service, opening)) return bypassed(ipvs, service, opening);
  if (service.port === ftpPort && portOf(flow.virtual) !== ftpPort) return accepted;
  if (ipvs.simulation.traced) {
    const event = { node: ipvs.stack.name, service: serviceText(service), packet: context.packet };
    ipvs.simulation.emit({ kind: "no-destination", ...event });
  }
  if (!isError) {
    sendError(ipvs.stack, context, { type: icmpTypes.unreachable, code: unreachableCodes.port, rest: 0 });
  }
  return refused(dropFor("ipvs-no-destination"));
}

function mayBypass({ sysctl, stack }: Ipvs, { fwmark }: Service, { flow, isError }: Opening): boolean {
  if (sysctl.cache_bypass === 0 || fwmark === 0 || isError) return false;
  return addressType(stack, addressOf(flow.virtual)) === "unicast";
}

function bypassed(ipvs: Ipvs, service: Service, { flow, context }: Opening): Scheduled {
  const isOnePacket = service.isOnePacket && flow.protocol === protocols.udp;
  const connection = newConnection(ipvs, {
    flow,
    destination: undefined,
    serverPort: 0,
    flags: isOnePacket ? connectionFlags.onePacket : 0,
    mark: context.mark,
    service: serviceText(service),
    because: "bypass",
  });
  if (connection === undefined) return refused(dropFor("ipvs-no-destination"));
  return { kind: "connection", connection };
}
