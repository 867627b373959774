/** Which part a machine has in a service: its director, or one of its servers. */

import type { NetNode } from "#sim/nodes/node";
import { isConfigured } from "#sim/stack/source-address";
import type { Examination } from "./examination.ts";
import type { Offer, Virtual } from "./requests.ts";

/** What is offered at a virtual address, by any director. */
export const offersAt = ({ offers }: Examination, virtual: Virtual): Offer[] =>
  offers.filter(({ virtuals }) =>
    virtuals.some(({ address, port }) => address === virtual.address && port === virtual.port),
  );

/** Whether a machine is a real server of a service of this address, at another machine. */
export const isServerOf = (examination: Examination, node: NetNode, virtual: Virtual): boolean =>
  offersAt(examination, virtual).some(
    ({ director, service }) =>
      director.node !== node &&
      service.destinations.some(
        ({ address }) => isConfigured(node.stack, address) && address !== virtual.address,
      ),
  );
