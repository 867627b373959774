/**
 * What can be observed in a node's stack. Values that decided travel with the event, so that "why?" needs no
 * second look at tables that have changed since.
 */

import type { DecidingSetting } from "../link/link-events.ts";
import type { Ipv4Address, MacAddress } from "../wire/address.ts";
import type { ArpMessage } from "../wire/arp.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { NeighbourState } from "./neighbour.ts";
import type { RouteFacts } from "./route.ts";
import type { DropReason } from "./verdict.ts";

/** What can be expected to leave, in words. */
export type MissingFrame = "SYN" | "SYN-ACK" | "segment" | "reset" | "datagram" | "ICMP reply" | "ICMP error";

/** What changed a neighbour entry: an ARP message, time, use, proof by a layer above, or an administrator. */
export type NeighbourOccasion = "reply" | "request" | "gratuitous" | "timer" | "used" | "confirmed" | "admin";

/** What is answered by an acknowledgement that asks whether it was meant (RFC 5961). */
export type TcpChallenge = "reset-in-window" | "syn" | "old-ack";

/** Why no ICMP error is sent about a packet (RFC 1122 section 3.2.2), or that a limit forbids it. */
export type IcmpSilence =
  | "limit"
  /** The frame was not for this host alone. */
  | "link-group"
  | "later-fragment"
  /** The packet is for a group or for all. */
  | "group"
  /** Its source is no host that could be answered. */
  | "source"
  /** It is an ICMP error itself. */
  | "error";

/** What a redirect is refused by: a setting, or the gateways themselves. */
export type RedirectRefusal =
  | "setting"
  /** It advises the router that sent it, or no gateway at all. */
  | "same-gateway"
  /** The advised gateway is no other host on the link. */
  | "not-a-host"
  /** It does not come from the gateway that is used. */
  | "not-from-gateway";

