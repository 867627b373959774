/**
 * What a tunnel device makes of errors about packets that it sent: "fragmentation needed" teaches it the
 * path MTU to its other end.
 *
 * Other errors are left out: Linux counts them and tells the next senders that the host is unreachable.
 */

import { anyAddress } from "../wire/address.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { learnFromTooBig } from "./icmp-input.ts";
import type { IcmpReport } from "./socket.ts";
import type { Stack } from "./stack.ts";
import type { TunnelKind } from "./tunnel.ts";

/** An error about a packet of a tunnel's protocol. */
export function learnFromTunnelError(stack: Stack, kind: TunnelKind, report: IcmpReport): void {
  const { quote, type, code, rest } = report;
  const isOurs = stack.tunnels.tunnels.some(
    (tunnel) =>
      tunnel.kind === kind &&
      (tunnel.remote === quote.dst || tunnel.remote === anyAddress) &&
      (tunnel.local === quote.src || tunnel.local === anyAddress),
  );
  const isTooBig = type === icmpTypes.unreachable && code === unreachableCodes.fragmentationNeeded;
  if (isOurs && isTooBig) learnFromTooBig(stack, quote.dst, rest);
}
