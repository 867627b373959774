/**
 * IP in IP (RFC 2003): the packet itself is the payload.
 */

import { protocols } from "#sim/wire/ipv4";
import type { Encapsulation } from "../encapsulation.ts";

export const ipip: Encapsulation = {
  name: "ipip",
  protocol: protocols.ipip,
  overhead: () => 20,
  wrap: (inner) => inner,
  unwrap: ({ payload }) => (payload.kind === "ipv4" ? payload : undefined),
};
