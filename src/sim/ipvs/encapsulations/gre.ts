/**
 * GRE (RFC 2784), without key and sequence number; with a checksum if the destination wants one.
 */

import { greHeaderLength, gre as packetWithin } from "#sim/wire/gre";
import { headerLengthOf, ipv4HeaderLength, protocols } from "#sim/wire/ipv4";
import type { TunnelOptions } from "../destination.ts";
import type { Encapsulation } from "../encapsulation.ts";

const hasChecksum = ({ checksum }: TunnelOptions): boolean => checksum !== "none";

export const gre: Encapsulation = {
  name: "gre",
  protocol: protocols.gre,
  overhead: ({ options }) => ipv4HeaderLength + greHeaderLength(hasChecksum(options)),
  wrap: (inner, { options }) => packetWithin(inner, hasChecksum(options)),
  unwrap: (outer) => {
    const { payload } = outer;
    if (payload.kind !== "gre" || payload.payload.kind !== "ipv4") return undefined;
    const before = headerLengthOf(outer) + greHeaderLength(payload.hasChecksum);
    return { inner: payload.payload, before };
  },
};
