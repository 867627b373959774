/**
 * What a host's own failed ARP does: an ICMP "host unreachable" about a packet comes back over loopback.
 */

import { originated } from "#sim/stack/packet-context";
import { icmpError as tell } from "#sim/stack/socket";
import type { Stack } from "#sim/stack/stack";
import { icmpError, icmpTypes, unreachableCodes } from "#sim/wire/icmp";
import type { Ipv4Packet } from "#sim/wire/ipv4";

/** Tells the sockets of a host that a packet's next hop does not answer. */
export function hostUnreachable(stack: Stack, packet: Ipv4Packet): void {
  const message = icmpError({ type: icmpTypes.unreachable, code: unreachableCodes.host, quote: packet });
  tell(stack, originated(packet, 0), message);
}
