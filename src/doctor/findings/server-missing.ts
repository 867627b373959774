/** Nobody has the address of a server of a service. */

import { isLocalAddress } from "#sim/stack/source-address";
import { formatIpv4 } from "#sim/wire/address";
import type { FindingKind, Found } from "../finding.ts";
import { serverNames, serverOption, serviceOption } from "../reading.ts";
import type { Trip } from "../trips.ts";
import { ownersOf, type World } from "../world.ts";

type Name = "server-missing";

export const serverMissing: FindingKind<Name> = {
  name: "server-missing",
  problems: [34],
  lesson: undefined,
  find: ({ world, trips }) => trips.flatMap((trip) => told(world, trip)),
};

function told(world: World, { director, service, destination }: Trip): Found<Name>[] {
  const { address } = destination;
  if (isLocalAddress(director.node.stack, address) || ownersOf(world, address).length > 0) return [];
  const { name: node } = director.node;
  const command = `ipvsadm -d ${serviceOption(service)} ${serverOption(destination)}`;
  const evidence = { address: formatIpv4(address), ...serverNames(service, destination) };
  return [{ node, evidence, remedy: [{ node, command }] }];
}
