/**
 * Every kind of event that a lesson can name, with what it is about and what else it says.
 *
 * The compiler holds the list against the events of the simulation: a kind that is missing, superfluous, or
 * listed with a value that its events do not have, does not compile.
 */

import type { LinkDropReason } from "#sim/link/link-events";
import type { DropReason } from "#sim/stack/verdict";
import type { NetworkEvent } from "#sim/trace";

export type EventKind = NetworkEvent["kind"];
type EventOf<Kind extends EventKind> = Extract<NetworkEvent, { readonly kind: Kind }>;
type KeyOf<Union> = Union extends unknown ? keyof Union : never;

/** Where the header fields of an event are; `none`: it is about no packet. */
export type Carries = "frame" | "packet" | "message" | "after" | "outer" | "about" | "none";

interface KindFacts<Key> {
  readonly carries: Extract<Key, Carries> | "none";
  /** Values beside kind, node and header fields, for `with`. */
  readonly values: readonly Exclude<Key, "kind" | "node" | Carries>[];
}

type KindList = { readonly [Kind in EventKind]: KindFacts<KeyOf<EventOf<Kind>>> };

/** The kinds. */
export const eventKinds = {
  "frame-sent": { carries: "frame", values: ["device"] },
  "frame-received": { carries: "frame", values: ["device"] },
  "frame-dropped": { carries: "frame", values: ["device", "reason", "setting"] },
  "fdb-learned": { carries: "none", values: ["port", "mac", "vlan", "movedFrom"] },
  "frame-bridged": { carries: "frame", values: ["from", "to", "because"] },
  "frame-duplicated": { carries: "frame", values: ["device"] },
  "frame-reordered": { carries: "frame", values: ["device"] },
  "carrier-changed": { carries: "none", values: ["device", "hasCarrier"] },
  "route-chosen": { carries: "packet", values: ["way", "chosen"] },
  "packet-delivered": { carries: "packet", values: [] },
  "packet-forwarded": { carries: "packet", values: ["device"] },
  "packet-dropped": { carries: "packet", values: ["reason", "setting", "way"] },
  "packet-rewritten": { carries: "after", values: ["by"] },
  "rule-matched": { carries: "packet", values: ["table", "chain", "rule"] },
  "packet-fragmented": { carries: "packet", values: ["count"] },
  "packet-reassembled": { carries: "packet", values: [] },
  "packet-encapsulated": { carries: "outer", values: [] },
  "packet-decapsulated": { carries: "packet", values: ["device"] },
  "arp-request-sent": { carries: "message", values: ["device", "setting"] },
  "arp-reply-sent": { carries: "message", values: ["device", "because", "owner", "setting"] },
  "arp-not-answered": { carries: "message", values: ["device", "reason", "setting", "way"] },
  "neighbour-changed": {
    carries: "none",
    values: ["device", "address", "mac", "before", "state", "because"],
  },
  "neighbour-update-refused": {
    carries: "none",
    values: ["device", "address", "mac", "kept", "age", "setting"],
  },
  "packet-queued": { carries: "packet", values: ["device", "nextHop"] },
  "neighbour-unanswered": { carries: "none", values: ["device", "address", "requests"] },
  "icmp-suppressed": { carries: "about", values: ["type", "code", "because", "setting"] },
  "path-mtu-learnt": { carries: "none", values: ["destination", "mtu"] },
  "redirect-learnt": { carries: "none", values: ["destination", "gateway"] },
  "redirect-ignored": {
    carries: "none",
    values: ["destination", "gateway", "sender", "because", "setting"],
  },
  "no-frame-left": { carries: "none", values: ["missing", "to", "reason"] },
  "tcp-state-changed": { carries: "none", values: ["local", "remote", "before", "state"] },
  "tcp-retransmitted": { carries: "none", values: ["local", "remote", "attempt", "timeout"] },
  "tcp-challenged": { carries: "none", values: ["local", "remote", "because"] },
  "socket-error": { carries: "none", values: ["local", "remote", "errno"] },
  "setting-changed": { carries: "none", values: ["name", "before", "value"] },
  "table-changed": { carries: "none", values: ["table", "row", "change"] },
  "destination-scheduled": { carries: "none", values: ["service", "scheduler", "chosen"] },
  "connection-created": { carries: "none", values: ["service", "connection", "method", "because"] },
  "connection-expired": { carries: "none", values: ["connection", "state"] },
  "template-prolonged": { carries: "none", values: ["connection", "controlled"] },
  "template-invalidated": { carries: "none", values: ["connection", "because", "setting"] },
  "connection-state-changed": {
    carries: "none",
    values: ["connection", "direction", "before", "state", "timeout"],
  },
  "connection-given-up": { carries: "none", values: ["connection", "setting"] },
  "no-destination": { carries: "packet", values: ["service"] },
  "no-local-port": { carries: "none", values: ["service", "connection"] },
  "request-forwarded": { carries: "after", values: ["connection", "method", "device"] },
  "reply-rewritten": { carries: "after", values: ["connection"] },
  "error-translated": { carries: "after", values: ["connection", "towards"] },
  "connection-told": { carries: "none", values: ["connection", "because"] },
  "connection-updated-by-sync": { carries: "none", values: ["connection", "state"] },
  "sync-message-sent": { carries: "none", values: ["connections"] },
  "sync-message-received": { carries: "none", values: ["connections", "syncId", "isForUs"] },
  "ipvs-table-changed": { carries: "none", values: ["row", "change"] },
  "request-answered": { carries: "none", values: ["method", "to", "port", "status", "bytes"] },
  "request-failed": { carries: "none", values: ["to", "port", "error"] },
} as const satisfies KindList;

