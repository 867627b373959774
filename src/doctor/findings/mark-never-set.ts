/** A service by firewall mark, and no rule that sets the mark: no packet ever belongs to it. */

import type { NetNode } from "#sim/nodes/node";
import type { Ipv4Address } from "#sim/wire/address";
import { formatIpv4 } from "#sim/wire/address";
import type { FindingKind, Found } from "../finding.ts";
import { listeningPorts } from "../reading.ts";
import { markingRules, type Offer } from "../requests.ts";
import { methodOf } from "../trips.ts";
import { ownersOf, type World } from "../world.ts";

type Name = "mark-never-set";

export const markNeverSet: FindingKind<Name> = {
  name: "mark-never-set",
  problems: [],
  lesson: undefined,
  find: ({ world, offers }) =>
    offers.flatMap((offer) => {
      const { fwmark: mark } = offer.service;
      const { node } = offer.director;
      return mark === 0 || markingRules(node, mark).length > 0 ? [] : [told(world, offer, mark)];
    }),
};

function told(world: World, { director: { node }, service }: Offer, mark: number): Found<Name> {
  const servers = service.destinations.flatMap(({ address }) => ownersOf(world, address));
  const ports = [...new Set(servers.flatMap((server) => listeningPorts(server)))].sort((a, b) => a - b);
  const needsVip = service.destinations.some((destination) => methodOf(destination) !== "nat");
  const vip = sharedAddress(node, needsVip ? servers : []);
  const to = vip === undefined ? "" : `-d ${formatIpv4(vip)} `;
  const which = ports.length === 0 ? "" : `-m multiport --dports ${ports.join(",")} `;
  const command = `iptables -t mangle -A PREROUTING ${to}-p tcp ${which}-j MARK --set-mark ${mark}`;
  return { node: node.name, evidence: { mark }, remedy: [{ node: node.name, command }] };
}

/** The virtual address: what the director has as its servers do; else an address of its own. */
function sharedAddress({ stack }: NetNode, servers: readonly NetNode[]): Ipv4Address | undefined {
  const own = [...stack.fib.addressOwners.keys()].filter((address) => address >>> 24 !== 127);
  return own.find((address) => servers.some((server) => server.stack.fib.addressOwners.has(address)));
}
