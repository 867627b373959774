/**
 * Segment sizes and the window offered.
 *
 * The window's right edge never moves left, and moves right only when it can by at least one segment (RFC
 * 9293 section 3.8.6.2.2, against silly windows). The buffer does not grow by itself.
 */

import type { Ipv4Address } from "#sim/wire/address";
import { hasException, pathMtu } from "../path-cache.ts";
import type { ResolvedRoute } from "../route.ts";
import { outputRoute } from "../route-lookup.ts";
import type { Stack } from "../stack.ts";
import type { Receiver, TcpSocket } from "./tcp-socket.ts";

const headers = 40;
const timestampsLength = 12;
const largestWindow = 65536;
const largestField = 65535;

/**
 * The route of a socket, looked up anew after any change of the routing tables; `undefined`: none any more.
 */
export function routeOf(socket: TcpSocket): ResolvedRoute | undefined {
  const { stack } = socket;
  if (socket.routeGeneration === stack.fib.generation) return socket.route;
  const { remoteAddress: dst, localAddress: src, mark } = socket;
  const way = outputRoute(stack, { dst, src, mark });
  socket.route = way.ok ? way.route : undefined;
  socket.routeGeneration = stack.fib.generation;
  return socket.route;
}

/** The MSS that this host asks for in a SYN. */
export const advertisedMss = (stack: Stack, destination: Ipv4Address, route: ResolvedRoute): number =>
  route.route.advmss > 0 ? route.route.advmss : pathMtu(stack, destination, route) - headers;

/**
 * The largest segment a socket may send now: what the peer asked for, and what the path is known to carry.
 * What others have learnt of the path it does not know before it has sent something.
 */
export function sendingMss(socket: TcpSocket): number {
  const route = hasStalePath(socket) ? undefined : routeOf(socket);
  if (route !== undefined) socket.pathMtu = pathMtu(socket.stack, socket.remoteAddress, route);
  const most = Math.min(socket.peerMss, socket.pathMtu - headers);
  return socket.features.timestamps ? most - timestampsLength : most;
}

const hasStalePath = ({ stack, route, routeGeneration, remoteAddress }: TcpSocket): boolean =>
  routeGeneration !== stack.fib.generation && route !== undefined && hasException(stack, remoteAddress);

/** The first window: the largest multiple of a segment that fits. */
export const initialWindow = (mss: number): number => largestWindow - (largestWindow % mss);

/** The window field of a SYN or SYN-ACK, which is never scaled. */
export const unscaledField = (window: number): number => Math.min(window, largestField);

/** The window now, after moving its edge as far as may be, in bytes. */
export function offerWindow(receiver: Receiver): number {
  const current = Math.max(0, (receiver.edge - receiver.next) | 0);
  const free = receiver.capacity - receiver.unread;
  const whole = free - (free % receiver.mss);
  if (whole < current + receiver.mss) return current;
  receiver.edge = receiver.next + whole;
  return whole;
}

/** The window field of any other segment. */
export function scaledField(window: number, scale: number): number {
  if (scale === 0) return Math.min(window, largestField);
  return Math.min(Math.ceil(window / 2 ** scale), largestField);
}
