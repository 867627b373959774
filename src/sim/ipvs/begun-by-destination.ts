/**
 * Calls that a destination begins: an engine of persistence may want an entry for a datagram that a
 * destination sends to a client unasked, so that the answer comes back to the same destination.
 *
 * For UDP and address translation only (`ip_vs_sip`, Linux 4.8 and later).
 */

import type { PacketContext } from "../stack/packet-context.ts";
import { protocols } from "../wire/ipv4.ts";
import { type Connection, connectionFlags } from "./connection.ts";
import { countConnection } from "./counting.ts";
import type { Destination } from "./destination.ts";
import type { Ipvs } from "./ipvs.ts";
import { control, newConnection } from "./new-connection.ts";
import { templateOfDestination } from "./persistence.ts";
import { destinationKey, sourcePort } from "./protocol.ts";
import { serviceText, virtualKey } from "./service.ts";

/** An entry for a datagram of a destination that belongs to none, if its service's engine wants one. */
export function beginForDestination(ipvs: Ipvs, context: PacketContext): Connection | undefined {
  const { packet } = context;
  if (ipvs.services.engines === 0 || packet.protocol !== protocols.udp) return undefined;
  const destination = senderOf(ipvs, context);
  if (destination === undefined) return undefined;
  const { service } = destination;
  const client = destinationKey(packet);
  const flow = { protocol: packet.protocol, client, virtual: virtualKey(service) };
  const template = service.isPersistent ? templateOfDestination(destination, flow, context) : undefined;
  if (service.isPersistent && template === undefined) return undefined;
  const connection = newConnection(ipvs, {
    flow,
    destination,
    serverPort: destination.port,
    flags: service.isOnePacket ? connectionFlags.onePacket : 0,
    mark: 0,
    service: serviceText(service),
    because: template === undefined ? "scheduler" : "template",
  });
  if (connection === undefined) return undefined;
  if (template !== undefined) control(connection, template);
  countConnection(ipvs, connection, service);
  return connection;
}

function senderOf({ services }: Ipvs, { packet }: PacketContext): Destination | undefined {
  const port = sourcePort(packet.payload);
  for (const { engine, protocol, fwmark, destinations } of services.all) {
    if (engine === undefined || !engine.followsDestinations) continue;
    if (protocol !== packet.protocol && fwmark === 0) continue;
    const sender = destinations.find(
      (one) => one.forwarder.rewritesDestination && one.address === packet.src && one.port === port,
    );
    if (sender !== undefined) return sender;
  }
  return undefined;
}
