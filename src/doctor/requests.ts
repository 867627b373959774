/**
 * What clients may ask for, and how far a first packet of each would get: one request for every client and
 * every virtual address of the network's directors.
 *
 * Clients are the machines of that kind. A service by firewall mark is asked for where a rule sets its mark.
 */

import type { Ipvs } from "#sim/ipvs/ipvs";
import { type Service, serviceFor } from "#sim/ipvs/service";
import type { NetNode } from "#sim/nodes/node";
import type { RuleSpec } from "#sim/stack/netfilter/rule";
import { outputRoute } from "#sim/stack/route-lookup";
import { anyAddress, endpointKey, type Ipv4Address } from "#sim/wire/address";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import { tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { udpDatagram } from "#sim/wire/udp";
import { endsOf, type Rewritten } from "./translation.ts";
import { type Walk, walk } from "./walk.ts";
import { ownersOf, type World } from "./world.ts";

/** A machine with virtual services. */
export interface Director {
  readonly node: NetNode;
  readonly ipvs: Ipvs;
}

/** What a client asks for. */
export interface Virtual {
  readonly protocol: number;
  readonly address: Ipv4Address;
  readonly port: number;
}

/** A service with what a client would ask to reach it; no address: nothing leads to it. */
export interface Offer {
  readonly director: Director;
  readonly service: Service;
  readonly virtuals: readonly Virtual[];
}

export interface Request {
  readonly client: NetNode;
  readonly virtual: Virtual;
  /** Who offers it. */
  readonly directors: readonly NetNode[];
  readonly walk: Walk;
  /** What translations on the way made of it. */
  readonly rewritten: Rewritten[];
  /** Which director takes it in hand, if one does. */
  readonly taken:
    | { readonly director: Director; readonly service: Service; readonly packet: Ipv4Packet }
    | undefined;
}

/** The machines that have virtual services. */
export const directorsOf = ({ nodes }: World): Director[] =>
  nodes.flatMap((node) =>
    node.ipvs === undefined || node.ipvs.services.all.length === 0 ? [] : [{ node, ipvs: node.ipvs }],
  );

/** What the directors offer. */
export const offersOf = (world: World): Offer[] =>
  directorsOf(world).flatMap((director) =>
    director.ipvs.services.all.map((service) => ({
      director,
      service,
      virtuals: virtualsOf(world, director.node, service),
    })),
  );

function virtualsOf(world: World, node: NetNode, service: Service): Virtual[] {
  const { fwmark, protocol, address, port } = service;
  if (fwmark === 0) return [{ protocol, address, port: port === 0 ? servedPort(world, service) : port }];
  return markingRules(node, fwmark).flatMap((spec) => {
    const { destination } = spec;
    if (destination === undefined || destination.isInverted) return [];
    const asked = portOf(spec) ?? servedPort(world, service);
    return [{ protocol: spec.protocol?.number ?? protocols.tcp, address: destination.address, port: asked }];
  });
}

/** The rules of a machine that set a firewall mark on packets that come in. */
export function markingRules({ stack }: NetNode, mark: number): RuleSpec[] {
  const { nft, legacy } = stack.netfilter.sets;
  const tables = [nft, legacy].flatMap(({ tables: all }) => all.get("mangle") ?? []);
  const rules = tables.flatMap(({ chains }) => [...chains.values()].flatMap((chain) => chain.rules));
  return rules
    .map(({ spec }) => spec)
    .filter(({ target }) => target.kind === "mark" && (target.value & target.mask) >>> 0 === mark);
}

function portOf({ matches }: RuleSpec): number | undefined {
  for (const match of matches) {
    if ((match.kind === "tcp" || match.kind === "udp") && match.destinationPort !== undefined)
      return match.destinationPort.from;
    if (match.kind === "multiport" && match.which !== "source") return match.ports[0]?.from;
  }
  return undefined;
}

const usualPort = 80;

/** For a service of all ports: the lowest that a server of it listens on. */
function servedPort(world: World, { destinations }: Service): number {
  const servers = destinations.flatMap(({ address }) => ownersOf(world, address));
  const ports = servers.flatMap(({ stack }) => [...stack.sockets.tcp.listeners.keys()]);
  return ports.length === 0 ? usualPort : Math.min(...ports);
}

/** The machines that ask. */
export const clientsOf = ({ nodes }: World): NetNode[] => nodes.filter(({ kind }) => kind === "client");

/** The first packet of every client to everything that is offered. */
export function requestsOf(world: World, offers: readonly Offer[]): Request[] {
  const asked = new Map<string, { virtual: Virtual; directors: NetNode[] }>();
  for (const { director, virtuals } of offers) {
    for (const virtual of virtuals) {
      const key = `${virtual.protocol} ${virtual.address}:${virtual.port}`;
      const known = asked.get(key);
      if (known === undefined) asked.set(key, { virtual, directors: [director.node] });
      else known.directors.push(director.node);
    }
  }
  return clientsOf(world).flatMap((client) =>
    [...asked.values()].map(({ virtual, directors }) => requestOf(world, client, virtual, directors)),
  );
}

function requestOf(world: World, client: NetNode, virtual: Virtual, directors: readonly NetNode[]): Request {
  const way = outputRoute(client.stack, { dst: virtual.address });
  const packet = firstPacket(way.ok ? way.route.source : anyAddress, virtual);
  const rewritten: Rewritten[] = [];
  const prefers = (node: NetNode): boolean => directors.includes(node);
  const walked = walk(world, client, { packet, prefers, rewritten });
  return { client, virtual, directors, walk: walked, rewritten, taken: takenBy(world, walked) };
}

/** From which port the first packet comes; none of the ports that services have. */
const clientPort = 40_000;

/** A first packet of a conversation: a SYN, or a datagram. */
export function firstPacket(src: Ipv4Address, { protocol, address, port }: Virtual): Ipv4Packet {
  const ports = { srcPort: clientPort, dstPort: port };
  const segment = { ...ports, seq: 0, ack: 0, flags: tcpFlags.syn, window: 65_535 };
  const payload =
    protocol === protocols.udp ? udpDatagram({ ...ports, payload: new Uint8Array(1) }) : tcpSegment(segment);
  return ipv4({ origin: 0, src, dst: address, protocol, payload });
}

function takenBy({ nodes }: World, { end }: Walk): Request["taken"] {
  if (end.kind !== "arrived" || !nodes.includes(end.node)) return undefined;
  const { node, packet, mark } = end;
  const service = scheduledBy(node, packet, mark);
  if (service === undefined || node.ipvs === undefined) return undefined;
  return { director: { node, ipvs: node.ipvs }, service, packet };
}

/** The service by which a machine would schedule a packet that is its own. */
export function scheduledBy({ ipvs }: NetNode, packet: Ipv4Packet, mark: number): Service | undefined {
  if (ipvs === undefined || ipvs.services.all.length === 0) return undefined;
  if (ipvs.sysctl.backup_only !== 0 && ipvs.sync?.isBackup === true) return undefined;
  const { src, srcPort, dst, dstPort } = endsOf(packet);
  const flow = {
    protocol: packet.protocol,
    client: endpointKey(src, srcPort),
    virtual: endpointKey(dst, dstPort),
  };
  return serviceFor(ipvs, mark, flow);
}
