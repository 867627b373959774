/**
 * No director of a service has its virtual address: nobody answers for it, and what arrives is not for
 * anybody.
 */

import type { Service } from "#sim/ipvs/service";
import { serviceText } from "#sim/ipvs/service";
import { isConfigured, isLocalAddress } from "#sim/stack/source-address";
import { formatIpv4 } from "#sim/wire/address";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import { distinct } from "../reading.ts";
import type { Offer, Virtual } from "../requests.ts";
import { offersAt } from "../roles.ts";

type Name = "vip-not-on-director";

export const vipNotOnDirector: FindingKind<Name> = {
  name: "vip-not-on-director",
  problems: [],
  lesson: "first-request",
  find: (examination) =>
    distinct(
      examination.offers.flatMap((offer) => ofOffer(examination, offer)),
      keyOf,
    ),
};

const keyOf = ({ evidence }: Found<Name>): string => `${evidence.service} ${evidence.vip}`;

const ofOffer = (examination: Examination, { director, service, virtuals }: Offer): Found<Name>[] =>
  virtuals
    .filter((virtual) => isHeldByNone(examination, virtual))
    .map((virtual) => told(director.node.name, service, virtual));

const isHeldByNone = (examination: Examination, virtual: Virtual): boolean =>
  offersAt(examination, virtual).every(
    ({ director: { node } }) =>
      !isLocalAddress(node.stack, virtual.address) && !isConfigured(node.stack, virtual.address),
  );

function told(node: string, service: Service, { address }: Virtual): Found<Name> {
  const vip = formatIpv4(address);
  return {
    node,
    evidence: { service: serviceText(service), vip },
    remedy: [{ node, command: `ip addr add ${vip}/32 dev lo` }],
  };
}
