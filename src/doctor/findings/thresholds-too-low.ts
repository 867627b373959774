/**
 * The upper thresholds of all servers of a service together are fewer connections than its clients open: a
 * browser alone opens six at a time (RFC 9112 section 9.4 leaves the number to clients; six is what they
 * settled on). Whoever comes when all are full is refused.
 */

import { nameOf } from "#sim/ipvs/destination";
import { serviceText } from "#sim/ipvs/service";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import { editCommand } from "../reading.ts";
import { clientsOf, type Offer } from "../requests.ts";

type Name = "thresholds-too-low";

/** Connections that a browser opens to one server at a time. */
export const connectionsOfBrowser = 6;

export const thresholdsTooLow: FindingKind<Name> = {
  name: "thresholds-too-low",
  problems: [],
  lesson: undefined,
  find: (examination) => examination.offers.flatMap((offer) => told(examination, offer)),
};

function told({ world }: Examination, { director: { node }, service }: Offer): Found<Name>[] {
  const usable = service.destinations.filter(({ weight }) => weight > 0);
  if (usable.length === 0 || usable.some(({ upperThreshold }) => upperThreshold === 0)) return [];
  const capacity = usable.reduce((sum, { upperThreshold }) => sum + upperThreshold, 0);
  const clients = clientsOf(world).length;
  const needed = connectionsOfBrowser * clients;
  if (capacity >= needed) return [];
  const thresholds = usable.map((one) => ({ destination: nameOf(one), upper: one.upperThreshold }));
  const share = Math.ceil(needed / usable.length);
  return [
    {
      node: node.name,
      evidence: { service: serviceText(service), capacity, needed, clients, thresholds },
      remedy: usable.map((one) => ({
        node: node.name,
        command: editCommand(service, one, { upperThreshold: share }),
      })),
    },
  ];
}
