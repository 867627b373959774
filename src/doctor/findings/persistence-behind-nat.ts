/**
 * Several clients reach a persistent service behind one address, as an office does: to the director they are
 * one client, and all of them get the same server for as long as any of them comes back.
 */

import { type Service, serviceText } from "#sim/ipvs/service";
import { formatIpv4 } from "#sim/wire/address";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import { serviceOption } from "../reading.ts";
import type { Request } from "../requests.ts";
import { clientsOf } from "../requests.ts";

type Name = "persistence-behind-nat";

export const persistenceBehindNat: FindingKind<Name> = {
  name: "persistence-behind-nat",
  problems: [30],
  lesson: undefined,
  find: (examination) => examination.offers.flatMap(({ service }) => crowds(examination, service)),
};

function crowds(examination: Examination, service: Service): Found<Name>[] {
  const usable = service.destinations.filter(({ weight }) => weight > 0);
  if (!service.isPersistent || usable.length < 2) return [];
  const byAddress = new Map<number, Request[]>();
  for (const request of examination.requests) {
    const { taken } = request;
    if (taken?.service !== service || sourceRewriter(request) === undefined) continue;
    byAddress.set(taken.packet.src, [...(byAddress.get(taken.packet.src) ?? []), request]);
  }
  return [...byAddress.values()].flatMap((requests) => told(examination, service, requests));
}

/** Who gave the client's packet another source. */
const sourceRewriter = ({ rewritten }: Request): string | undefined =>
  rewritten.find(({ before, after }) => before.src !== after.src)?.node;

function told(examination: Examination, service: Service, requests: readonly Request[]): Found<Name>[] {
  const names = new Set(requests.map(({ client }) => client.name));
  const clients = clientsOf(examination.world).flatMap(({ name }) => (names.has(name) ? [name] : []));
  const [first] = requests;
  const taken = first?.taken;
  if (clients.length < 2 || first === undefined || taken === undefined) return [];
  const { name: node } = taken.director.node;
  const command = `ipvsadm -E ${serviceOption(service)} -s ${service.scheduler.name}`;
  const evidence = {
    service: serviceText(service),
    timeout: service.timeout,
    address: formatIpv4(taken.packet.src),
    translator: sourceRewriter(first) ?? "",
    clients,
  };
  return [{ node, evidence, remedy: [{ node, command }] }];
}
