/**
 * FULLNAT (`ipvsadm -b` of a kernel that has it): a packet gets the destination's address and port, and in
 * place of the client's a local address and port of this node. So replies come back here from any network,
 * whatever gateway the destination has; it sees the client only by the option TOA.
 *
 * Not in the mainline kernel: as the patched kernels of large sites and DPVS have it. Time to live stays as
 * it is unless `fullnat_xmit_ttl` says otherwise, time-outs of states are those of the mainline kernel.
 * Leaves out SYNPROXY, resets to both ends when an entry expires, the client's address for UDP, IPv6, and
 * copies of entries on another director: they have no local end.
 */

import { pathMtu } from "#sim/stack/path-cache";
import { registerRecord } from "#sim/stack/sysctl-register";
import { accept, dropFor } from "#sim/stack/verdict";
import { formatIpv4, isLoopback } from "#sim/wire/address";
import { withQuote } from "#sim/wire/icmp";
import { type Ipv4Packet, type Ipv4Payload, withEnds } from "#sim/wire/ipv4";
import { tcpFlags } from "#sim/wire/tcp";
import { toaLength } from "#sim/wire/tcp-options";
import { addressOf, type Connection, connectionFlags, endpointOf, portOf } from "../connection.ts";
import { connectionName } from "../connection-name.ts";
import { followFlow } from "../flow-tracking.ts";
import type { Forwarder, Side } from "../forwarder.ts";
import {
  initialSequence,
  type PortPair,
  quotedOfClient,
  quotedOfServer,
  towardsClient,
  towardsServer,
} from "../fullnat-tcp.ts";
import type { Ipvs } from "../ipvs.ts";
import {
  findByLocalEnd,
  giveLocalEndBack,
  type LocalEnd,
  localAddressesOf,
  noLocalEnds,
  renewPools,
  takeLocalEnd,
} from "../local-addresses.ts";
import { protocolOf } from "../protocol-list.ts";
import { serviceText } from "../service.ts";
import { announceForwarded, inject, mark, prepare, type WayRules } from "../way.ts";

const keepingTtl: WayRules = {
  mayBeLocal: true,
  mayBeRemote: true,
  mayTurnLocal: true,
  overhead: 0,
  limitsSize: true,
  keepsTtl: true,
};
const ageing: WayRules = { ...keepingTtl, keepsTtl: false };

const keepsTtl = ({ localEnds }: Ipvs): boolean => localEnds?.sysctl.fullnat_xmit_ttl === 0;

export const fullnat: Forwarder = {
  name: "fullnat",
  option: { short: "b", long: "fullnat" },
  listed: "FullNat",
  number: 5,
  kernels: ["fullnat"],
  rewritesDestination: true,
  rewritesSource: true,
  load,
  keepsTtl,
  bind(ipvs, connection) {
    if ((connection.flags & (connectionFlags.template | connectionFlags.sync)) !== 0) return true;
    const { localEnds } = ipvs;
    if (localEnds !== undefined && takeLocalEnd(ipvs, localEnds, connection)) return true;
    announceExhaustion(ipvs, connection);
    return false;
  },
  unbind({ localEnds }, connection) {
    if (localEnds !== undefined) giveLocalEndBack(localEnds, connection);
  },
  forward(ipvs, connection, context) {
    const before = context.packet;
    const local = connection.extra?.local;
    if (local === undefined) return dropFor("ipvs-no-local-port");
    const way = prepare(ipvs, connection, context, keepsTtl(ipvs) ? keepingTtl : ageing);
    if (typeof way === "object") return way;
    const fromOutside = context.input !== undefined;
    if (way === "local" && isLoopback(addressOf(connection.server)) && fromOutside) {
      return dropFor("ipvs-crossing-local");
    }
    chooseSequence(ipvs, connection, local, before.payload);
    const mtu =
      context.route === undefined ? 0 : pathMtu(ipvs.stack, addressOf(connection.server), context.route);
    context.packet = toDestination(connection, local, context.packet, mtu);
    mark(connection, context);
    followFlow(connection, context);
    announceForwarded(ipvs, connection, context, before);
    return way === "local" ? accept : inject(ipvs.stack, context);
  },
  rewriteReply(connection, packet) {
    const { payload } = packet;
    const { local } = connection.extra ?? {};
    const ports = { srcPort: portOf(connection.virtual), dstPort: portOf(connection.client) };
    const isTcp = payload.kind === "tcp" && local !== undefined;
    const changed = isTcp ? towardsClient(payload, local, ports) : withPorts(connection, payload, ports);
    return resized(packet, connection.virtual, connection.client, changed);
  },
  translateError: translate,
};

