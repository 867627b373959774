/**
 * A real server of direct routing or tunnelling does not have the virtual address: the packet that reaches it
 * is for somebody else, and is passed on or dropped.
 */

import { isLocalAddress } from "#sim/stack/source-address";
import { formatIpv4 } from "#sim/wire/address";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { serverNames } from "../reading.ts";
import type { Trip } from "../trips.ts";

type Name = "vip-missing";

export const vipMissing: FindingKind<Name> = {
  name: "vip-missing",
  problems: [7],
  lesson: "dr-another-mac",
  find: ({ trips }) => trips.flatMap((trip) => told(trip)),
};

function told({ method, server, service, destination, asked, outward, request }: Trip): Found<Name>[] {
  if (method !== "direct" && method !== "tunnel") return [];
  if (server === undefined || isLocalAddress(server.stack, asked.dst)) return [];
  const isFar = method === "direct" && outward.hops[0]?.gateway !== undefined;
  const isTranslated = request.rewritten.some(({ node }) => node === server.name);
  if (isFar || isTranslated || outward.hops.length === 0) return [];
  const vip = formatIpv4(asked.dst);
  const { name: node } = server;
  return [
    {
      node,
      evidence: { vip, method, ...serverNames(service, destination) },
      remedy: cure(node, vip, method),
    },
  ];
}

/** Silence first, then the address. */
function cure(node: string, vip: string, method: "direct" | "tunnel"): Remedy[] {
  const names = ["arp_ignore=1", "arp_announce=2"].map((name) => `net.ipv4.conf.all.${name}`);
  const device = method === "direct" ? "lo" : "tunl0";
  return [
    { node, command: `sysctl -w ${names.join(" ")}` },
    { node, command: `ip addr add ${vip}/32 dev ${device}` },
  ];
}
