/**
 * Network address translation (`ipvsadm -m`): a packet gets the destination's address and port, its reply
 * those of the service. The source stays the client's, so replies must be routed through the director.
 *
 * Checksums follow by themselves: packets are values.
 */

import { accept, dropFor } from "#sim/stack/verdict";
import { type Ipv4Address, isLoopback } from "#sim/wire/address";
import { withQuote } from "#sim/wire/icmp";
import { type Ipv4Packet, withEnds } from "#sim/wire/ipv4";
import { addressOf, type Connection, connectionFlags, portOf } from "../connection.ts";
import { fillClientPort } from "../connection-table.ts";
import { followFlow } from "../flow-tracking.ts";
import type { Forwarder, Side } from "../forwarder.ts";
import { destinationPort, sourceKey, sourcePort } from "../protocol.ts";
import { protocolOf } from "../protocol-list.ts";
import { announceForwarded, inject, mark, prepare, type WayRules } from "../way.ts";

const rules: WayRules = {
  mayBeLocal: true,
  mayBeRemote: true,
  mayTurnLocal: true,
  overhead: 0,
  limitsSize: true,
};

export const nat: Forwarder = {
  name: "nat",
  option: { short: "m", long: "masquerading" },
  listed: "Masq",
  number: 0,
  rewritesDestination: true,
  forward(ipvs, connection, context) {
    const before = context.packet;
    if ((connection.flags & connectionFlags.noClientPort) !== 0) {
      fillClientPort(ipvs.connections, connection, sourceKey(before));
    }
    const way = prepare(ipvs, connection, context, rules);
    if (typeof way === "object") return way;
    const fromOutside = context.input !== undefined;
    if (way === "local" && isLoopback(addressOf(connection.server)) && fromOutside) {
      return dropFor("ipvs-crossing-local");
    }
    context.packet = toDestination(connection, context.packet);
    mark(connection, context);
    followFlow(connection, context);
    announceForwarded(ipvs, connection, context, before);
    return way === "local" ? accept : inject(ipvs.stack, context);
  },
  rewriteReply(connection, packet) {
    const virtual = addressOf(connection.virtual);
    const virtualPort = connection.virtual - virtual * 65536;
    const { payload } = packet;
    const protocol = protocolOf(connection.protocol);
    const changed = protocol?.withPorts(payload, virtualPort, destinationPort(payload)) ?? payload;
    return withEnds(packet, virtual, packet.dst, changed);
  },
  translateError: translate,
};

/** A client's packet, or an ICMP error on the client's behalf, with the destination's address and port. */
function toDestination(connection: Connection, packet: Ipv4Packet): Ipv4Packet {
  const { payload } = packet;
  if (payload.kind === "icmp") return translate(connection, packet, "destination");
  const server = addressOf(connection.server);
  const serverPort = connection.server - server * 65536;
  const protocol = protocolOf(connection.protocol);
  const changed = protocol?.withPorts(payload, sourcePort(payload), serverPort) ?? payload;
  return withEnds(packet, packet.src, server, changed);
}

/** Both layers of an ICMP error: the outer address, and address and port in the quote. */
function translate(connection: Connection, packet: Ipv4Packet, side: Side): Ipv4Packet {
  const { payload } = packet;
  if (payload.kind !== "icmp" || payload.quote === undefined) return packet;
  const endpoint = side === "client" ? connection.virtual : connection.server;
  const address = addressOf(endpoint);
  const quote = translateQuote(payload.quote, address, portOf(endpoint), side);
  const message = withQuote(payload, quote);
  return side === "client"
    ? withEnds(packet, address, packet.dst, message)
    : withEnds(packet, packet.src, address, message);
}

/** To the client the quote shows its own packet, to the destination the reply it had sent. */
function translateQuote(quote: Ipv4Packet, address: Ipv4Address, port: number, side: Side): Ipv4Packet {
  const { payload } = quote;
  const protocol = protocolOf(quote.protocol);
  if (side === "client") {
    const changed = protocol?.withPorts(payload, sourcePort(payload), port) ?? payload;
    return withEnds(quote, quote.src, address, changed);
  }
  const changed = protocol?.withPorts(payload, port, destinationPort(payload)) ?? payload;
  return withEnds(quote, address, quote.dst, changed);
}
