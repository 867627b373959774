/**
 * What a director's services and servers count, right after a request: as /proc/net/ip_vs has it, as data.
 */

import { serviceRows } from "#sim/ipvs/listing";
import { formatEndpoint } from "#sim/wire/address";
import { machineOf, type Player } from "../player.ts";

/** [[service, [[server, weight, active, inactive], …]], …] in the kernel's order. */
export function countsOf(player: Player, node: string): unknown[] {
  const { ipvs } = machineOf(player, node).node;
  if (ipvs === undefined) return [];
  return serviceRows(ipvs).map((service) => [
    service.fwmark === 0 ? `${hex(service.address, 8)}:${hex(service.port, 4)}` : hex(service.fwmark, 8),
    service.destinations.map((one) => [
      formatEndpoint(one.address, one.port),
      one.weight,
      one.activeConnections,
      one.inactiveConnections,
    ]),
  ]);
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");
