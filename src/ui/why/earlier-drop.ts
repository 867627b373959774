/**
 * Why nothing came back: the latest packet of the same connection that ended on its way, on whatever machine.
 *
 * A timer that fires knows nothing of it; the record does. Packets are recognised by one end of the
 * connection, which address translation on the way leaves as it is.
 */

import type { LinkDropReason } from "#sim/link/link-events";
import type { DropReason } from "#sim/stack/verdict";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import { formatIpv4 } from "#sim/wire/address";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import type { EarlierDrop } from "#words/why-facts";
import type { Past } from "./past.ts";

/** Further back nobody looks. */
const mostEvents = 4000;

/** Copies that a flood brought to the wrong machine end there, and nothing is lost by it. */
const harmless: ReadonlySet<DropReason | LinkDropReason> = new Set([
  "other-host",
  "group-not-joined",
  "same-port",
]);

/** Where the latest lost packet with this end (`10.0.0.6:41000`) was lost. */
export function earlierDrop(past: Past, { id }: TraceEvent, end: string): EarlierDrop | undefined {
  let looked = 0;
  for (const { id: event, event: seen } of past.before(id)) {
    if (++looked > mostEvents) return undefined;
    const lost = lostIn(seen);
    if (lost === undefined || harmless.has(lost.reason) || !hasEnd(lost.packet, end)) continue;
    return { event, node: seen.node, reason: lost.reason };
  }
  return undefined;
}

/**
 * The same for a program that knows only whom it asked: by its end of the latest connection to there, which
 * address translation leaves as it is.
 */
export function earlierDropTowards(past: Past, traced: TraceEvent, remote: string): EarlierDrop | undefined {
  let looked = 0;
  for (const { event } of past.before(traced.id)) {
    if (++looked > mostEvents) break;
    if (event.kind !== "tcp-state-changed" || event.node !== traced.event.node) continue;
    if (event.remote === remote) return earlierDrop(past, traced, event.local);
  }
  return earlierDrop(past, traced, remote);
}

interface Lost {
  readonly packet: Ipv4Packet;
  readonly reason: DropReason | LinkDropReason;
}

function lostIn(event: NetworkEvent): Lost | undefined {
  if (event.kind === "packet-dropped") return event;
  if (event.kind !== "frame-dropped" || event.frame.payload.kind !== "ipv4") return undefined;
  return { packet: event.frame.payload, reason: event.reason };
}

/** Whether an end is one of the packet's, or of the packet within it, or of the one it quotes. */
function hasEnd({ src, dst, payload }: Ipv4Packet, end: string): boolean {
  switch (payload.kind) {
    case "tcp":
    case "udp":
      return (
        `${formatIpv4(src)}:${payload.srcPort}` === end || `${formatIpv4(dst)}:${payload.dstPort}` === end
      );
    case "ipv4":
      return hasEnd(payload, end);
    case "gre":
      return payload.payload.kind === "ipv4" && hasEnd(payload.payload, end);
    case "icmp":
      return payload.quote !== undefined && hasEnd(payload.quote, end);
    case "raw":
      return false;
  }
}
