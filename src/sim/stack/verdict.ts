/**
 * What a stage decided about a packet, and why a packet ended.
 */

import type { DecidingSetting } from "../link/link-events.ts";
import type { RouteFacts } from "./route.ts";

/** Why a packet or an ARP message ended in a node. The kernel's own names where it has one. */
export type DropReason =
  | "other-host"
  | "bad-ip-header"
  | "bad-checksum"
  | "group-not-joined"
  | "martian-source"
  | "martian-destination"
  | "reverse-path"
  | "not-a-router"
  | "no-route"
  | "unreachable-route"
  | "prohibited-route"
  | "blackhole-route"
  | "ttl-expired"
  | "needs-fragmentation"
  | "unicast-in-broadcast-frame"
  | "reassembly-timeout"
  | "bad-fragment"
  | "no-protocol"
  | "no-socket"
  | "neighbour-failed"
  | "neighbour-queue-full"
  | "firewall"
  | "rejected"
  | "arp-filtered"
  | "arp-ignored"
  | "arp-filter"
  | "no-tunnel-device"
  | "tunnel-loop"
  | "tunnel-checksum"
  | "bad-encapsulation"
  | "tcp-invalid"
  | "echo-ignored"
  | "device-down"
  | "ipvs-no-destination"
  | "ipvs-no-local-port"
  | "ipvs-destination-gone"
  | "ipvs-crossing-local"
  | "ipvs-drop-packet"
  | "ipvs-rescheduled";

/** A drop says which rule ended the packet and, where a setting decided, which. */
export interface Drop {
  readonly kind: "drop";
  readonly reason: DropReason;
  readonly setting?: DecidingSetting;
  /** The route that decided, where it was the way back to the source; only while somebody looks. */
  readonly way?: RouteFacts;
}

/** `accept`: go on. `stolen`: somebody else takes care of the packet from here. */
export type Verdict = { readonly kind: "accept" } | { readonly kind: "stolen" } | Drop;

export const accept: Verdict = { kind: "accept" };
export const stolen: Verdict = { kind: "stolen" };

/** A drop by a rule, with the setting that decided it where there is one. */
export const dropFor = (reason: DropReason, setting?: DecidingSetting): Drop =>
  setting === undefined ? { kind: "drop", reason } : { kind: "drop", reason, setting };
