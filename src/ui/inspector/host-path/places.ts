/**
 * At which station of a host an event of a packet's way happened.
 *
 * Most kinds and reasons have one place; what a packet filter or IPVS does depends on how far the packet had
 * come.
 */

import type { DropReason } from "#sim/stack/verdict";
import type { NetworkEvent } from "#sim/trace";
import type { EventKind, EventOf } from "#words/caption-words";
import type { Beginning, StationName } from "#words/host-path-facts";

/** How far a packet has come on one way through the stations. */
export interface Progress {
  readonly beginning: Beginning;
  /** Where its route leads, once one was chosen for it. */
  turn: "local" | "onward" | undefined;
  /** IPVS has sent it on. */
  isTaken: boolean;
  /** Past the forward hook. */
  isForwarded: boolean;
  /** The hook of the rule that matched last. */
  hook: StationName | undefined;
}

/** A way that has just begun. */
export const progressOf = (beginning: Beginning): Progress => ({
  beginning,
  turn: undefined,
  isTaken: false,
  isForwarded: false,
  hook: undefined,
});

/** The packet leaves: it was made here, or has been forwarded, or IPVS sends it. */
const isLeaving = ({ beginning, isTaken, isForwarded }: Progress): boolean =>
  beginning === "own" || beginning === "wrapped" || isTaken || isForwarded;

const chains: Readonly<Record<string, StationName>> = {
  PREROUTING: "prerouting",
  INPUT: "local-in",
  FORWARD: "forward",
  OUTPUT: "local-out",
  POSTROUTING: "postrouting",
};

/** A place that depends on how far the packet has come. */
type Placing = StationName | ((progress: Progress) => StationName);

const byRule: Placing = ({ hook, ...progress }) => hook ?? openHook({ hook, ...progress });

/** The hook that lies next to where the packet is. */
function openHook(progress: Progress): StationName {
  if (progress.isForwarded) return "postrouting";
  if (isLeaving(progress)) return "local-out";
  if (progress.turn === undefined) return "prerouting";
  return progress.turn === "local" ? "local-in" : "forward";
}

/** A refusal on the way on: of IPVS, if the packet had been for this machine. */
const onTheWay: Placing = (progress) => {
  if (isLeaving(progress)) return "postrouting";
  return progress.turn === "local" ? "ipvs" : "forward";
};

/** No route: for the packet that came in, or for where IPVS wants to send it. */
const byRoute: Placing = ({ turn }) => (turn === "local" ? "ipvs" : "route");

const ofReason: Readonly<Record<DropReason, Placing>> = {
  "other-host": "device-in",
  "bad-ip-header": "device-in",
  "bad-checksum": "protocol",
  "group-not-joined": "route",
  "martian-source": "source",
  "martian-destination": "route",
  "reverse-path": "source",
  "not-a-router": "route",
  "no-route": (progress) => (isLeaving(progress) ? "device-out" : placed(byRoute, progress)),
  "unreachable-route": byRoute,
  "prohibited-route": byRoute,
  "blackhole-route": byRoute,
  "ttl-expired": onTheWay,
  "needs-fragmentation": onTheWay,
  "unicast-in-broadcast-frame": ({ turn }) => (turn === "onward" ? "forward" : "route"),
  "reassembly-timeout": "local-in",
  "bad-fragment": "local-in",
  "no-protocol": "protocol",
  "no-socket": "protocol",
  "neighbour-failed": "neighbour",
  "neighbour-queue-full": "neighbour",
  firewall: byRule,
  rejected: byRule,
  "arp-filtered": "device-in",
  "arp-ignored": "device-in",
  "arp-filter": "device-in",
  "no-tunnel-device": "protocol",
  "tunnel-loop": "device-out",
  "tunnel-checksum": "protocol",
  "bad-encapsulation": "protocol",
  "tcp-invalid": "protocol",
  "echo-ignored": "protocol",
  "device-down": "device-out",
  "ipvs-no-destination": "ipvs",
  "ipvs-no-local-port": "ipvs",
  "ipvs-destination-gone": "ipvs",
  "ipvs-crossing-local": "ipvs",
  "ipvs-drop-packet": "ipvs",
  "ipvs-rescheduled": "ipvs",
};

const placed = (placing: Placing, progress: Progress): StationName =>
  typeof placing === "string" ? placing : placing(progress);

type PlaceOf<Kind extends EventKind> = (event: EventOf<Kind>, progress: Progress) => StationName;

const at = (station: StationName) => (): StationName => station;

function ofIpvsChange(_event: NetworkEvent, progress: Progress): StationName {
  progress.isTaken = progress.turn === "local";
  return "ipvs";
}

/** The kinds that are part of a packet's way. Those that lead on note how far the packet is. */
const ofKind: { readonly [Kind in EventKind]?: PlaceOf<Kind> } = {
  "frame-received": at("device-in"),
  "frame-sent": at("device-out"),
  "frame-duplicated": at("device-out"),
  "frame-reordered": at("device-out"),
  "packet-encapsulated": at("device-out"),
  "frame-dropped": (_event, progress) =>
    progress.turn === undefined && !isLeaving(progress) ? "device-in" : "device-out",
  "route-chosen": ({ way, chosen }, progress) => {
    progress.turn = way === "input" && chosen.type !== "unicast" ? "local" : "onward";
    return "route";
  },
  "packet-forwarded": (_event, progress) => {
    progress.isForwarded = true;
    return "forward";
  },
  "packet-reassembled": at("local-in"),
  "packet-fragmented": at("postrouting"),
  "packet-delivered": at("protocol"),
  "packet-decapsulated": at("protocol"),
  "no-frame-left": at("route"),
  "packet-dropped": placeOfDrop,
  "packet-rewritten": placeOfTranslation,
  "rule-matched": ({ chain }, progress) => {
    progress.hook = chains[chain] ?? progress.hook;
    return placed(byRule, progress);
  },
  "packet-queued": at("neighbour"),
  "neighbour-changed": at("neighbour"),
  "neighbour-unanswered": at("neighbour"),
  "arp-request-sent": at("neighbour"),
  "request-forwarded": ofIpvsChange,
  "reply-rewritten": ofIpvsChange,
  "error-translated": ofIpvsChange,
  "destination-scheduled": at("ipvs"),
  "connection-created": at("ipvs"),
  "connection-state-changed": at("ipvs"),
  "connection-given-up": at("ipvs"),
  "template-invalidated": at("ipvs"),
  "no-destination": at("ipvs"),
  "no-local-port": at("ipvs"),
};

/** The place of an event of a packet's way; `undefined`: it is no part of it. Notes how far the packet is. */
export function placeOf(event: NetworkEvent, progress: Progress): StationName | undefined {
  const place = ofKind[event.kind] as PlaceOf<EventKind> | undefined;
  return place?.(event, progress);
}

function placeOfDrop({ reason, setting }: EventOf<"packet-dropped">, progress: Progress): StationName {
  // The setting of a packet filter is its chain: `iptables filter FORWARD`.
  if (reason === "firewall") progress.hook = chains[setting?.name.split(" ").at(-1) ?? ""] ?? progress.hook;
  return placed(ofReason[reason], progress);
}

function placeOfTranslation({ by }: EventOf<"packet-rewritten">, progress: Progress): StationName {
  if (by === "dnat") return isLeaving(progress) ? "local-out" : "prerouting";
  return progress.turn === "local" && !isLeaving(progress) ? "local-in" : "postrouting";
}
