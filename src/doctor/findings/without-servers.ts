/** Services that have nobody to give a client to: no servers at all, or all of them with weight 0. */

import { nameOf } from "#sim/ipvs/destination";
import { serviceText } from "#sim/ipvs/service";
import type { NetNode } from "#sim/nodes/node";
import { formatEndpoint } from "#sim/wire/address";
import type { Examination } from "../examination.ts";
import type { FindingKind, Remedy } from "../finding.ts";
import { addressOnLink, editCommand, listeningPorts, serviceOption } from "../reading.ts";
import type { Offer } from "../requests.ts";

export const noServers: FindingKind<"no-servers"> = {
  name: "no-servers",
  problems: [],
  lesson: "first-request",
  find: (examination) =>
    examination.offers
      .filter(({ service }) => service.destinations.length === 0)
      .map((offer) => ({
        node: offer.director.node.name,
        evidence: { service: serviceText(offer.service) },
        remedy: serversFor(examination, offer),
      })),
};

export const allWeightsZero: FindingKind<"all-weights-zero"> = {
  name: "all-weights-zero",
  problems: [],
  lesson: undefined,
  find: ({ offers }) =>
    offers
      .filter(
        ({ service: { destinations } }) =>
          destinations.length > 0 && destinations.every((one) => one.weight === 0),
      )
      .map(({ director: { node }, service }) => ({
        node: node.name,
        evidence: { service: serviceText(service), destinations: service.destinations.map(nameOf) },
        remedy: service.destinations.map((destination) => ({
          node: node.name,
          command: editCommand(service, destination, { weight: 1 }),
        })),
      })),
};

/**
 * The machines beside the director that listen on the service's port, by NAT: which answers by any of them.
 */
function serversFor({ world }: Examination, { director, service }: Offer): Remedy[] {
  const candidates = world.nodes.filter((node) => node.kind === "real-server");
  return candidates.flatMap((node) =>
    offered(node, { director, service }, addressOnLink(world, director.node, node)),
  );
}

function offered(
  node: NetNode,
  { director, service }: Pick<Offer, "director" | "service">,
  address: ReturnType<typeof addressOnLink>,
): Remedy[] {
  if (address === undefined || !listeningPorts(node).includes(service.port)) return [];
  const server = formatEndpoint(address, service.port);
  return [{ node: director.node.name, command: `ipvsadm -a ${serviceOption(service)} -r ${server} -m` }];
}
