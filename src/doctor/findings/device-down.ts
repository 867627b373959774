/** Nobody answers for an address, because the device of its machine that it is on is down. */

import { formatIpv4 } from "#sim/wire/address";
import { endsOfKind } from "../ends.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
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

function ofHop({ world, offers }: Examination, { nextHop, node: asker }: Hop): Found<Name>[] {
  if (offers.some(({ virtuals }) => virtuals.some(({ address }) => address === nextHop))) return [];
  return world.nodes.flatMap(({ name: node, stack }) => {
    const holder = holderOf(stack, nextHop);
    if (holder === undefined || holder.device.isUp) return [];
    const { name: device } = holder.device;
    const remedy = [{ node, command: `ip link set ${device} up` }];
    return [{ node, evidence: { address: formatIpv4(nextHop), device, asker: asker.name }, remedy }];
  });
}
