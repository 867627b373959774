/**
 * IP in IP (RFC 2003): the packet itself is the payload.
 */

import { headerLengthOf, ipv4HeaderLength, protocols } from "#sim/wire/ipv4";
import type { Encapsulation } from "../encapsulation.ts";

export const ipip: Encapsulation = {
  name: "ipip",
  protocol: protocols.ipip,
  overhead: () => ipv4HeaderLength,
  wrap: (inner) => inner,
  unwrap: (outer) =>
    outer.payload.kind === "ipv4" ? { inner: outer.payload, before: headerLengthOf(outer) } : undefined,
};
