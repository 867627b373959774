/**
 * The entry of a packet from a destination: by its client, or by what a method has put in the client's place.
 */

import type { Connection } from "./connection.ts";
import { findReply } from "./connection-table.ts";
import type { Ipvs } from "./ipvs.ts";

/** The entry of a packet of a protocol between two endpoints, if it is a destination's reply. */
export function connectionOfReply(
  ipvs: Ipvs,
  protocol: number,
  sender: number,
  receiver: number,
): Connection | undefined {
  const found = findReply(ipvs.connections, protocol, sender, receiver);
  if (found !== undefined || ipvs.replyFinders.length === 0) return found;
  for (const find of ipvs.replyFinders) {
    const other = find(protocol, sender, receiver);
    if (other !== undefined) return other;
  }
  return undefined;
}
