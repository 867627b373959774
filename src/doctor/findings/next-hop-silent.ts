/** A route leads to a gateway that nobody on the link is. */

import { isConfigured } from "#sim/stack/source-address";
import { formatIpv4 } from "#sim/wire/address";
import { endsOfKind } from "../ends.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import { gatewayTo } from "../reading.ts";
import type { Hop } from "../walk.ts";

type Name = "next-hop-silent";

export const nextHopSilent: FindingKind<Name> = {
  name: "next-hop-silent",
  problems: [10],
  lesson: "whose-gateway",
  find: (examination) =>
    endsOfKind(examination, "nobody-answers").flatMap(({ end }) => ofHop(examination, end.hop)),
};

function ofHop({ world }: Examination, { node, output, nextHop, gateway, packet }: Hop): Found<Name>[] {
  if (gateway === undefined || world.nodes.some(({ stack }) => isConfigured(stack, nextHop))) return [];
  const better = gatewayTo(world, node, packet.dst);
  const via = better === undefined ? undefined : `ip route replace default via ${formatIpv4(better.address)}`;
  const evidence = {
    address: formatIpv4(nextHop),
    device: output.device.name,
    target: formatIpv4(packet.dst),
  };
  return [
    { node: node.name, evidence, remedy: via === undefined ? [] : [{ node: node.name, command: via }] },
  ];
}
