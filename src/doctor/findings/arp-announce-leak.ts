/**
 * A real server keeps silent when asked for the virtual address, but asks in its name: to answer a client it
 * looks for the next hop, and without arp_announce 2 the question's sender is the virtual address. Everybody
 * on the link who has an entry for that address takes the server's MAC address into it.
 */

import { formatIpv4 } from "#sim/wire/address";
import { senderOnWire } from "../arp.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found } from "../finding.ts";
import { hearersOf } from "../link.ts";
import { settingOf } from "../reading.ts";
import type { Trip } from "../trips.ts";
import type { Hop } from "../walk.ts";

type Name = "arp-announce-leak";

export const arpAnnounceLeak: FindingKind<Name> = {
  name: "arp-announce-leak",
  problems: [4],
  lesson: "arp-announce-leak",
  find: (examination) => examination.trips.flatMap((trip) => leaks(examination, trip)),
};

function leaks({ world, trips }: Examination, { method, request, asked, back }: Trip): Found<Name>[] {
  const [first] = back?.hops ?? [];
  if (first === undefined || first.isFixed || method === "nat" || method === "fullnat") return [];
  const { node, output, asksAs, nextHop } = first;
  if (asksAs !== asked.dst) return [];
  if (senderOnWire({ node, iface: output }, asksAs, nextHop) !== asked.dst) return [];
  const hears = new Set(hearersOf(world, output.device).map(({ iface }) => iface));
  const believer = [request, ...trips.map((trip) => trip.request)]
    .flatMap(({ walk }) => walk.hops)
    .find((hop) => hop.nextHop === asked.dst && !hop.isFixed && hears.has(hop.output));
  return believer === undefined ? [] : [told(first, believer)];
}

function told({ node, output, asksAs, nextHop }: Hop, believer: Hop): Found<Name> {
  return {
    node: node.name,
    evidence: {
      vip: formatIpv4(asksAs),
      device: output.device.name,
      asked: formatIpv4(nextHop),
      believer: believer.node.name,
      setting: settingOf(node.stack, output, "arp_announce", "max"),
    },
    remedy: [{ node: node.name, command: "sysctl -w net.ipv4.conf.all.arp_announce=2" }],
  };
}
