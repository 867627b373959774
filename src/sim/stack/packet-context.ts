/**
 * A packet on its way through one node, and what the node knows of it: the kernel's sk_buff without the
 * buffer.
 *
 * The packet itself is a value; a rewrite puts a new one here. The context belongs to one node and one
 * passage.
 */

import type { EthernetFrame } from "../wire/ethernet.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { Interface } from "./interface.ts";
import type { FlowEntry } from "./netfilter/conntrack.ts";
import type { ResolvedRoute } from "./route.ts";

/** Whom the frame was addressed to on layer 2. */
export type LinkDestination = "host" | "broadcast" | "multicast" | "otherhost";

export interface PacketContext {
  packet: Ipv4Packet;
  /** Where it came in; `undefined` for what this node sends itself. */
  input: Interface | undefined;
  /** Where it leaves; set by routing. */
  output: Interface | undefined;
  /** The frame it came in; `undefined` for own packets and for what left a tunnel. */
  frame: EthernetFrame | undefined;
  linkDestination: LinkDestination;
  /** The firewall mark; 0: none. */
  mark: number;
  route: ResolvedRoute | undefined;
  /** IPVS has dealt with it: it takes no second look (the kernel's ipvs_property). */
  ipvsHandled: boolean;
  /** Its flow in conntrack, where conntrack runs. */
  flow: FlowEntry | undefined;
  /** In which direction of that flow it goes. */
  flowIsReply: boolean;
  /** Conntrack was told to leave it alone. */
  untracked: boolean;
  /** Bytes of the longest fragment that it was put together from here; 0: it came whole. */
  largestPiece: number;
}

/** A context for a packet that came in by `input`. */
export const received = (
  packet: Ipv4Packet,
  input: Interface,
  frame: EthernetFrame | undefined,
  linkDestination: LinkDestination,
): PacketContext => ({
  packet,
  input,
  output: undefined,
  frame,
  linkDestination,
  mark: 0,
  route: undefined,
  ipvsHandled: false,
  flow: undefined,
  flowIsReply: false,
  untracked: false,
  largestPiece: 0,
});

/** A context for a packet that this node made. */
export const originated = (packet: Ipv4Packet, mark: number): PacketContext => ({
  packet,
  input: undefined,
  output: undefined,
  frame: undefined,
  linkDestination: "host",
  mark,
  route: undefined,
  ipvsHandled: false,
  flow: undefined,
  flowIsReply: false,
  untracked: false,
  largestPiece: 0,
});
