/**
 * Which virtual service's connection a packet belongs to, for rules that ask (`iptables -m ipvs`).
 *
 * They ask of packets on their way to a destination, after IPVS has dealt with them.
 */

import type { IpvsMember } from "../stack/netfilter/match-ipvs.ts";
import type { PacketContext } from "../stack/packet-context.ts";
import { addressOf, type Connection, portOf } from "./connection.ts";
import { findReply } from "./connection-table.ts";
import type { Ipvs } from "./ipvs.ts";
import { destinationKey, sourceKey } from "./protocol.ts";

/** The connection of a packet that goes to its destination. */
export function memberOf({ connections }: Ipvs, { packet }: PacketContext): IpvsMember | undefined {
  const connection = findReply(connections, packet.protocol, destinationKey(packet), sourceKey(packet));
  if (connection === undefined) return undefined;
  const { controller } = connection;
  return {
    protocol: connection.protocol,
    virtualAddress: addressOf(connection.virtual),
    virtualPort: portOf(connection.virtual),
    method: methodOf(connection),
    controlPort: controller === undefined ? undefined : portOf(controller.virtual),
  };
}

function methodOf({ forwarder }: Connection): IpvsMember["method"] {
  if (forwarder.rewritesDestination) return "MASQ";
  return forwarder.name === "tunnel" ? "IPIP" : "GATE";
}
