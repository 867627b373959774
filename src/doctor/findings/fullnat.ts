/**
 * FULLNAT needs local addresses, and ports of them: without, or with too few, connections are dropped before
 * a way is chosen. And a server that has the module toa and has not loaded it takes the director for the
 * client.
 */

import { localAddressesOf } from "#sim/ipvs/local-addresses";
import { type Service, serviceText } from "#sim/ipvs/service";
import type { NetNode } from "#sim/nodes/node";
import { outputRoute } from "#sim/stack/route-lookup";
import { isConfigured } from "#sim/stack/source-address";
import { contains, formatIpv4, type Ipv4Address } from "#sim/wire/address";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { serverNames, serviceOption } from "../reading.ts";
import { clientsOf, type Director, type Offer } from "../requests.ts";
import { endsOf } from "../translation.ts";
import type { Trip } from "../trips.ts";
import { methodOf } from "../trips.ts";
import { connectionsOfBrowser } from "./thresholds-too-low.ts";

export const fullnatNoLocalAddress: FindingKind<"fullnat-no-local-address"> = {
  name: "fullnat-no-local-address",
  problems: [28],
  lesson: "fullnat-both-addresses",
  find: ({ offers }) =>
    offers
      .filter((offer) => isFullnat(offer) && localsOf(offer).length === 0)
      .map((offer) => ({
        node: offer.director.node.name,
        evidence: { service: serviceText(offer.service) },
        remedy: more(offer.director, offer.service, 1),
      })),
};

export const fullnatFewPorts: FindingKind<"fullnat-few-ports"> = {
  name: "fullnat-few-ports",
  problems: [28],
  lesson: "fullnat-both-addresses",
  find: (examination) => examination.offers.flatMap((offer) => scarce(examination, offer)),
};

export const fullnatWithoutToa: FindingKind<"fullnat-without-toa"> = {
  name: "fullnat-without-toa",
  problems: [27],
  lesson: "fullnat-both-addresses",
  find: ({ trips }) => trips.flatMap((trip) => untold(trip)),
};

const isFullnat = ({ service }: Offer): boolean =>
  service.destinations.some((destination) => methodOf(destination) === "fullnat");

function localsOf({ director, service }: Offer): Ipv4Address[] {
  const { localEnds } = director.ipvs;
  return localEnds === undefined ? [] : localAddressesOf(localEnds, service).map(({ address }) => address);
}

function scarce({ world }: Examination, offer: Offer): Found<"fullnat-few-ports">[] {
  const { director, service } = offer;
  const { localEnds } = director.ipvs;
  const addresses = localsOf(offer);
  if (!isFullnat(offer) || localEnds === undefined || addresses.length === 0) return [];
  const { fullnat_lport_min: first, fullnat_lport_max: last } = localEnds.sysctl;
  const ports = (last - first + 1) * addresses.length;
  const needed = connectionsOfBrowser * clientsOf(world).length;
  if (ports >= needed) return [];
  const { name: node } = director.node;
  const evidence = {
    service: serviceText(service),
    ports,
    first,
    last,
    addresses: addresses.map(formatIpv4),
    needed,
  };
  return [{ node, evidence, remedy: [{ node, command: "sysctl -w net.ipv4.vs.fullnat_lport_max=65535" }] }];
}

/**
 * `ipvsadm --add-laddr` with an address of the director on the side of its servers that is none of a service.
 */
function more({ node, ipvs }: Director, service: Service, count: number): Remedy[] {
  const [destination] = service.destinations;
  const way = destination === undefined ? undefined : outputRoute(node.stack, { dst: destination.address });
  if (way === undefined || !way.ok) return [];
  const { output } = way.route;
  const taken = new Set(ipvs.services.all.map(({ address }) => address));
  const usable = output.addresses.filter(({ address }) => !taken.has(address));
  const toServers = usable.filter(({ address, length }) => contains(address, length, way.route.nextHop));
  return (toServers.length > 0 ? toServers : usable).slice(-count).map(({ address }) => ({
    node: node.name,
    command: [
      `ipvsadm --add-laddr -z ${formatIpv4(address)} ${serviceOption(service)}`,
      `-F ${output.device.name}`,
    ].join(" "),
  }));
}

function untold({ method, end, service, destination, director }: Trip): Found<"fullnat-without-toa">[] {
  if (method !== "fullnat" || end.kind !== "arrived" || end.node === director.node) return [];
  const local = endsOf(end.asked).src;
  if (!isLocalTo(director.node, local) || end.node.stack.sockets.tcp.toldClients !== undefined) return [];
  if (end.node.kernel !== "fullnat") return [];
  const { name: node } = end.node;
  const evidence = { ...serverNames(service, destination), local: formatIpv4(local) };
  return [{ node, evidence, remedy: [{ node, command: "modprobe toa" }] }];
}

const isLocalTo = ({ stack }: NetNode, address: Ipv4Address): boolean => isConfigured(stack, address);
