/**
 * What has just happened at the shown moment and is worth a mark beside its machine: a packet changed, a drop,
 * a question that was not answered; and the machine whose table matters.
 *
 * A mark stays for about as long as it takes to read it, counted in the time that passes for whoever watches:
 * the past is walked backwards from the moment until that is used up. What happened at the moment itself, and
 * what is selected, is always there.
 */

import { eventById, type Moment, type Recording } from "#lab/recording";
import type { DecidingSetting, LinkDropReason } from "#sim/link/link-events";
import type { DropReason } from "#sim/stack/verdict";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { gapMillis, hasFlightsBetween } from "../pace.ts";
import type { Speed } from "../store.ts";

export type Happening = {
  /** The event's. */
  readonly id: number;
  readonly node: string;
  /** How long ago it was for whoever watches, in milliseconds. */
  readonly age: number;
} & (
  | { readonly kind: "change"; readonly before: Ipv4Packet; readonly after: Ipv4Packet }
  | {
      readonly kind: "drop";
      readonly reason: DropReason | LinkDropReason;
      readonly setting: DecidingSetting | undefined;
      readonly what: Ipv4Packet | EthernetFrame;
    }
  | {
      readonly kind: "silence";
      readonly reason: DropReason;
      readonly setting: DecidingSetting | undefined;
      readonly address: number;
    }
);

export type HappeningKind = Happening["kind"];

/** How long marks stay, in milliseconds of whoever watches. */
export const lasting: Readonly<Record<HappeningKind, number>> = { change: 1600, drop: 2400, silence: 2600 };

/** How long a table stays beside its machine. */
const tableLasting = 2600;
const longest = 2600;

/** Events walked back over at most: with more in so little time nobody could read. */
const mostEvents = 500;

export interface Watching {
  readonly recording: Recording;
  readonly moment: Moment;
  readonly speed: Speed;
  /** The event that is selected, by id. */
  readonly selected: number | undefined;
}

export interface Lately {
  readonly happenings: readonly Happening[];
  /** The event whose table is to be shown. */
  readonly focus: TraceEvent | undefined;
}

/** What has happened lately, the latest first. */
export function latelyAt(watching: Watching): Lately {
  const { recording, moment, speed, selected } = watching;
  const { events } = recording;
  const happenings: Happening[] = [];
  let focus: TraceEvent | undefined;
  let age = 0;
  let later = moment.at;
  for (let index = moment.position - 1; index >= Math.max(0, moment.position - mostEvents); index--) {
    const traced = events[index];
    if (traced === undefined) break;
    if (traced.at < later) {
      age += gapMillis(traced.at, later, hasFlightsBetween(recording, traced.at, later), speed);
      later = traced.at;
    }
    if (age > longest || (speed === "max" && traced.at < moment.at)) break;
    const happening = happeningOf(traced, age);
    if (happening !== undefined && age <= lasting[happening.kind]) happenings.push(happening);
    if (focus === undefined && age <= tableLasting && isTelling(traced.event)) focus = traced;
  }
  const chosen = selected === undefined ? undefined : eventById(recording, selected);
  if (chosen === undefined) return { happenings, focus };
  const own = happenings.some(({ id }) => id === chosen.id) ? undefined : happeningOf(chosen, 0);
  return { happenings: own === undefined ? happenings : [own, ...happenings], focus: chosen };
}

/** What is to be marked of an event; `undefined` where there is nothing. */
export function happeningOf({ id, event }: TraceEvent, age: number): Happening | undefined {
  const { node } = event;
  switch (event.kind) {
    case "packet-rewritten":
    case "request-forwarded":
    case "reply-rewritten":
    case "error-translated":
      return { kind: "change", id, node, age, before: event.before, after: event.after };
    case "packet-encapsulated":
      return { kind: "change", id, node, age, before: event.inner, after: event.outer };
    case "packet-dropped":
      return isOthers(event.reason)
        ? undefined
        : { kind: "drop", id, node, age, reason: event.reason, setting: event.setting, what: event.packet };
    case "frame-dropped":
      // A frame that is lost on a cable is seen to fall there.
      return event.reason === "frame-lost" || event.reason === "same-port"
        ? undefined
        : { kind: "drop", id, node, age, reason: event.reason, setting: event.setting, what: event.frame };
    case "arp-not-answered":
      return {
        kind: "silence",
        id,
        node,
        age,
        reason: event.reason,
        setting: event.setting,
        address: event.message.targetIp,
      };
    default:
      return undefined;
  }
}

/** What a flood brings to everybody is no loss to those it was not for. */
const isOthers = (reason: DropReason): boolean => reason === "other-host";

const learning = new Set(["reply", "request", "gratuitous"]);

/** Whether the table that an event is about is worth a look while time passes. */
export function isTelling(event: NetworkEvent): boolean {
  switch (event.kind) {
    case "destination-scheduled":
    case "setting-changed":
    case "no-destination":
      return true;
    case "neighbour-changed":
      return learning.has(event.because);
    default:
      return false;
  }
}