/** Switches, and the table by which replies are found. */
function load(ipvs: Ipvs): void {
  const { simulation, stack } = ipvs;
  const ends = noLocalEnds(simulation.random(`${stack.name} local addresses`).next());
  ipvs.localEnds = ends;
  ipvs.replyFinders.push((protocol, sender, receiver) => findByLocalEnd(ends, protocol, sender, receiver));
  const port = { min: 1, max: 65535, after: () => renewPools(ends) };
  registerRecord(stack.sysctl, "net.ipv4.vs", ends.sysctl, {
    fullnat_lport_min: port,
    fullnat_lport_max: port,
    fullnat_xmit_ttl: { min: 0, max: 1 },
  });
}

/** The client's SYN decides how far its numbers are from those the server sees. */
function chooseSequence(ipvs: Ipvs, connection: Connection, local: LocalEnd, payload: Ipv4Payload): void {
  if (local.delta !== undefined || payload.kind !== "tcp") return;
  if ((payload.flags & (tcpFlags.syn | tcpFlags.ack)) !== tcpFlags.syn) return;
  const { now } = ipvs.simulation;
  const secret = ipvs.localEnds?.secret ?? 0;
  const first = initialSequence({ local: local.endpoint, server: connection.server, now, secret });
  local.delta = (first - payload.seq) >>> 0;
}

/** A client's packet from the local end to the destination; TOA where the path's MTU has room for it. */
function toDestination(connection: Connection, local: LocalEnd, packet: Ipv4Packet, mtu: number): Ipv4Packet {
  const { payload } = packet;
  const ports = { srcPort: portOf(local.endpoint), dstPort: portOf(connection.server) };
  if (payload.kind !== "tcp") {
    return resized(packet, local.endpoint, connection.server, withPorts(connection, payload, ports));
  }
  const client = packet.length + toaLength <= mtu ? endpointOf(connection.client) : undefined;
  const changed = towardsServer(payload, { local, client, ...ports });
  return resized(packet, local.endpoint, connection.server, changed);
}

const withPorts = (
  { protocol }: Connection,
  payload: Ipv4Payload,
  { srcPort, dstPort }: PortPair,
): Ipv4Payload => protocolOf(protocol)?.withPorts(payload, srcPort, dstPort) ?? payload;

/** A packet between two endpoints, as long as its payload makes it. */
function resized(packet: Ipv4Packet, from: number, to: number, payload: Ipv4Payload): Ipv4Packet {
  const changed = withEnds(packet, addressOf(from), addressOf(to), payload);
  const longer = payload.length - packet.payload.length;
  return longer === 0 ? changed : { ...changed, length: changed.length + longer };
}

/** Both layers of an ICMP error: as from the other side, and the quote shows what this one knows. */
function translate(connection: Connection, packet: Ipv4Packet, side: Side): Ipv4Packet {
  const { payload } = packet;
  const { local } = connection.extra ?? {};
  if (payload.kind !== "icmp" || payload.quote === undefined || local === undefined) return packet;
  const message = withQuote(payload, translateQuote(connection, local, payload.quote, side));
  return side === "client"
    ? withEnds(packet, addressOf(connection.virtual), addressOf(connection.client), message)
    : withEnds(packet, addressOf(local.endpoint), addressOf(connection.server), message);
}

function translateQuote(connection: Connection, local: LocalEnd, quote: Ipv4Packet, side: Side): Ipv4Packet {
  const [from, to] =
    side === "client" ? [connection.client, connection.virtual] : [connection.server, local.endpoint];
  const ports = { srcPort: portOf(from), dstPort: portOf(to) };
  const renumbered = quotedOf(quote.payload, local, side);
  return withEnds(quote, addressOf(from), addressOf(to), withPorts(connection, renumbered, ports));
}

function quotedOf(payload: Ipv4Payload, local: LocalEnd, side: Side): Ipv4Payload {
  if (payload.kind !== "tcp") return payload;
  return side === "client" ? quotedOfClient(payload, local) : quotedOfServer(payload, local);
}

function announceExhaustion(ipvs: Ipvs, connection: Connection): void {
  const service = connection.destination?.service;
  const { localEnds, simulation, stack } = ipvs;
  if (!simulation.traced || service === undefined || localEnds === undefined) return;
  simulation.emit({
    kind: "no-local-port",
    node: stack.name,
    service: serviceText(service),
    connection: connectionName(connection),
    addresses: localAddressesOf(localEnds, service).map(({ address, connections }) => ({
      address: formatIpv4(address),
      connections,
    })),
    lowest: localEnds.sysctl.fullnat_lport_min,
    highest: localEnds.sysctl.fullnat_lport_max,
  });
}
