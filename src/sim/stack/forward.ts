/**
 * A packet passes through: time to live, size, redirect, the forward hook, and out again.
 *
 * Order of tests as in Linux 6.1 (RFC 1812 section 5.2.7 and 5.3.1).
 */

import { icmpTypes } from "../wire/icmp.ts";
import { withTtl } from "../wire/ipv4.ts";
import { drop } from "./drop.ts";
import { run } from "./hooks.ts";
import { sendError } from "./icmp-error.ts";
import { finish, forwardMtu, refuseTooBig } from "./output.ts";
import type { PacketContext } from "./packet-context.ts";
import { redirectIfBetter } from "./redirect.ts";
import type { Stack } from "./stack.ts";
import { dropFor } from "./verdict.ts";

/** Passes a packet on along `context.route`. */
export function forward(stack: Stack, context: PacketContext): void {
  const { packet, route } = context;
  if (route === undefined) return;
  if (context.linkDestination !== "host") {
    drop(stack, context, dropFor("unicast-in-broadcast-frame"));
    return;
  }
  if (packet.ttl <= 1) {
    stack.snmp.IpInHdrErrors++;
    drop(stack, context, dropFor("ttl-expired"));
    sendError(stack, context, { type: icmpTypes.timeExceeded, code: 0, rest: 0 });
    return;
  }
  const mtu = forwardMtu(stack, packet, route);
  if (packet.length > mtu && packet.dontFragment) {
    refuseTooBig(stack, context, mtu);
    return;
  }
  context.packet = withTtl(packet, packet.ttl - 1);
  const { cause } = stack.simulation;
  redirectIfBetter(stack, context);
  stack.simulation.cause = cause;
  const verdict = run(stack.hooks.forward, context);
  if (verdict.kind === "drop") drop(stack, context, verdict);
  if (verdict.kind !== "accept") return;
  stack.snmp.IpForwDatagrams++;
  stack.snmp.IpExtOutOctets += packet.length;
  if (stack.simulation.traced) {
    const device = (context.route ?? route).output.device.name;
    stack.simulation.emit({ kind: "packet-forwarded", node: stack.name, packet: context.packet, device });
  }
  finish(stack, context);
}
