/**
 * What a forwarding method is: how a packet of a client gets to its destination, and what becomes of the
 * replies.
 *
 * One object a method; `forwarders/index.ts` lists them. A method decides alone what it changes in a
 * packet; the steps that all share (route, time to live, size) are in `way.ts`.
 */

import type { PacketContext } from "../stack/packet-context.ts";
import type { Verdict } from "../stack/verdict.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { Connection } from "./connection.ts";
import type { Ipvs } from "./ipvs.ts";
import type { KernelPart } from "./kernel-build.ts";

/** The side that an ICMP error is on its way to. */
export type Side = "client" | "destination";

/** The option of ipvsadm that asks for a method: a letter, where it has one, and a word. */
export interface ForwarderOption {
  readonly short?: string;
  readonly long: string;
}

export interface Forwarder extends KernelPart {
  readonly name: string;
  /** Left out where nobody may ask for it. */
  readonly option?: ForwarderOption;
  /** As `ipvsadm -L` prints it: Masq, Route, Tunnel. */
  readonly listed: string;
  /** The number that sync messages and the kernel's interface carry. */
  readonly number: number;
  /** Packets get the destination's address and port: so replies pass here, and ports may differ. */
  readonly rewritesDestination: boolean;
  /** They get a local address as source as well: replies come to this node, and are found by that address. */
  readonly rewritesSource?: boolean;
  /** What the method brings to a director: its switches, its way to find replies. */
  readonly load?: (ipvs: Ipvs) => void;
  /** Whether packets pass without losing a hop of their time to live; without this they lose one. */
  readonly keepsTtl?: (ipvs: Ipvs) => boolean;
  /** Gets what an entry needs beyond the destination; without it the entry is not made. */
  readonly bind?: (ipvs: Ipvs, connection: Connection) => boolean;
  /** Gives it back when the entry ends. */
  readonly unbind?: (ipvs: Ipvs, connection: Connection) => void;
  /** Sends a packet of the client, or lets it go on to this node itself. */
  readonly forward: (ipvs: Ipvs, connection: Connection, context: PacketContext) => Verdict;
  /** The reply as the client must see it; without this it leaves as it came. */
  readonly rewriteReply?: (connection: Connection, packet: Ipv4Packet) => Ipv4Packet;
  /**
   * An ICMP error about the connection, with addresses that fit the other side; without this it goes as it
   * came.
   */
  readonly translateError?: (connection: Connection, packet: Ipv4Packet, side: Side) => Ipv4Packet;
}
