/**
 * A prefix that is too short: the machine takes somebody for a neighbour who is on another link, asks there
 * for the MAC address, and nobody answers.
 */

import type { NetNode } from "#sim/nodes/node";
import { routesOf } from "#sim/stack/fib";
import { tables } from "#sim/stack/route";
import { isConfigured } from "#sim/stack/source-address";
import { contains, formatIpv4, formatPrefix, type Ipv4Address } from "#sim/wire/address";
import { endsOfKind } from "../ends.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import { hearersOf } from "../link.ts";
import type { Hop } from "../walk.ts";

type Name = "wrong-netmask";

export const wrongNetmask: FindingKind<Name> = {
  name: "wrong-netmask",
  problems: [],
  lesson: "link-not-subnet",
  find: (examination) =>
    endsOfKind(examination, "nobody-answers").flatMap(({ end }) => ofHop(examination, end.hop)),
};

function ofHop({ world }: Examination, hop: Hop): Found<Name>[] {
  const { node, output, nextHop, gateway } = hop;
  const own = output.addresses.find(
    ({ address, length }) => length < 32 && contains(address, length, nextHop),
  );
  if (own === undefined || gateway !== undefined) return [];
  const near = new Set(hearersOf(world, output.device).map((place) => place.node));
  const owner = world.nodes.find((other) => isConfigured(other.stack, nextHop));
  if (owner === undefined || near.has(owner)) return [];
  const length = lengthOnLink([...near], own.address, nextHop);
  if (length === undefined || length <= own.length) return [];
  const prefix = formatPrefix({ address: own.address, length: own.length });
  const right = formatPrefix({ address: own.address, length });
  const { name: device } = output.device;
  const evidence = { prefix, device, target: formatIpv4(nextHop), owner: owner.name, length };
  // The routes by the device go with its address: what leads to a gateway is put back.
  const again = [...gatewaysBy(node, device)].map((line) => `; ${line}`).join("");
  const command = `ip addr del ${prefix} dev ${device}; ip addr add ${right} dev ${device}${again}`;
  return [{ node: node.name, evidence, remedy: [{ node: node.name, command }] }];
}

/** The prefix length that the neighbours on the link use. */
function lengthOnLink(near: readonly NetNode[], own: Ipv4Address, far: Ipv4Address): number | undefined {
  const lengths = near
    .flatMap(({ stack }) => [...stack.interfaces.values()].flatMap(({ addresses }) => addresses))
    .filter(
      ({ address, length }) =>
        length < 32 && contains(address, length, own) && !contains(address, length, far),
    )
    .map(({ length }) => length);
  return lengths.length === 0 ? undefined : Math.min(...lengths);
}

/** The routes of a device that have a gateway, as they are typed. */
function* gatewaysBy({ stack }: NetNode, device: string): Iterable<string> {
  for (const route of routesOf(stack.fib, tables.main) ?? []) {
    const [hop] = route.nextHops;
    if (hop?.gateway === undefined || hop.interface.device.name !== device) continue;
    const { destination: address, length } = route;
    const to = length === 0 ? "default" : formatPrefix({ address, length });
    yield `ip route add ${to} via ${formatIpv4(hop.gateway)}`;
  }
}
