/**
 * Nobody answers for an address, because the device of its machine that it is on is down. An address on a
 * device that is down is answered for by the others all the same: it belongs to the machine.
 */

import { formatIpv4 } from "#sim/wire/address";
import { endsOfKind } from "../ends.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import { hearersOf } from "../link.ts";
import { holderOf } from "../reading.ts";
import type { Hop } from "../walk.ts";

type Name = "device-down";

export const deviceDown: FindingKind<Name> = {
  name: "device-down",
  problems: [34],
  lesson: undefined,
  find: (examination) =>
    endsOfKind(examination, "nobody-answers").flatMap(({ end }) => ofHop(examination, end.hop)),
};

function ofHop({ world }: Examination, { nextHop, node: asker, output }: Hop): Found<Name>[] {
  const hearers = new Set(hearersOf(world, output.device).map(({ node }) => node));
  return world.nodes.flatMap((owner) => {
    const { name: node, stack } = owner;
    const holder = holderOf(stack, nextHop);
    if (holder === undefined || holder.device.isUp || hearers.has(owner)) return [];
    const { name: device } = holder.device;
    const remedy = [{ node, command: `ip link set ${device} up` }];
    return [{ node, evidence: { address: formatIpv4(nextHop), device, asker: asker.name }, remedy }];
  });
}
