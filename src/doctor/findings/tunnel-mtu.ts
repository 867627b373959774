/**
 * The outer header of a tunnel leaves too little room for a full packet of the client, and the client never
 * learns of it: the director's ICMP message is dropped on its way, or has no route. Pages load, uploads hang.
 */

import { encapsulations } from "#sim/ipvs/encapsulations/index";
import { pathMtu } from "#sim/stack/path-cache";
import { outputRoute } from "#sim/stack/route-lookup";
import { advertisedMss } from "#sim/stack/tcp/window";
import { icmpMessage, icmpTypes, unreachableCodes } from "#sim/wire/icmp";
import { ipv4, ipv4HeaderLength, protocols } from "#sim/wire/ipv4";
import type { Examination } from "../examination.ts";
import type { FindingKind, Found, Remedy } from "../finding.ts";
import { gatewayTo, routeCommand, serverNames } from "../reading.ts";
import { clampsSegments } from "../rules.ts";
import type { Trip } from "../trips.ts";
import { type Walk, walk } from "../walk.ts";

type Name = "tunnel-mtu";

export const tunnelMtu: FindingKind<Name> = {
  name: "tunnel-mtu",
  problems: [20],
  lesson: "uploads-hang",
  find: (examination) => examination.trips.flatMap((trip) => told(examination, trip)),
};

interface Squeeze {
  readonly overhead: number;
  readonly mtu: number;
  readonly room: number;
  readonly length: number;
}

function told(examination: Examination, trip: Trip): Found<Name>[] {
  const { method, end, director, asked, request } = trip;
  if (method !== "tunnel" || end.kind !== "arrived" || asked.protocol !== protocols.tcp) return [];
  const { client, walk: came } = request;
  if (director.ipvs.sysctl.pmtu_disc === 0 || client.stack.sysctl.global.ip_no_pmtu_disc !== 0) return [];
  const squeeze = squeezeOf(trip);
  const passed = [end.node, director.node, ...came.hops.map(({ node }) => node)];
  if (squeeze === undefined || squeeze.length <= squeeze.room || passed.some(clampsSegments)) return [];
  const error = errorToClient(examination, trip);
  if (error.end.kind !== "eaten" && error.end.kind !== "no-route") return [];
  return [founded(examination, trip, squeeze, error)];
}

/** How long a packet of the client may be, and how much of it fits into the tunnel. */
function squeezeOf({ outward, destination, end, request, asked, director }: Trip): Squeeze | undefined {
  const encapsulation = encapsulations.find(({ name }) => name === destination.tunnel.type);
  if (encapsulation === undefined || end.kind !== "arrived") return undefined;
  const overhead = encapsulation.overhead({ options: destination.tunnel, isUnsummed: false });
  const [ours, theirs] = [
    outputRoute(end.node.stack, { dst: asked.src }),
    outputRoute(request.client.stack, { dst: request.virtual.address }),
  ];
  const way = outputRoute(director.node.stack, { dst: destination.address });
  if (!ours.ok || !theirs.ok || !way.ok) return undefined;
  const mss = advertisedMss(end.node.stack, asked.src, ours.route) + 40;
  const length = Math.min(mss, pathMtu(request.client.stack, request.virtual.address, theirs.route));
  const mtu = Math.min(
    pathMtu(director.node.stack, destination.address, way.route),
    ...outward.hops.map(({ output }) => output.device.mtu),
  );
  return { overhead, mtu, room: mtu - overhead, length };
}

/** The way of the director's word that fragmentation is needed. */
function errorToClient({ world }: Examination, { director, asked, request }: Trip): Walk {
  const way = outputRoute(director.node.stack, { dst: asked.src });
  const { unreachable } = icmpTypes;
  const payload = icmpMessage({
    type: unreachable,
    code: unreachableCodes.fragmentationNeeded,
    rest: 0,
    payload: new Uint8Array(ipv4HeaderLength + 8),
  });
  const src = way.ok ? way.route.source : asked.dst;
  const packet = ipv4({
    origin: 0,
    src,
    dst: asked.src,
    protocol: protocols.icmp,
    payload,
    dontFragment: false,
  });
  return walk(world, director.node, { packet, rewritten: request.rewritten, isReply: true });
}

function founded(examination: Examination, trip: Trip, squeeze: Squeeze, { end }: Walk): Found<Name> {
  const { service, destination, request } = trip;
  const rule = end.kind === "eaten" ? `${end.rule.chain} ${end.rule.text}` : "";
  const evidence = { ...serverNames(service, destination), ...squeeze, client: request.client.name, rule };
  const { name: node } = "node" in end ? end.node : trip.director.node;
  return { node, evidence, remedy: cure(examination, trip, end) };
}

function cure({ world }: Examination, { asked }: Trip, end: Walk["end"]): Remedy[] {
  if (end.kind === "eaten") {
    const command = `iptables -I ${end.rule.chain} -p icmp --icmp-type fragmentation-needed -j ACCEPT`;
    return [{ node: end.node.name, command }];
  }
  if (end.kind !== "no-route") return [];
  const gateway = gatewayTo(world, end.node, asked.src);
  if (gateway === undefined) return [];
  return [{ node: end.node.name, command: routeCommand(end.node, asked.src, gateway.address) }];
}
