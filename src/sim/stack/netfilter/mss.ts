/**
 * TCPMSS: the segment size that a SYN announces is lowered to what fits a path or to a given size, so that
 * nobody sends what would have to be fragmented. It is never raised; where a SYN has none, the default of 536
 * is meant.
 */

import { type Ipv4Packet, withEnds } from "#sim/wire/ipv4";
import { type TcpOptions, type TcpSegment, tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { tcpOptions } from "#sim/wire/tcp-options";
import type { PacketContext } from "../packet-context.ts";
import { pathMtu } from "../path-cache.ts";
import type { Stack } from "../stack.ts";

const headers = 40;

/** Lowers the segment size that a SYN announces; `size` undefined: to what the route of the packet allows. */
export function clampMss(stack: Stack, context: PacketContext, size: number | undefined): void {
  const { packet, route } = context;
  const { payload } = packet;
  if (payload.kind !== "tcp" || (payload.flags & tcpFlags.syn) === 0) return;
  const limit = size ?? (route === undefined ? undefined : pathMtu(stack, packet.dst, route) - headers);
  const announced = payload.options?.mss;
  if (limit === undefined || (announced !== undefined && announced <= limit)) return;
  if (announced === undefined && size === undefined) return;
  context.packet = withMss(packet, payload, limit);
}

const noOptions: TcpOptions = tcpOptions({});

function withMss(packet: Ipv4Packet, segment: TcpSegment, mss: number): Ipv4Packet {
  const changed = tcpSegment({ ...segment, options: { ...(segment.options ?? noOptions), mss } });
  const longer = changed.length - segment.length;
  const rewritten = withEnds(packet, packet.src, packet.dst, changed);
  return longer === 0 ? rewritten : { ...rewritten, length: rewritten.length + longer };
}
