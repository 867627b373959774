/**
 * A virtual address on lo with a prefix shorter than /32: on a loopback device the whole prefix becomes
 * local, and what is sent to anybody within it never leaves the machine.
 */

import type { NetNode } from "#sim/nodes/node";
import type { InterfaceAddress } from "#sim/stack/interface";
import { contains, formatIpv4, formatPrefix } from "#sim/wire/address";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import { distinct } from "../reading.ts";

type Name = "vip-on-lo-wide";

export const vipOnLoWide: FindingKind<Name> = {
  name: "vip-on-lo-wide",
  problems: [6],
  lesson: "vip-on-lo-24",
  find: (examination) => examination.world.nodes.flatMap((node) => ofNode(examination, node)),
};

function ofNode(examination: Examination, node: NetNode): Found<Name>[] {
  const vips = new Set(examination.offers.flatMap(({ virtuals }) => virtuals.map(({ address }) => address)));
  return node.stack.loopback.addresses.flatMap((own) => {
    if (!vips.has(own.address) || own.length === 32) return [];
    const swallowed = swallowedBy(examination, node, own).filter(
      ({ address }) => address !== formatIpv4(own.address),
    );
    return swallowed.length === 0 ? [] : [told(node.name, own, swallowed)];
  });
}

function swallowedBy({ world }: Examination, node: NetNode, { address: base, length }: InterfaceAddress) {
  const others = world.nodes.filter((other) => other !== node);
  const found = others.flatMap((other) =>
    [...other.stack.interfaces.values()]
      .flatMap(({ addresses }) => addresses)
      .filter(({ address }) => contains(base, length, address))
      .map(({ address }) => ({ node: other.name, address: formatIpv4(address) })),
  );
  return distinct(found, ({ node: name, address }) => `${name} ${address}`);
}

function told(
  node: string,
  { address, length }: InterfaceAddress,
  swallowed: readonly { readonly node: string; readonly address: string }[],
): Found<Name> {
  const [vip, prefix] = [formatIpv4(address), formatPrefix({ address, length })];
  const command = `ip addr del ${prefix} dev lo; ip addr add ${vip}/32 dev lo`;
  return { node, evidence: { vip, prefix, device: "lo", swallowed }, remedy: [{ node, command }] };
}
