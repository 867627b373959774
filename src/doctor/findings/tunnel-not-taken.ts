/**
 * Nothing on a server takes packets out of the tunnel: the module is not loaded, its device is down,
 * nobody hears the port of GUE, or GRE packets come with a checksum that the device does not ask for, or
 * without one that it does.
 */

import type { NetNode } from "#sim/nodes/node";
import { fallbackNames, type TunnelKind } from "#sim/stack/tunnel";
import { protocols } from "#sim/wire/ipv4";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import type { FindingFacts } from "../finding-facts.ts";
import { editCommand, serverNames } from "../reading.ts";
import type { Trip } from "../trips.ts";

type Name = "tunnel-not-taken";
type Why = FindingFacts[Name]["why"];

export const tunnelNotTaken: FindingKind<Name> = {
  name: "tunnel-not-taken",
  problems: [7],
  lesson: "tunnel-in-a-packet",
  find: ({ trips }) => trips.flatMap((trip) => told(trip)),
};

interface Wanted {
  readonly trip: Trip;
  readonly node: NetNode;
  readonly kind: TunnelKind;
  readonly device: string;
}

function told(trip: Trip): Found<Name>[] {
  const { unwrapped, outward, service, destination } = trip;
  if (unwrapped === undefined || unwrapped.device !== undefined || outward.end.kind !== "arrived") return [];
  const { node } = outward.end;
  const { type, port } = destination.tunnel;
  const kind: TunnelKind = type === "gre" ? "gre" : "ipip";
  const wanted = { trip, node, kind, device: fallbackNames[kind] };
  const why = whyOf(wanted);
  const evidence = { ...serverNames(service, destination), type, device: wanted.device, why, port };
  return [{ node: node.name, evidence, remedy: cure(wanted, why) }];
}

function whyOf({ trip, node: { stack }, kind, device }: Wanted): Why {
  const { type, port } = trip.destination.tunnel;
  if (!stack.protocols.has(protocols[kind])) return "module";
  const isHeard = type !== "gue" || stack.tunnels.fouPorts.some((each) => each.port === port);
  if (!isHeard) return "port";
  const isUp = stack.interfaces.get(device)?.device.isUp;
  if (isUp === undefined) return "none";
  return isUp ? "checksum" : "down";
}

function cure({ trip, node: { name: node, stack }, kind, device }: Wanted, why: Why): Remedy[] {
  const { director, service, destination } = trip;
  const { type, port } = destination.tunnel;
  if (why === "checksum") {
    const asks = stack.tunnels.tunnels.some(
      (each) => each.interface.device.name === device && each.inputChecksum,
    );
    const tunnel = { ...destination.tunnel, checksum: asks ? ("full" as const) : ("none" as const) };
    return [{ node: director.node.name, command: editCommand(service, destination, { tunnel }) }];
  }
  const lines = [
    ...(why === "module" ? [`modprobe ${kind === "gre" ? "ip_gre" : "ipip"}`] : []),
    ...(type === "gue" && why !== "down" ? [`modprobe fou; ip fou add port ${port} gue`] : []),
    `ip link set ${device} up`,
  ];
  return lines.map((command) => ({ node, command }));
}
