/**
 * NAT needs the answer back at the director, which alone can give it the virtual address: a server whose
 * route to the client leads elsewhere, or straight to a client next door, answers in its own name.
 */

import type { NetNode } from "#sim/nodes/node";
import { outputRoute } from "#sim/stack/route-lookup";
import { formatIpv4, formatPrefix } from "#sim/wire/address";
import { strays } from "../ends.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { hearersOf } from "../link.ts";
import { addressOnLink, serverNames } from "../reading.ts";
import type { Trip } from "../trips.ts";
import type { Hop } from "../walk.ts";
import type { Place } from "../world.ts";

export const natWrongWayBack: FindingKind<"nat-wrong-way-back"> = {
  name: "nat-wrong-way-back",
  problems: [10],
  lesson: "whose-gateway",
  find: (examination) => examination.trips.flatMap((trip) => wrongWay(examination, trip)),
};

export const natClientNextDoor: FindingKind<"nat-client-next-door"> = {
  name: "nat-client-next-door",
  problems: [11, 23],
  lesson: "client-next-door",
  find: (examination) => examination.trips.flatMap((trip) => nextDoor(examination, trip)),
};

/** The first hop of an answer that does not go to the director. */
const straying = (trip: Trip): Hop | undefined => (strays(trip) ? trip.back?.hops[0] : undefined);

function wrongWay(examination: Examination, trip: Trip): Found<"nat-wrong-way-back">[] {
  const hop = straying(trip);
  if (hop?.gateway === undefined) return [];
  const { director, service, destination, request } = trip;
  const evidence = {
    ...serverNames(service, destination),
    gateway: formatIpv4(hop.gateway),
    director: director.node.name,
    client: request.client.name,
  };
  return [{ node: hop.node.name, evidence, remedy: viaDirector(examination, hop, director.node) }];
}

function viaDirector({ world }: Examination, { node, packet }: Hop, director: NetNode): Remedy[] {
  const address = addressOnLink(world, node, director);
  const way = outputRoute(node.stack, { dst: packet.dst });
  if (address === undefined || !way.ok) return [];
  const { destination, length } = way.route.route;
  const to = length === 0 ? "default" : formatPrefix({ address: destination, length });
  return [{ node: node.name, command: `ip route replace ${to} via ${formatIpv4(address)}` }];
}

function nextDoor({ world }: Examination, trip: Trip): Found<"nat-client-next-door">[] {
  const hop = straying(trip);
  if (hop === undefined || hop.gateway !== undefined || hop.takers.length === 0) return [];
  const { director, service, destination, request } = trip;
  const { node, output, nextHop } = hop;
  const gateway = addressOnLink(world, node, director.node);
  const address = formatIpv4(nextHop);
  const evidence = {
    ...serverNames(service, destination),
    client: request.client.name,
    address,
    device: output.device.name,
  };
  const remedy: Remedy[] =
    gateway === undefined
      ? []
      : [
          ...noRedirects(director.node, hearersOf(world, output.device)),
          { node: node.name, command: `ip route add ${address}/32 via ${formatIpv4(gateway)}` },
        ];
  return [{ node: node.name, evidence, remedy }];
}

/** The director would tell the server of the shorter way: by a redirect, which undoes the route. */
function noRedirects({ name }: NetNode, near: readonly Place[]): Remedy[] {
  const devices = near.flatMap(({ node, iface }) => (node.name === name ? [iface.device.name] : []));
  const names = ["all", ...devices].map((device) => `net.ipv4.conf.${device}.send_redirects=0`);
  return [{ node: name, command: `sysctl -w ${names.join(" ")}` }];
}
