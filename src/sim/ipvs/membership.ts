/**
 * Which virtual service's connection a packet belongs to, for rules that ask (`iptables -m ipvs`).
 *
 * They ask of packets on their way to a destination, after IPVS has dealt with them.
 */

import type { IpvsMember } from "../stack/netfilter/match-ipvs.ts";
import type { PacketContext } from "../stack/packet-context.ts";
import { addressOf, portOf } from "./connection.ts";
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
    method: methods.get(connection.forwarder.number),
    controlPort: controller === undefined ? undefined : portOf(controller.virtual),
  };
}

/** What `--vmethod` calls the methods, by the kernel's numbers: it has no words for others. */
const methods: ReadonlyMap<number, IpvsMember["method"]> = new Map([
  [0, "MASQ"],
  [2, "IPIP"],
  [3, "GATE"],
]);
