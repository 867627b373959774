/**
 * What would become of each request at each server of its service: the way from the director to the server by
 * the forwarding method, what the server makes of it, and the way of the answer.
 */

import type { Destination } from "#sim/ipvs/destination";
import { encapsulations } from "#sim/ipvs/encapsulations/index";
import { localAddressesOf } from "#sim/ipvs/local-addresses";
import type { Service } from "#sim/ipvs/service";
import type { NetNode } from "#sim/nodes/node";
import type { Interface } from "#sim/stack/interface";
import { outputRoute } from "#sim/stack/route-lookup";
import { findListener } from "#sim/stack/tcp/tcp-table";
import { type TunnelKind, tunnelFor } from "#sim/stack/tunnel";
import type { Ipv4Address } from "#sim/wire/address";
import { type Ipv4Packet, ipv4, protocols, rawPayload } from "#sim/wire/ipv4";
import { udpDatagram } from "#sim/wire/udp";
import type { Director, Request } from "./requests.ts";
import { endsOf, readdress } from "./translation.ts";
import { type End, receive, type Walk, walk } from "./walk.ts";
import { ownersOf, type World } from "./world.ts";

/** The forwarding methods by their names. */
export type Method = "nat" | "direct" | "tunnel" | "fullnat";

export interface Trip {
  readonly request: Request;
  readonly director: Director;
  readonly service: Service;
  readonly destination: Destination;
  readonly method: Method;
  /** The packet as it came to the director. */
  readonly asked: Ipv4Packet;
  /** The machine that the destination's address leads to. */
  readonly server: NetNode | undefined;
  /** From the director to the server. */
  readonly outward: Walk;
  /** By the tunnel method: what takes the packet out of the outer one, once that one is there. */
  readonly unwrapped: Unwrapped | undefined;
  /** How the server takes the client's packet, tunnel and all. */
  readonly end: End;
  /** The server has a program for it. */
  readonly isServed: boolean;
  /** The answer's way. */
  readonly back: Walk | undefined;
  /** The answer passes the director, where the method needs it to. */
  readonly passesDirector: boolean;
  /** By FULLNAT: the answer's way from the director on. */
  readonly home: Walk | undefined;
}

/** The device that takes a tunnelled packet; `undefined`: no device does. */
export interface Unwrapped {
  readonly device: Interface | undefined;
}

/** Every request at every server that it may be given to. */
export const tripsOf = (world: World, requests: readonly Request[]): Trip[] =>
  requests.flatMap((request) =>
    (request.taken?.service.destinations ?? [])
      .filter(({ weight }) => weight > 0)
      .flatMap((destination) => tripOf(world, request, destination) ?? []),
  );

function tripOf(world: World, request: Request, destination: Destination): Trip | undefined {
  const { taken } = request;
  const method = methodOf(destination);
  if (taken === undefined || method === undefined) return undefined;
  const { director, service, packet: asked } = taken;
  if (method === "fullnat" && localOf(director, service) === undefined) return undefined;
  const { outward, unwrapped, end } = go(world, { request, director, service, destination, method, asked });
  const server = serverOf(world, outward, destination.address);
  const isServed = end.kind === "arrived" && listens(end.node, end.packet);
  const answer =
    end.kind === "arrived" ? answered(world, { request, director, method, asked, end }) : undefined;
  const returned = { back: answer?.back, passesDirector: answer?.passes === true, home: answer?.home };
  return {
    ...{ request, director, service, destination, method, asked, server },
    ...{ outward, unwrapped, end, isServed },
    ...returned,
  };
}

export function methodOf({ forwarder }: Destination): Method | undefined {
  const { name } = forwarder;
  return name === "nat" || name === "direct" || name === "tunnel" || name === "fullnat" ? name : undefined;
}

/** Who has the destination's address, on the way there or anywhere. */
function serverOf(world: World, { hops, end }: Walk, address: Ipv4Address): NetNode | undefined {
  if (hops.length === 0 && end.kind === "arrived") return end.node;
  const owners = ownersOf(world, address);
  const takers = hops.flatMap((hop) => hop.takers.map(({ node }) => node));
  return takers.find((node) => owners.includes(node)) ?? owners[0];
}

interface Going {
  readonly request: Request;
  readonly director: Director;
  readonly service: Service;
  readonly destination: Destination;
  readonly method: Method;
  readonly asked: Ipv4Packet;
}

interface Gone {
  readonly outward: Walk;
  readonly unwrapped: Unwrapped | undefined;
  readonly end: End;
}

function go(world: World, going: Going): Gone {
  if (going.method === "tunnel") return goThroughTunnel(world, going);
  const { request, director, destination } = going;
  const packet = forwarded(going);
  const { rewritten } = request;
  const outward = walk(world, director.node, { packet, towards: destination.address, rewritten });
  return { outward, unwrapped: undefined, end: outward.end };
}

