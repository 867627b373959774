/**
 * Packets that programs make themselves leave through raw sockets: ping, traceroute, VRRP.
 */

import type { Ipv4Address } from "../wire/address.ts";
import { type Ipv4Payload, ipv4 } from "../wire/ipv4.ts";
import { countOut } from "./icmp-counters.ts";
import type { Interface } from "./interface.ts";
import { nextIpId, nextOrigin } from "./ip-id.ts";
import { tellMissing } from "./missing-frame.ts";
import { sendDatagram } from "./output.ts";
import type { RawSocket } from "./raw-socket.ts";
import { outputRoute } from "./route-lookup.ts";
import { done, failed, type Outcome } from "./socket-errors.ts";

/** A packet to send; what is left out the stack fills in. */
export interface RawPacket {
  readonly dst: Ipv4Address;
  readonly src?: Ipv4Address | undefined;
  readonly payload: Ipv4Payload;
  readonly ttl?: number | undefined;
  readonly tos?: number | undefined;
  readonly dontFragment?: boolean | undefined;
  readonly mark?: number | undefined;
  /** SO_BINDTODEVICE: only by this interface. */
  readonly output?: Interface | undefined;
}

/**
 * Sends a packet of the socket's protocol. Fails with ENETUNREACH and the like where there is no route, EPERM
 * where a rule keeps it.
 */
export function sendRaw(socket: RawSocket, packet: RawPacket): Outcome {
  const { stack, protocol } = socket;
  const { dst, src, payload, mark = 0, output, tos = 0 } = packet;
  const way = outputRoute(stack, { dst, src, mark, output, tos });
  if (!way.ok) {
    tellMissing(stack, "datagram", { to: dst, errno: way.errno });
    return failed(way.errno);
  }
  const made = ipv4({
    origin: nextOrigin(stack),
    src: src ?? way.route.source,
    dst,
    protocol,
    payload,
    id: nextIpId(stack),
    ttl: packet.ttl ?? stack.sysctl.global.ip_default_ttl,
    tos,
    dontFragment: packet.dontFragment ?? stack.sysctl.global.ip_no_pmtu_disc === 0,
  });
  if (payload.kind === "icmp") countOut(stack.snmp, payload.type);
  return sendDatagram(stack, made, way.route, mark) ? done : failed("EPERM");
}
