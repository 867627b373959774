/**
 * The director has the virtual address and does not answer for it: arp_ignore, meant for the real servers, is
 * set on it as well, and the address is on another device than the one that is asked.
 */

import { formatIpv4 } from "#sim/wire/address";
import type { FindingKind, Found } from "../finding.ts";
import { holderOf, settingOf } from "../reading.ts";
import type { Hop } from "../walk.ts";

type Name = "director-keeps-silent";

export const directorKeepsSilent: FindingKind<Name> = {
  name: "director-keeps-silent",
  problems: [],
  lesson: "three-cures",
  find: (examination) =>
    examination.requests.flatMap(({ directors, walk }) =>
      walk.hops.flatMap((hop) =>
        (hop.takers.length > 0 ? [] : hop.silences)
          .filter(({ place, why }) => directors.includes(place.node) && why.reason === "arp-ignored")
          .flatMap(({ place }) => told(hop, place)),
      ),
    ),
};

function told({ nextHop, node: asker }: Hop, { node, iface }: Hop["takers"][number]): Found<Name>[] {
  const holder = holderOf(node.stack, nextHop);
  if (holder === undefined || iface.device.kind === "loopback") return [];
  const vip = formatIpv4(nextHop);
  const { name: device } = iface.device;
  const { length = 32 } = holder.addresses.find(({ address }) => address === nextHop) ?? {};
  const from = holder.device.name;
  const setting = settingOf(node.stack, iface, "arp_ignore", "max");
  const command = `ip addr del ${vip}/${length} dev ${from}; ip addr add ${vip}/32 dev ${device}`;
  return [
    {
      node: node.name,
      evidence: { vip, holder: from, device, setting, asker: asker.name },
      remedy: [{ node: node.name, command }],
    },
  ];
}
