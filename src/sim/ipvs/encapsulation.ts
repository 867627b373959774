/**
 * What an encapsulation is: how the tunnel method wraps a packet, and what it finds in errors about wrapped
 * ones.
 *
 * One object each; `encapsulations/index.ts` lists them.
 */

import type { Stack } from "../stack/stack.ts";
import type { Ipv4Packet, Ipv4Payload } from "../wire/ipv4.ts";
import type { TunnelOptions } from "./destination.ts";

/** How a packet is to be wrapped. */
export interface Wrapping {
  readonly stack: Stack;
  readonly options: TunnelOptions;
  /** Nobody has computed the transport checksum of the packet yet. */
  readonly isUnsummed: boolean;
}

/** A packet within a wrapped one. */
export interface Unwrapped {
  readonly inner: Ipv4Packet;
  /** Bytes before it, the outer IP header included. */
  readonly before: number;
}

export interface Encapsulation {
  /** As `ipvsadm --tun-type` takes it. */
  readonly name: string;
  /** The IP protocol of wrapped packets. */
  readonly protocol: number;
  /** Bytes it adds, the outer IP header included. */
  readonly overhead: (wrapping: Omit<Wrapping, "stack">) => number;
  /** What the outer packet carries. */
  readonly wrap: (inner: Ipv4Packet, wrapping: Wrapping) => Ipv4Payload;
  /** The inner packet of a wrapped one, as far as it can be read; `undefined` if it is none of its kind. */
  readonly unwrap: (outer: Ipv4Packet, options: TunnelOptions) => Unwrapped | undefined;
}
