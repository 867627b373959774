/**
 * GRE packets for this node (RFC 2784): which are taken, by which device.
 *
 * A device takes only packets that have a checksum if it asks for one, and none if it does not; others are
 * errors of the device, and nobody is told. Leaves out payloads other than IPv4.
 */

import { protocols } from "../wire/ipv4.ts";
import { drop } from "./drop.ts";
import type { PacketContext } from "./packet-context.ts";
import type { Stack } from "./stack.ts";
import { refuseTunnelled, takeIn, tunnelFor } from "./tunnel.ts";
import { dropFor } from "./verdict.ts";

/** The module gre: it takes the protocol, and drops everything until ip_gre brings devices. */
export function registerGre(stack: Stack): void {
  stack.protocols.set(protocols.gre, (context) => receiveGre(stack, context));
}

/** Takes a packet of protocol 47; `quotedBytes`: what an error about it quotes, where that is not it. */
export function receiveGre(stack: Stack, context: PacketContext, quotedBytes?: Uint8Array): void {
  const { payload } = context.packet;
  const hasDevices = stack.tunnels.tunnels.some(({ kind }) => kind === "gre");
  if (payload.kind !== "gre" || !hasDevices) {
    drop(stack, context, dropFor("no-tunnel-device"));
    return;
  }
  if (!payload.checksumOk) {
    drop(stack, context, dropFor("bad-checksum"));
    return;
  }
  const tunnel = tunnelFor(stack, "gre", context.packet);
  if (tunnel === undefined) {
    refuseTunnelled(stack, context, quotedBytes);
    return;
  }
  const { device } = tunnel.interface;
  if (payload.hasChecksum !== tunnel.inputChecksum) {
    device.counters.rxErrors++;
    drop(stack, context, dropFor("tunnel-checksum"));
    return;
  }
  const inner = payload.payload;
  if (inner.kind === "ipv4") takeIn(stack, context, { tunnel, inner });
  else drop(stack, context, dropFor("no-protocol"));
}