/** The client's packet as the director sends it. */
function forwarded({ director, service, destination, method, asked }: Going): Ipv4Packet {
  if (method === "direct" || method === "tunnel") return asked;
  const dstPort = destination.port === 0 ? endsOf(asked).dstPort : destination.port;
  const there = { dst: destination.address, dstPort };
  if (method === "nat") return readdress(asked, there);
  const local = localOf(director, service);
  return readdress(asked, local === undefined ? there : { ...there, src: local });
}

/** The first local address of a service; without one FULLNAT sends nothing. */
function localOf({ ipvs: { localEnds } }: Director, service: Service): Ipv4Address | undefined {
  return localEnds === undefined ? undefined : localAddressesOf(localEnds, service)[0]?.address;
}

function goThroughTunnel(world: World, { request, director, destination, asked }: Going): Gone {
  const { tunnel, address } = destination;
  const way = outputRoute(director.node.stack, { dst: address });
  const encapsulation = encapsulations.find(({ name }) => name === tunnel.type);
  const ports = { srcPort: 0, dstPort: tunnel.port };
  const bytes = new Uint8Array(asked.length);
  const packet = ipv4({
    origin: 0,
    src: way.ok ? way.route.source : (director.node.stack.loopback.addresses[0]?.address ?? asked.dst),
    dst: address,
    protocol: encapsulation?.protocol ?? protocols.ipip,
    payload: tunnel.type === "gue" ? udpDatagram({ ...ports, payload: bytes }) : rawPayload(bytes),
  });
  const outward = walk(world, director.node, { packet, towards: address });
  const { end } = outward;
  if (end.kind !== "arrived" || end.node === director.node) return { outward, unwrapped: undefined, end };
  const device = takerOf(end.node, packet, destination);
  if (device === undefined)
    return { outward, unwrapped: { device }, end: { kind: "unknown", node: end.node } };
  const inner = receive(
    world,
    { node: end.node, iface: device },
    { packet: asked, rewritten: request.rewritten },
  );
  return { outward, unwrapped: { device }, end: inner.end };
}

/** The device of a server that takes packets out of what the director wraps them in. */
function takerOf({ stack }: NetNode, outer: Ipv4Packet, { tunnel }: Destination): Interface | undefined {
  const kind: TunnelKind = tunnel.type === "gre" ? "gre" : "ipip";
  const number = kind === "gre" ? protocols.gre : protocols.ipip;
  if (!stack.protocols.has(number)) return undefined;
  const { fouPorts } = stack.tunnels;
  const isHeard =
    tunnel.type !== "gue" || fouPorts.some(({ port, takes }) => port === tunnel.port && takes === "gue");
  const taker = isHeard ? tunnelFor(stack, kind, outer) : undefined;
  const isSummed = kind === "gre" && tunnel.checksum !== "none";
  return taker?.inputChecksum === isSummed ? taker.interface : undefined;
}

/** Whether a program of the machine takes what a packet asks for. */
export function listens({ stack }: NetNode, packet: Ipv4Packet): boolean {
  const { dst, dstPort } = endsOf(packet);
  if (packet.protocol === protocols.tcp) return findListener(stack.sockets.tcp, dst, dstPort) !== undefined;
  const sockets = stack.sockets.udp.byPort.get(dstPort) ?? [];
  return sockets.some(({ localAddress }) => localAddress === 0 || localAddress === dst);
}

interface Answering {
  readonly request: Request;
  readonly director: Director;
  readonly method: Method;
  readonly asked: Ipv4Packet;
  readonly end: Extract<End, { kind: "arrived" }>;
}

interface Answer {
  readonly back: Walk;
  readonly home: Walk | undefined;
  readonly passes: boolean;
}

function answered(world: World, { request, director, method, asked, end }: Answering): Answer | undefined {
  if (end.node === director.node) return undefined;
  const { rewritten } = request;
  const toClient = turned(asked);
  let passes = false;
  const passing = (node: NetNode, packet: Ipv4Packet): Ipv4Packet => {
    if (node !== director.node || method !== "nat") return packet;
    passes = true;
    const { src, srcPort } = endsOf(toClient);
    return readdress(packet, { src, srcPort });
  };
  const back = walk(world, end.node, { packet: turned(end.asked), rewritten, isReply: true, passing });
  if (method !== "fullnat") return { back, home: undefined, passes };
  const isThere = back.end.kind === "arrived" && back.end.node === director.node;
  const home = isThere
    ? walk(world, director.node, { packet: toClient, rewritten, isReply: true })
    : undefined;
  return { back, home, passes: isThere };
}

/** A packet in the other direction. */
function turned(packet: Ipv4Packet): Ipv4Packet {
  const { src, srcPort, dst, dstPort } = endsOf(packet);
  return readdress(packet, { src: dst, srcPort: dstPort, dst: src, dstPort: srcPort });
}
