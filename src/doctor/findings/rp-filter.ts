/**
 * A strict reverse path filter that will drop: of what comes out of a tunnel, whose way back to the client
 * leads out of another device, and of any packet that comes in where no answer to it would go out. The larger
 * of `all` and the device counts.
 */

import { isTunnel } from "#sim/link/device";
import type { NetNode } from "#sim/nodes/node";
import type { Interface } from "#sim/stack/interface";
import { outputRoute } from "#sim/stack/route-lookup";
import { confName } from "#sim/stack/sysctl-rules";
import { formatIpv4 } from "#sim/wire/address";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { endsOfKind } from "../ends.ts";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { settingOf } from "../reading.ts";

export const rpFilterTunnel: FindingKind<"rp-filter-tunnel"> = {
  name: "rp-filter-tunnel",
  problems: [13, 14],
  lesson: "tunl0-reverse-path",
  find: (examination) => filtered(examination, true),
};

export const rpFilterStrict: FindingKind<"rp-filter-strict"> = {
  name: "rp-filter-strict",
  problems: [14, 16, 17],
  lesson: "rp-filter-modes",
  find: (examination) => filtered(examination, false),
};

/** Both kinds tell the same of what they found. */
type Filtered = Found<"rp-filter-strict"> & Found<"rp-filter-tunnel">;

interface Refused {
  readonly node: NetNode;
  readonly input: Interface;
  readonly packet: Ipv4Packet;
}

const filtered = (examination: Examination, isOfTunnel: boolean): Filtered[] =>
  endsOfKind(examination, "refused")
    .filter(({ end }) => end.drop.reason === "reverse-path" && isTunnel(end.input.device) === isOfTunnel)
    .map(({ end }) => told(end));

function told({ node, input, packet }: Refused): Filtered {
  const way = outputRoute(node.stack, { dst: packet.src });
  const setting = settingOf(node.stack, input, "rp_filter", "max");
  const back = way.ok ? way.route.output.device.name : "";
  const evidence = { src: formatIpv4(packet.src), device: input.device.name, setting, back };
  return { node: node.name, evidence, remedy: cure(node, input, way.ok) };
}

/** Loose suffices where there is any way back; without one, or without an address, only no filter does. */
function cure(
  { name: node, stack }: NetNode,
  { device, conf, addresses }: Interface,
  hasWayBack: boolean,
): Remedy[] {
  const own = confName(device.name, "rp_filter");
  if (hasWayBack && addresses.length > 0) return [{ node, command: `sysctl -w ${own}=2` }];
  const names = [
    ...(stack.sysctl.all.rp_filter === 0 ? [] : [confName("all", "rp_filter")]),
    ...(conf.rp_filter === 0 ? [] : [own]),
  ];
  return [{ node, command: `sysctl -w ${names.map((name) => `${name}=0`).join(" ")}` }];
}
