/**
 * A real server answers ARP for the virtual address: whoever asks may believe it, and passes the director by.
 * What counts is the larger of arp_ignore of `all` and of the device that is asked; that of lo does not.
 */

import type { Interface } from "#sim/stack/interface";
import { formatIpv4 } from "#sim/wire/address";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { holderOf, settingOf } from "../reading.ts";
import type { Request } from "../requests.ts";
import { isServerOf } from "../roles.ts";
import type { Place } from "../world.ts";

type Name = "arp-answers-vip";

export const arpAnswersVip: FindingKind<Name> = {
  name: "arp-answers-vip",
  problems: [1, 2, 3, 9],
  lesson: "who-has-vip",
  find: (examination) => examination.requests.flatMap((request) => rivals(examination, request)),
};

function rivals(examination: Examination, request: Request): Found<Name>[] {
  const { virtual, directors, walk } = request;
  const hop = walk.hops.find(({ nextHop }) => nextHop === virtual.address);
  if (hop === undefined || hop.isFixed) return [];
  return hop.takers
    .filter(
      ({ node }) =>
        isServerOf(examination, node, virtual) && (!directors.includes(node) || hop.takers.length > 1),
    )
    .flatMap((place) => told(request, place, hop.node.name));
}

function told({ virtual, directors }: Request, { node, iface }: Place, asker: string): Found<Name>[] {
  const holder = holderOf(node.stack, virtual.address);
  if (holder === undefined) return [];
  const setting = settingOf(node.stack, iface, "arp_ignore", "max");
  const onLoopback = node.stack.loopback.conf.arp_ignore;
  const vip = formatIpv4(virtual.address);
  const names = { holder: holder.device.name, device: iface.device.name, asker };
  return [
    {
      node: node.name,
      evidence: { vip, ...names, director: directors[0]?.name ?? "", setting, onLoopback },
      remedy: silencing(node.name, vip, { iface, holder, value: setting.value }),
      ...(onLoopback > 0 ? { lesson: "arp-ignore-device" as const } : {}),
    },
  ];
}

interface Silencing {
  readonly iface: Interface;
  readonly holder: Interface;
  readonly value: number;
}

/** An address on the very device that is asked is answered for with arp_ignore 1 as well: it must move. */
function silencing(node: string, vip: string, { iface, holder, value }: Silencing): Remedy[] {
  const ignore = { node, command: "sysctl -w net.ipv4.conf.all.arp_ignore=1" };
  if (holder !== iface) return [ignore];
  const { length = 32 } = holder.addresses.find(({ address }) => formatIpv4(address) === vip) ?? {};
  const { name } = holder.device;
  const move = { node, command: `ip addr del ${vip}/${length} dev ${name}; ip addr add ${vip}/32 dev lo` };
  return value >= 1 ? [move] : [ignore, move];
}
