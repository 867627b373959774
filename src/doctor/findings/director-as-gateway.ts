/**
 * The answers of direct routing or tunnelling come back to the director as their gateway: their source is the
 * virtual address, which is its own, and such a packet cannot be. rp_filter has nothing to do with it.
 */

import type { NetNode } from "#sim/nodes/node";
import { isConfigured } from "#sim/stack/source-address";
import { formatIpv4 } from "#sim/wire/address";
import { endsOfKind } from "../ends.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { addressOnLink, settingOf } from "../reading.ts";
import type { Request } from "../requests.ts";
import type { Trip } from "../trips.ts";
import type { End } from "../walk.ts";

type Name = "director-as-gateway";

export const directorAsGateway: FindingKind<Name> = {
  name: "director-as-gateway",
  problems: [15],
  lesson: "director-as-gateway",
  find: (examination) =>
    endsOfKind(examination, "refused").flatMap(({ leg, end, request, trip }) =>
      leg === "back" && trip !== undefined ? told(examination, end, request, trip) : [],
    ),
};

function told(
  examination: Examination,
  { node, input, packet, drop }: Extract<End, { kind: "refused" }>,
  request: Request,
  { server, back }: Trip,
): Found<Name>[] {
  if (drop.reason !== "martian-source" || !isConfigured(node.stack, packet.src) || server === undefined)
    return [];
  const setting = settingOf(node.stack, input, "accept_local", "either");
  const [first] = back?.hops ?? [];
  const evidence = {
    vip: formatIpv4(packet.src),
    device: input.device.name,
    server: server.name,
    gateway: formatIpv4(first?.nextHop ?? packet.dst),
    setting,
  };
  return [{ node: server.name, evidence, remedy: cure(examination, request, server, node) }];
}

/** The way that the request came is one that the answer can take; else the director must believe it. */
function cure(
  { world }: Examination,
  { walk, client }: Request,
  server: NetNode,
  director: NetNode,
): Remedy[] {
  const router = walk.hops.at(-1)?.node;
  const gateway =
    router === undefined || router === client ? undefined : addressOnLink(world, server, router);
  if (gateway === undefined) {
    return [{ node: director.name, command: "sysctl -w net.ipv4.conf.all.accept_local=1" }];
  }
  return [{ node: server.name, command: `ip route replace default via ${formatIpv4(gateway)}` }];
}
