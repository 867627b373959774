/**
 * A server of direct routing behind a router: the frame goes to the router, with a packet for the virtual
 * address inside, and the router sends it back to the director, lap after lap.
 */

import { formatIpv4 } from "#sim/wire/address";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { serverNames, serverOption, serviceOption } from "../reading.ts";
import type { Trip } from "../trips.ts";

type Name = "not-on-link";

export const notOnLink: FindingKind<Name> = {
  name: "not-on-link",
  problems: [18],
  lesson: "link-not-subnet",
  find: ({ trips }) => trips.flatMap((trip) => told(trip)),
};

function told(trip: Trip): Found<Name>[] {
  const { method, outward, director, service, destination, asked } = trip;
  const [first] = outward.hops;
  if (method !== "direct" || first?.gateway === undefined) return [];
  const evidence = {
    ...serverNames(service, destination),
    gateway: formatIpv4(first.gateway),
    router: first.takers[0]?.node.name ?? "",
    vip: formatIpv4(asked.dst),
  };
  return [{ node: director.node.name, evidence, remedy: cure(trip) }];
}

/** A tunnel leads through routers; the server must be ready to take the packets out of it first. */
function cure({ server, director, service, destination, asked }: Trip): Remedy[] {
  const named = `${serviceOption(service)} ${serverOption(destination)}`;
  const edit = `ipvsadm -e ${named} -i -w ${destination.weight}`;
  const vip = formatIpv4(asked.dst);
  const ready = [
    "modprobe ipip; ip link set tunl0 up",
    `ip addr add ${vip}/32 dev tunl0`,
    "sysctl -w net.ipv4.conf.tunl0.rp_filter=2",
  ];
  return [
    ...(server === undefined ? [] : ready.map((command) => ({ node: server.name, command }))),
    { node: director.node.name, command: edit },
  ];
}
