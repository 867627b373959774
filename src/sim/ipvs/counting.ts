/**
 * Counting packets and bytes: at the destination, its service and the node, while the destination is
 * available.
 */

import type { Connection } from "./connection.ts";
import { keepTicking } from "./estimator.ts";
import type { Ipvs } from "./ipvs.ts";
import type { Service } from "./service.ts";

/** A packet from the client; `length` is that of its IP packet as it came. */
export function countIn(ipvs: Ipvs, { destination }: Connection, length: number): void {
  if (destination === undefined || !destination.isAvailable) return;
  const ofDestination = destination.stats.live;
  const ofService = destination.service.stats.live;
  const { live } = ipvs.estimator.total;
  ofDestination.inPackets++;
  ofDestination.inBytes += length;
  ofService.inPackets++;
  ofService.inBytes += length;
  live.inPackets++;
  live.inBytes += length;
  if (!ipvs.estimator.isTicking) keepTicking(ipvs);
}

/** A packet towards the client. */
export function countOut(ipvs: Ipvs, { destination }: Connection, length: number): void {
  if (destination === undefined || !destination.isAvailable) return;
  const ofDestination = destination.stats.live;
  const ofService = destination.service.stats.live;
  const { live } = ipvs.estimator.total;
  ofDestination.outPackets++;
  ofDestination.outBytes += length;
  ofService.outPackets++;
  ofService.outBytes += length;
  live.outPackets++;
  live.outBytes += length;
  if (!ipvs.estimator.isTicking) keepTicking(ipvs);
}

/** A connection that was scheduled, also by a template. */
export function countConnection(ipvs: Ipvs, { destination }: Connection, service: Service): void {
  if (destination !== undefined) destination.stats.live.connections++;
  service.stats.live.connections++;
  ipvs.estimator.total.live.connections++;
  if (!ipvs.estimator.isTicking) keepTicking(ipvs);
}
