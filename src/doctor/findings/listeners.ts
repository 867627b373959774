/**
 * A packet reaches its server and no program takes it. By direct routing and tunnelling the port stays as the
 * client asked for it: a server that listens on another port hopes for a mapping that only NAT can do.
 */

import type { NetNode } from "#sim/nodes/node";
import { isConfigured } from "#sim/stack/source-address";
import { formatIpv4, isLoopback } from "#sim/wire/address";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { protocols } from "#sim/wire/ipv4";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { listeningPorts, serverNames } from "../reading.ts";
import { scheduledBy } from "../requests.ts";
import { endsOf } from "../translation.ts";
import type { Trip } from "../trips.ts";

export const portNotMapped: FindingKind<"port-not-mapped"> = {
  name: "port-not-mapped",
  problems: [24],
  lesson: "port-mapping",
  find: ({ trips }) => trips.flatMap((trip) => unmapped(trip)),
};

export const nobodyListens: FindingKind<"nobody-listens"> = {
  name: "nobody-listens",
  problems: [34],
  lesson: "first-request",
  find: ({ trips }) => trips.flatMap((trip) => unheard(trip)),
};

interface Unserved {
  readonly node: NetNode;
  readonly packet: Ipv4Packet;
  readonly listening: readonly number[];
}

/** Where a packet arrives that no program takes; a director that schedules it again serves it otherwise. */
function unservedAt({ end, isServed, server, director, destination, asked }: Trip): Unserved | undefined {
  if (isServed || end.kind !== "arrived" || destination.address === asked.dst) return undefined;
  const { node, packet, mark } = end;
  // A whole prefix on lo makes a machine of every address in it: that is told for itself.
  const isMeant = isConfigured(node.stack, destination.address) || isLoopback(destination.address);
  if (node !== server || !isMeant) return undefined;
  if (node !== director.node && scheduledBy(node, packet, mark) !== undefined) return undefined;
  return { node, packet, listening: listeningPorts(node).filter((port) => port !== sshPort) };
}

/** Every machine has it; it is never what a service is mapped to. */
const sshPort = 22;

const isUnmapped = ({ method, asked }: Trip, { listening }: Unserved): boolean =>
  (method === "direct" || method === "tunnel") && asked.protocol === protocols.tcp && listening.length > 0;

function unmapped(trip: Trip): Found<"port-not-mapped">[] {
  const unserved = unservedAt(trip);
  const { method, service, destination } = trip;
  if (unserved === undefined || !isUnmapped(trip, unserved)) return [];
  if (method !== "direct" && method !== "tunnel") return [];
  const { node, packet, listening } = unserved;
  const { dst, dstPort: port } = endsOf(packet);
  const match = `-d ${formatIpv4(dst)} -p tcp --dport ${port}`;
  const command = `iptables -t nat -A PREROUTING ${match} -j REDIRECT --to-ports ${listening[0]}`;
  const evidence = { ...serverNames(service, destination), port, listening, method };
  return [{ node: node.name, evidence, remedy: [{ node: node.name, command }] }];
}

function unheard(trip: Trip): Found<"nobody-listens">[] {
  const unserved = unservedAt(trip);
  if (unserved === undefined || isUnmapped(trip, unserved)) return [];
  const { node, packet, listening } = unserved;
  const { service, destination } = trip;
  const { dst, dstPort: port } = endsOf(packet);
  const evidence = { ...serverNames(service, destination), address: formatIpv4(dst), port, listening };
  return [{ node: node.name, evidence, remedy: [started(node.name, packet, port)] }];
}

function started(node: string, { protocol }: Ipv4Packet, port: number): Remedy {
  if (protocol === protocols.udp) return { node, command: `nc -l -k -u ${port} &` };
  return { node, command: port === 80 ? "systemctl start httpd" : `nc -l -k ${port} &` };
}
