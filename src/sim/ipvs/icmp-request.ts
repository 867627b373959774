/**
 * ICMP errors that reach the director from outside: about a reply that went to a client (they are for the
 * destination), or about a packet that the director itself had wrapped (they are for the client).
 */

import { sendError } from "../stack/icmp-error.ts";
import type { PacketContext } from "../stack/packet-context.ts";
import { hasException, hasExpiredMtu, learnMtu, pathMtu } from "../stack/path-cache.ts";
import { accept, stolen, type Verdict } from "../stack/verdict.ts";
import { type IcmpMessage, icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { headerLengthOf, type Ipv4Packet, smallestMtu } from "../wire/ipv4.ts";
import { schedule } from "./choose.ts";
import type { Connection } from "./connection.ts";
import { connectionName } from "./connection-name.ts";
import { type Flow, findRequest } from "./connection-table.ts";
import { countIn, countOut } from "./counting.ts";
import type { Destination } from "./destination.ts";
import type { Unwrapped } from "./encapsulation.ts";
import { unwrapOwn } from "./forwarders/tunnel.ts";
import { quotingError } from "./icmp-reply.ts";
import type { Ipvs } from "./ipvs.ts";
import { release } from "./lifetime.ts";
import { destinationKey, sourceKey } from "./protocol.ts";
import { protocolOf } from "./protocol-list.ts";
import type { RequestHook } from "./request.ts";
import { announceForwarded, inject, mark, prepare } from "./way.ts";

/** An ICMP message at the main hook, or passing through. Echo and the like are nobody's business here. */
export function handleErrorFromOutside(ipvs: Ipvs, context: PacketContext, hook: RequestHook): Verdict {
  const error = quotingError(context.packet.payload);
  if (error === undefined) return accept;
  const { quote } = error;
  const isLocal = context.route?.type === "local";
  const own = isLocal ? unwrapOwn(quote, destinationsOf(ipvs)) : undefined;
  if (own !== undefined && quotesPorts(error, own))
    return answerForTunnel(ipvs, context, { error, ...own, hook });
  const protocol = protocolOf(quote.protocol);
  if (protocol === undefined) return accept;
  const flow = {
    protocol: quote.protocol,
    client: destinationKey(quote),
    virtual: sourceKey(quote),
  };
  const known = findRequest(ipvs.connections, flow.protocol, flow.client, flow.virtual);
  if (known !== undefined) return sendToDestination(ipvs, known, context, hook);
  if (ipvs.sysctl.schedule_icmp === 0) return accept;
  return scheduleError(ipvs, flow, context, hook);
}

/**
 * Whether as much of a wrapped packet is quoted as it takes to know the connection: the inner header and
 * the ports.
 */
const quotesPorts = ({ quotedLength }: IcmpMessage, { inner, before }: Unwrapped): boolean =>
  quotedLength - before >= headerLengthOf(inner) + 4;

function scheduleError(ipvs: Ipvs, flow: Flow, context: PacketContext, hook: RequestHook): Verdict {
  const scheduled = schedule(ipvs, { flow, context, isError: true });
  if (scheduled.kind === "refused") return scheduled.verdict;
  const verdict = sendToDestination(ipvs, scheduled.connection, context, hook);
  release(ipvs, scheduled.connection);
  return verdict;
}

function* destinationsOf({ services }: Ipvs): Generator<Destination> {
  for (const { destinations } of services.all) yield* destinations;
}

/** An error about a reply: the destination that sent the reply should have it. */
function sendToDestination(
  ipvs: Ipvs,
  connection: Connection,
  context: PacketContext,
  hook: RequestHook,
): Verdict {
  countIn(ipvs, connection, context.packet.length);
  const { forwarder } = connection;
  if (forwarder.translateError === undefined) {
    const verdict = forwarder.forward(ipvs, connection, context);
    connection.inPackets++;
    return verdict;
  }
  const before = context.packet;
  const way = prepare(ipvs, connection, context, {
    mayBeLocal: hook !== "forward",
    mayBeRemote: true,
    mayTurnLocal: hook !== "forward",
    overhead: 0,
    limitsSize: true,
    keepsTtl: forwarder.keepsTtl?.(ipvs) === true,
  });
  if (typeof way === "object") return way;
  context.packet = forwarder.translateError(connection, context.packet, "destination");
  mark(connection, context);
  announceTranslated(ipvs, connection, context, before);
  announceForwarded(ipvs, connection, context, before);
  return way === "local" ? accept : inject(ipvs.stack, context);
}

function announceTranslated(
  ipvs: Ipvs,
  connection: Connection,
  context: PacketContext,
  before: Ipv4Packet,
): void {
  if (!ipvs.simulation.traced) return;
  ipvs.simulation.emit({
    kind: "error-translated",
    node: ipvs.stack.name,
    connection: connectionName(connection),
    towards: "destination",
    before,
    after: context.packet,
  });
}

interface TunnelError extends Unwrapped {
  readonly error: IcmpMessage & { readonly quote: Ipv4Packet };
  readonly destination: Destination;
  readonly hook: RequestHook;
}

/** An error about a packet we wrapped: the client gets it about the packet it had sent. */
function answerForTunnel(ipvs: Ipvs, context: PacketContext, about: TunnelError): Verdict {
  const { error, before, hook } = about;
  // What was quoted goes on under the name of the error about it.
  const inner = { ...about.inner, origin: context.packet.origin };
  if (protocolOf(inner.protocol) === undefined) return accept;
  const connection = findRequest(ipvs.connections, inner.protocol, sourceKey(inner), destinationKey(inner));
  if (connection === undefined) return accept;
  const isTooBig =
    error.type === icmpTypes.unreachable && error.code === unreachableCodes.fragmentationNeeded;
  const mtu = isTooBig ? learnTunnelMtu(ipvs, about) : 0;
  announceTunnelError(ipvs, connection, context, inner);
  if (isTooBig && !error.quote.dontFragment) return stolen;
  // While this node is sending an error of its own, the kernel has no socket left to send another one.
  if (hook !== "local-out") {
    context.packet = inner;
    const rest = isTooBig ? mtu : error.rest;
    const available = Math.min(inner.length, error.quotedLength - before);
    sendError(ipvs.stack, context, { type: error.type, code: error.code, rest, available });
  }
  countOut(ipvs, connection, inner.length);
  return stolen;
}

/** The error itself goes no further: what is left of it is about the packet within. */
function announceTunnelError(
  ipvs: Ipvs,
  connection: Connection,
  { packet }: PacketContext,
  inner: Ipv4Packet,
): void {
  if (!ipvs.simulation.traced) return;
  ipvs.simulation.emit({
    kind: "error-translated",
    node: ipvs.stack.name,
    connection: connectionName(connection),
    towards: "client",
    before: packet,
    after: inner,
  });
}

/**
 * Remembers the path MTU; answers what the client is told: what is left inside the tunnel of the MTU of
 * the route that the destination holds. A route that was looked up before anything was learnt still says
 * the old MTU; the next packet to the destination looks it up anew. One whose own MTU had been learnt, and
 * has expired, dies of the news, and what is dead has the smallest MTU there is.
 */
function learnTunnelMtu({ stack }: Ipvs, { error, destination, before }: TunnelError): number {
  const said = error.rest & 0xffff;
  const { route, address } = destination;
  const knowsException = hasException(stack, address) && destination.routeGeneration === stack.fib.generation;
  const isRouteDead = route !== undefined && knowsException && hasExpiredMtu(stack, address);
  learnMtu(stack, address, said);
  if (isRouteDead) return smallestMtu;
  if (route !== undefined && knowsException) {
    destination.routeMtu = pathMtu(stack, address, route);
    destination.routeGeneration = stack.fib.generation;
  }
  const mtu = route === undefined ? said : destination.routeMtu;
  return mtu > smallestMtu + before ? mtu - before : mtu;
}
