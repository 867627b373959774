/**
 * Two machines of one link have the same address and both answer for it: what others believe is chance. A
 * virtual address at its directors and servers is another matter.
 */

import { anyAddress, formatIpv4, formatPrefix, isLoopback } from "#sim/wire/address";
import { ask } from "../arp.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import { distinct } from "../reading.ts";
import { isServerOf } from "../roles.ts";
import type { Place } from "../world.ts";

type Name = "duplicate-address";

export const duplicateAddress: FindingKind<Name> = {
  name: "duplicate-address",
  problems: [],
  lesson: undefined,
  find: (examination) =>
    distinct(
      [...examination.world.places.values()].flatMap((place) => doubles(examination, place)),
      ({ evidence, node }) => [node, evidence.other].sort().join(" ") + evidence.address,
    ),
};

/** The later of two machines is the one that is told of. */
function doubles(examination: Examination, place: Place): Found<Name>[] {
  const { world } = examination;
  const { node, iface } = place;
  return iface.addresses
    .filter(({ address }) => iface.device.isUp && !isLoopback(address) && iface.device.kind !== "loopback")
    .flatMap(({ address, length }) => {
      if (isVirtual(examination, place, address)) return [];
      const { answers } = ask(world, place, address, anyAddress);
      const other = answers.find((answer) => answer.node !== node && holds(answer, address));
      if (other === undefined || world.nodes.indexOf(other.node) > world.nodes.indexOf(node)) return [];
      const { name: device } = iface.device;
      const evidence = {
        address: formatIpv4(address),
        device,
        other: other.node.name,
        otherDevice: other.iface.device.name,
      };
      const command = `ip addr del ${formatPrefix({ address, length })} dev ${device}`;
      return [{ node: node.name, evidence, remedy: [{ node: node.name, command }] }];
    });
}

const holds = ({ iface }: Place, address: number): boolean =>
  iface.addresses.some((own) => own.address === address);

/** Servers that have the virtual address too are found by what their ARP does. */
const isVirtual = (examination: Examination, { node }: Place, address: number): boolean =>
  examination.offers
    .flatMap(({ virtuals }) => virtuals)
    .some((virtual) => virtual.address === address && isServerOf(examination, node, virtual));
