/**
 * Machines that have no route to whom they must send: a client to the virtual address, a server or a director
 * back to the client, a router on the way.
 */

import type { NetNode } from "#sim/nodes/node";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { type Ended, endsOfKind } from "../ends.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Remedy } from "../finding.ts";
import { addressOnLink, gatewayTo, routeCommand } from "../reading.ts";
import type { End } from "../walk.ts";

export const clientWithoutRoute: FindingKind<"client-without-route"> = {
  name: "client-without-route",
  problems: [],
  lesson: "first-request",
  find: (examination) =>
    lost(examination)
      .filter(({ leg, end, request }) => leg === "request" && end.node === request.client)
      .map(({ end: { node, packet } }) => ({
        node: node.name,
        evidence: { vip: formatIpv4(packet.dst) },
        remedy: led(examination, node, packet.dst),
      })),
};

export const serverWithoutRoute: FindingKind<"server-without-route"> = {
  name: "server-without-route",
  problems: [10],
  lesson: "whose-gateway",
  find: (examination) =>
    lost(examination)
      .filter(({ leg, end, trip }) => leg === "back" && end.node === trip?.server)
      .map(({ end: { node, packet }, request, trip }) => ({
        node: node.name,
        evidence: { client: request.client.name, target: formatIpv4(packet.dst) },
        remedy:
          trip?.method === "nat"
            ? through(examination, node, trip.director.node, packet.dst)
            : led(examination, node, packet.dst),
      })),
};

export const directorWithoutRoute: FindingKind<"director-without-route"> = {
  name: "director-without-route",
  problems: [],
  lesson: "director-without-route",
  find: (examination) =>
    lost(examination)
      .filter(({ leg, end, trip }) => (leg === "back" || leg === "home") && end.node === trip?.director.node)
      .map(({ end: { node, packet }, request }) => ({
        node: node.name,
        evidence: { client: request.client.name, target: formatIpv4(packet.dst) },
        remedy: led(examination, node, packet.dst),
      })),
};

export const routerWithoutRoute: FindingKind<"router-without-route"> = {
  name: "router-without-route",
  problems: [],
  lesson: "first-request",
  find: (examination) =>
    endsOfKind(examination, "refused")
      .filter(({ end: { node, drop }, trip }) => {
        const isRouter = node !== trip?.server && node !== trip?.director.node;
        return drop.reason === "no-route" && isRouter;
      })
      .map(({ end: { node, packet } }) => ({
        node: node.name,
        evidence: { src: formatIpv4(packet.src), target: formatIpv4(packet.dst) },
        remedy: led(examination, node, packet.dst),
      })),
};

type Lost = Ended & { readonly end: Extract<End, { kind: "no-route" | "refused" }> };

/** Packets of a machine's own, or on their way through it, that it has no route for. */
function lost(examination: Examination): Lost[] {
  const refused = endsOfKind(examination, "refused").filter(({ end }) => end.drop.reason === "no-route");
  return [...endsOfKind(examination, "no-route"), ...refused];
}

function led({ world }: Examination, node: NetNode, target: Ipv4Address): Remedy[] {
  const gateway = gatewayTo(world, node, target);
  if (gateway === undefined) return [];
  return [{ node: node.name, command: routeCommand(node, target, gateway.address) }];
}

function through({ world }: Examination, node: NetNode, director: NetNode, target: Ipv4Address): Remedy[] {
  const address = addressOnLink(world, node, director);
  return address === undefined ? [] : [{ node: node.name, command: routeCommand(node, target, address) }];
}
