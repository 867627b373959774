/**
 * The end of a packet, a frame's packet or an ARP message, as those who look for a cure see it.
 */

import type { DecidingSetting } from "#sim/link/link-events";
import type { RouteFacts } from "#sim/stack/route";
import type { DropReason } from "#sim/stack/verdict";
import type { TraceEvent } from "#sim/trace";
import type { Ipv4Address } from "#sim/wire/address";
import type { ArpMessage } from "#sim/wire/arp";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import type { SettingFacts, Surroundings } from "#words/why-facts";
import { placeOf } from "../about.ts";
import type { Past } from "../past.ts";
import type { StepFact } from "../steps.ts";
import type { Place } from "../surroundings.ts";

export interface EndedStep {
  readonly past: Past;
  readonly place: Place;
  readonly traced: TraceEvent;
  /** What led to it, and itself. */
  readonly events: readonly TraceEvent[];
  readonly around: Surroundings;
  readonly decided: SettingFacts | undefined;
  readonly reason: DropReason;
  readonly src: Ipv4Address;
  readonly dst: Ipv4Address;
  readonly packet: Ipv4Packet | undefined;
  readonly message: ArpMessage | undefined;
  readonly setting: DecidingSetting | undefined;
  readonly way: RouteFacts | undefined;
}

/** What ended at a step; `undefined`: nothing did, or it was a frame. */
export function endedAt({ link, around, decided }: StepFact): EndedStep | undefined {
  const { past, traced, events } = link;
  const { event } = traced;
  const base = { past, place: placeOf(link), traced, events, around, decided };
  const nothing = { packet: undefined, message: undefined, setting: undefined, way: undefined };
  if (event.kind === "packet-dropped") {
    const { packet, reason, setting, way } = event;
    return { ...base, ...nothing, reason, src: packet.src, dst: packet.dst, packet, setting, way };
  }
  if (event.kind === "arp-not-answered") {
    const { message, reason, setting, way } = event;
    return {
      ...base,
      ...nothing,
      reason,
      src: message.senderIp,
      dst: message.targetIp,
      message,
      setting,
      way,
    };
  }
  if (event.kind !== "no-frame-left") return undefined;
  const src = event.answering?.dst ?? (0 as Ipv4Address);
  return { ...base, ...nothing, reason: event.reason, src, dst: event.to };
}
