/**
 * Nothing on a server takes packets out of the tunnel: the module is not loaded, its device is down, or
 * nobody hears the port of GUE. The server says so by ICMP.
 */

import type { NetNode } from "#sim/nodes/node";
import { fallbackNames, type TunnelKind } from "#sim/stack/tunnel";
import { protocols } from "#sim/wire/ipv4";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { serverNames } from "../reading.ts";
import type { Trip } from "../trips.ts";

type Name = "tunnel-not-taken";
type Why = "module" | "port" | "down" | "none";

export const tunnelNotTaken: FindingKind<Name> = {
  name: "tunnel-not-taken",
  problems: [13],
  lesson: "tunnel-in-a-packet",
  find: ({ trips }) => trips.flatMap((trip) => told(trip)),
};

function told({ unwrapped, outward, service, destination }: Trip): Found<Name>[] {
  if (unwrapped === undefined || unwrapped.device !== undefined || outward.end.kind !== "arrived") return [];
  const { node } = outward.end;
  const { type, port } = destination.tunnel;
  const kind: TunnelKind = type === "gre" ? "gre" : "ipip";
  const device = fallbackNames[kind];
  const why = whyOf(node, { kind, type, port });
  const evidence = { ...serverNames(service, destination), type, device, why, port };
  return [{ node: node.name, evidence, remedy: cure(node, { kind, type, port }, why) }];
}

interface Wanted {
  readonly kind: TunnelKind;
  readonly type: string;
  readonly port: number;
}

function whyOf({ stack }: NetNode, { kind, type, port }: Wanted): Why {
  if (!stack.protocols.has(protocols[kind])) return "module";
  const isHeard = type !== "gue" || stack.tunnels.fouPorts.some((each) => each.port === port);
  if (!isHeard) return "port";
  return stack.interfaces.get(fallbackNames[kind])?.device.isUp === false ? "down" : "none";
}

function cure({ name: node }: NetNode, { kind, type, port }: Wanted, why: Why): Remedy[] {
  const module = kind === "gre" ? "ip_gre" : "ipip";
  const lines = [
    ...(why === "module" ? [`modprobe ${module}`] : []),
    ...(type === "gue" && (why === "module" || why === "port")
      ? [`modprobe fou; ip fou add port ${port} gue`]
      : []),
    `ip link set ${fallbackNames[kind]} up`,
  ];
  return lines.map((command) => ({ node, command }));
}
