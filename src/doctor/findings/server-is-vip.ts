/**
 * A server of a service has the virtual address itself as its address: the director serves itself, or nobody.
 */

import { formatIpv4 } from "#sim/wire/address";
import type { FindingKind, Found } from "../finding.ts";
import { serverNames, serverOption, serviceOption } from "../reading.ts";
import { listens, type Trip } from "../trips.ts";

type Name = "server-is-vip";

export const serverIsVip: FindingKind<Name> = {
  name: "server-is-vip",
  problems: [],
  lesson: "four-modes",
  find: ({ trips }) => trips.flatMap((trip) => told(trip)),
};

function told({ director: { node }, service, destination, asked }: Trip): Found<Name>[] {
  if (destination.address !== asked.dst || listens(node, asked)) return [];
  const command = `ipvsadm -d ${serviceOption(service)} ${serverOption(destination)}`;
  const evidence = { vip: formatIpv4(asked.dst), ...serverNames(service, destination) };
  return [{ node: node.name, evidence, remedy: [{ node: node.name, command }] }];
}
