/**
 * Whether what a step found helps or harms: a check that was passed is good, what ends or misleads a packet
 * is bad, and what nobody misses is neither.
 */

import type { LinkDropReason } from "#sim/link/link-events";
import type { DropReason } from "#sim/stack/verdict";
import type { NetworkEvent } from "#sim/trace";
import type { EventKind } from "#words/caption-words";
import type { StepTone } from "#words/explanation";
import type { Surroundings } from "#words/why-facts";
import type { StepFact } from "./steps.ts";

/** Endings by which nothing is lost. */
const harmless: ReadonlySet<DropReason | LinkDropReason> = new Set([
  "other-host",
  "group-not-joined",
  "same-port",
  "reserved-group",
]);

/** Endings that somebody asked for. */
const intended: ReadonlySet<DropReason | LinkDropReason> = new Set([
  "arp-ignored",
  "arp-filter",
  "arp-filtered",
  "echo-ignored",
]);

const badKinds: ReadonlySet<EventKind> = new Set([
  "neighbour-unanswered",
  "socket-error",
  "request-failed",
  "tcp-retransmitted",
  "no-destination",
  "no-local-port",
]);

const plainKinds: ReadonlySet<EventKind> = new Set([
  "frame-dropped",
  "packet-dropped",
  "arp-not-answered",
  "no-frame-left",
  "frame-duplicated",
  "frame-reordered",
  "connection-expired",
  "template-prolonged",
  "template-invalidated",
  "connection-given-up",
  "icmp-suppressed",
  "redirect-ignored",
  "tcp-challenged",
  "setting-changed",
  "table-changed",
  "ipvs-table-changed",
  "packet-queued",
]);

/** The address is a virtual one, and this machine is not its director. */
const isForeignVip = ({ vip }: Surroundings): boolean => vip !== undefined && !vip.isHere;

/** A MAC address other than the director's stands for its virtual address. */
const passesDirectorBy = ({ vip, owner }: Surroundings): boolean =>
  vip !== undefined && owner !== undefined && owner !== vip.director && !vip.isHere;

export function toneOf({ ask, link, around }: StepFact): StepTone {
  const { event } = link.traced;
  switch (ask.kind) {
    case "event":
      return toneOfEvent(event, around);
    case "reason":
      return toneOfEnd(event, around);
    case "arp-ignore":
    case "arp-announce":
      return isForeignVip(around) ? "bad" : "good";
    case "neighbour":
      return passesDirectorBy(around) && around.vip?.address === ask.address ? "bad" : "good";
    case "own-address":
    case "proxy":
    case "service":
    case "known-entry":
      return "good";
  }
}

function toneOfEnd(event: NetworkEvent, around: Surroundings): StepTone {
  if (!("reason" in event)) return "plain";
  const { reason } = event;
  if (harmless.has(reason)) return "plain";
  if (!intended.has(reason)) return "bad";
  return isForeignVip(around) ? "good" : "plain";
}

function toneOfEvent(event: NetworkEvent, around: Surroundings): StepTone {
  if (badKinds.has(event.kind)) return "bad";
  if (plainKinds.has(event.kind)) return "plain";
  if (around.wide !== undefined) return "bad";
  if (event.kind === "neighbour-changed") return toneOfNeighbour(event.state, around);
  if (event.kind === "neighbour-update-refused") return "plain";
  if (event.kind === "destination-scheduled") return event.chosen === undefined ? "bad" : "good";
  if (event.kind === "carrier-changed") return event.hasCarrier ? "good" : "bad";
  return "good";
}

function toneOfNeighbour(state: string, around: Surroundings): StepTone {
  if (state === "FAILED") return "bad";
  return passesDirectorBy(around) ? "bad" : "good";
}
