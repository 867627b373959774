/**
 * What an encapsulation is: how the tunnel method wraps a packet, and what it finds in errors about wrapped
 * ones.
 *
 * One object each; `encapsulations/index.ts` lists them.
 */

import type { Ipv4Packet, Ipv4Payload } from "../wire/ipv4.ts";
import type { Destination, TunnelOptions } from "./destination.ts";

export interface Encapsulation {
  /** As `ipvsadm --tun-type` takes it. */
  readonly name: string;
  /** The IP protocol of wrapped packets. */
  readonly protocol: number;
  /** Bytes it adds, the outer IP header included. */
  readonly overhead: (options: TunnelOptions) => number;
  /** What the outer packet carries. */
  readonly wrap: (inner: Ipv4Packet, destination: Destination) => Ipv4Payload;
  /** The inner packet of a wrapped one, as far as it can be read; `undefined` if it is none of its kind. */
  readonly unwrap: (outer: Ipv4Packet, options: TunnelOptions) => Ipv4Packet | undefined;
}