export type StackEvent =
  | {
      /** A route was chosen, for an arriving (`input`) or an own (`output`) packet. */
      readonly kind: "route-chosen";
      readonly node: string;
      readonly way: "input" | "output";
      readonly packet: Ipv4Packet;
      readonly chosen: RouteFacts;
    }
  | { readonly kind: "packet-delivered"; readonly node: string; readonly packet: Ipv4Packet }
  | {
      readonly kind: "packet-forwarded";
      readonly node: string;
      readonly packet: Ipv4Packet;
      readonly device: string;
    }
  | {
      readonly kind: "packet-dropped";
      readonly node: string;
      readonly packet: Ipv4Packet;
      readonly reason: DropReason;
      readonly setting?: DecidingSetting;
      /** The route that decided: the way back to the source, for `reverse-path`. */
      readonly way?: RouteFacts;
    }
  | {
      readonly kind: "packet-rewritten";
      readonly node: string;
      readonly before: Ipv4Packet;
      readonly after: Ipv4Packet;
      /** Which side of the translation: that of destinations or of sources. */
      readonly by: "dnat" | "snat";
    }
  | {
      readonly kind: "rule-matched";
      readonly node: string;
      readonly table: string;
      readonly chain: string;
      readonly rule: string;
      readonly packet: Ipv4Packet;
    }
  | {
      readonly kind: "packet-fragmented";
      readonly node: string;
      readonly packet: Ipv4Packet;
      readonly count: number;
    }
  | { readonly kind: "packet-reassembled"; readonly node: string; readonly packet: Ipv4Packet }
  | {
      readonly kind: "packet-encapsulated";
      readonly node: string;
      readonly inner: Ipv4Packet;
      readonly outer: Ipv4Packet;
    }
  | {
      readonly kind: "packet-decapsulated";
      readonly node: string;
      readonly device: string;
      readonly packet: Ipv4Packet;
    }
  | {
      readonly kind: "arp-request-sent";
      readonly node: string;
      readonly device: string;
      readonly message: ArpMessage;
      readonly setting: DecidingSetting | undefined;
    }
  | {
      readonly kind: "arp-reply-sent";
      readonly node: string;
      readonly device: string;
      readonly message: ArpMessage;
      /** The address is this node's own, or it answers for somebody else. */
      readonly because: "own" | "proxy";
      /** The device that holds the address; of a proxy the one behind which it is. */
      readonly owner: string | undefined;
      /** What let it answer: arp_ignore, proxy_arp; `undefined`: an entry of `ip neigh add proxy`. */
      readonly setting: DecidingSetting | undefined;
    }
  | {
      /** A request that was not answered, or a message that taught nothing: which rule decided. */
      readonly kind: "arp-not-answered";
      readonly node: string;
      readonly device: string;
      readonly message: ArpMessage;
      readonly reason: DropReason;
      readonly setting?: DecidingSetting;
      /** The route that decided: the way back to the asker, for `reverse-path`. */
      readonly way?: RouteFacts;
    }
  | {
      readonly kind: "neighbour-changed";
      readonly node: string;
      readonly device: string;
      readonly address: Ipv4Address;
      readonly mac: MacAddress;
      readonly before: NeighbourState;
      readonly state: NeighbourState;
      readonly because: NeighbourOccasion;
    }
  | {
      readonly kind: "neighbour-update-refused";
      readonly node: string;
      readonly device: string;
      readonly address: Ipv4Address;
      readonly mac: MacAddress;
      /** What the entry goes on with, and how long ago it was changed last. */
      readonly kept: MacAddress;
      readonly age: number;
      readonly setting: DecidingSetting;
    }
  | {
      readonly kind: "packet-queued";
      readonly node: string;
      readonly device: string;
      readonly packet: Ipv4Packet;
      readonly nextHop: Ipv4Address;
    }
  | {
      readonly kind: "neighbour-unanswered";
      readonly node: string;
      readonly device: string;
      readonly address: Ipv4Address;
      readonly requests: number;
    }
  | {
      readonly kind: "icmp-suppressed";
      readonly node: string;
      readonly about: Ipv4Packet;
      readonly type: number;
      readonly code: number;
      readonly because: IcmpSilence;
      readonly setting?: DecidingSetting;
    }
  | {
      readonly kind: "path-mtu-learnt";
      readonly node: string;
      readonly destination: Ipv4Address;
      readonly mtu: number;
    }
  | {
      readonly kind: "redirect-learnt";
      readonly node: string;
      readonly destination: Ipv4Address;
      readonly gateway: Ipv4Address;
    }
  | {
      readonly kind: "redirect-ignored";
      readonly node: string;
      readonly destination: Ipv4Address;
      readonly gateway: Ipv4Address;
      /** The router that sent it. */
      readonly sender: Ipv4Address;
      readonly because: RedirectRefusal;
      readonly setting?: DecidingSetting;
    }
  | {
      /** What was to be sent to `to` was not even made: no route leads there. */
      readonly kind: "no-frame-left";
      readonly node: string;
      readonly missing: MissingFrame;
      readonly to: Ipv4Address;
      readonly reason: DropReason;
      /** The packet that it would have answered. */
      readonly answering?: Ipv4Packet;
    }
  | {
      readonly kind: "tcp-state-changed";
      readonly node: string;
      readonly local: string;
      readonly remote: string;
      readonly before: string;
      readonly state: string;
    }
  | {
      readonly kind: "tcp-retransmitted";
      readonly node: string;
      readonly local: string;
      readonly remote: string;
      readonly seq: number;
      readonly attempt: number;
      readonly timeout: number;
    }
  | {
      readonly kind: "tcp-challenged";
      readonly node: string;
      readonly local: string;
      readonly remote: string;
      readonly because: TcpChallenge;
    }
  | {
      readonly kind: "socket-error";
      readonly node: string;
      readonly local: string;
      readonly remote: string;
      readonly errno: string;
    }
  | {
      readonly kind: "setting-changed";
      readonly node: string;
      readonly name: string;
      readonly before: string;
      readonly value: string;
    }
  | {
      readonly kind: "table-changed";
      readonly node: string;
      readonly table: "addresses" | "interfaces" | "routes" | "rules";
      readonly row: string;
      readonly change: "added" | "removed" | "changed";
    };
