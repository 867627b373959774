/**
 * Generic UDP encapsulation (draft-ietf-intarea-gue): the packet travels in a datagram to the destination's
 * port, from a port that the flow decides.
 *
 * With remote checksum offload, packets of this node whose checksum nobody has computed yet leave that to
 * the destination; packets that came from elsewhere have theirs, and go as with a plain checksum.
 */

import { flowSourcePort } from "#sim/stack/flow-port";
import { encodeGue, gueHeader, gueHeaderLength } from "#sim/wire/gue";
import { headerLengthOf, ipv4HeaderLength, protocols } from "#sim/wire/ipv4";
import { encodePacket } from "#sim/wire/packet";
import { decodeQuote } from "#sim/wire/quote";
import { udpDatagram, udpHeaderLength } from "#sim/wire/udp";
import type { Encapsulation, Wrapping } from "../encapsulation.ts";

const isOffloaded = ({ options, isUnsummed }: Pick<Wrapping, "options" | "isUnsummed">): boolean =>
  options.checksum === "remote" && isUnsummed;

export const gue: Encapsulation = {
  name: "gue",
  protocol: protocols.udp,
  overhead: (wrapping) => ipv4HeaderLength + udpHeaderLength + gueHeaderLength(isOffloaded(wrapping)),
  wrap: (inner, wrapping) => {
    const { stack, options } = wrapping;
    return udpDatagram({
      srcPort: flowSourcePort(stack, inner),
      dstPort: options.port,
      payload: encodeGue(protocols.ipip, encodePacket(inner), isOffloaded(wrapping) ? inner : undefined),
      hasChecksum: options.checksum !== "none",
    });
  },
  unwrap: (outer, options) => {
    const { payload } = outer;
    if (payload.kind !== "udp" || payload.dstPort !== options.port) return undefined;
    const header = gueHeader(payload.payload);
    if (header === undefined || header.isControl || header.protocol !== protocols.ipip) return undefined;
    const inner = decodeQuote(payload.payload.subarray(header.length));
    const before = headerLengthOf(outer) + udpHeaderLength + header.length;
    return inner === undefined ? undefined : { inner, before };
  },
};