/** The names of all kinds. */
export const eventKindNames = Object.keys(eventKinds) as EventKind[];

/** What may stand behind the dot where a value has parts: `setting.name`. */
export const partsOfValues: Readonly<Record<string, readonly string[]>> = {
  setting: ["name", "value", "from"],
  connection: ["protocol", "client", "virtual", "local", "destination"],
  chosen: ["device", "type"],
  way: ["device", "type"],
};

const reasons: Readonly<Record<DropReason | LinkDropReason, true>> = {
  "device-down": true,
  "no-carrier": true,
  "port-not-forwarding": true,
  "queue-full": true,
  "frame-too-long": true,
  "frame-lost": true,
  "vlan-not-allowed": true,
  "same-port": true,
  "reserved-group": true,
  "bad-source": true,
  "no-vlan-device": true,
  "other-host": true,
  "bad-ip-header": true,
  "bad-checksum": true,
  "group-not-joined": true,
  "martian-source": true,
  "martian-destination": true,
  "reverse-path": true,
  "not-a-router": true,
  "no-route": true,
  "unreachable-route": true,
  "prohibited-route": true,
  "blackhole-route": true,
  "ttl-expired": true,
  "needs-fragmentation": true,
  "unicast-in-broadcast-frame": true,
  "reassembly-timeout": true,
  "bad-fragment": true,
  "no-protocol": true,
  "no-socket": true,
  "neighbour-failed": true,
  "neighbour-queue-full": true,
  firewall: true,
  rejected: true,
  "arp-filtered": true,
  "arp-ignored": true,
  "arp-filter": true,
  "no-tunnel-device": true,
  "tunnel-loop": true,
  "tunnel-checksum": true,
  "bad-encapsulation": true,
  "tcp-invalid": true,
  "echo-ignored": true,
  "ipvs-no-destination": true,
  "ipvs-no-local-port": true,
  "ipvs-destination-gone": true,
  "ipvs-crossing-local": true,
  "ipvs-drop-packet": true,
  "ipvs-rescheduled": true,
};

export type Reason = keyof typeof reasons;

/** Why a packet or a frame can end. */
export const dropReasons = Object.keys(reasons) as Reason[];
