/**
 * What has just happened at the shown moment and is worth a mark beside its machine: a packet changed, a
 * drop, a question that was not answered; and the machine whose table matters.
 *
 * A mark stays for about as long as it takes to read it, counted in the time that passes for whoever watches:
 * the past is walked backwards from the moment until that is used up. A line that is typed while nothing
 * moves begins something new, as the next step of a lesson does: what was before it is over. What happened at
 * the moment itself, and what is selected, is always there.
 */

import { countUpTo } from "#lab/count-up-to";
import { eventById, type Moment, type Recording } from "#lab/recording";
import type { Nanos } from "#sim/engine/time";
import type { DecidingSetting, LinkDropReason } from "#sim/link/link-events";
import type { DropReason } from "#sim/stack/verdict";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { Ipv4Address } from "#sim/wire/address";
import { arpOperations } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { isForOthers } from "../for-others.ts";
import { gapMillis, hasFlightsBetween } from "../pace.ts";
import type { Speed } from "../store.ts";

interface Where {
  /** The event's. */
  readonly id: number;
  readonly node: string;
  /** How long ago it was for whoever watches, in milliseconds. */
  readonly age: number;
}

export interface ChangeHappening extends Where {
  readonly kind: "change";
  readonly before: Ipv4Packet;
  readonly after: Ipv4Packet;
}

export interface DropHappening extends Where {
  readonly kind: "drop";
  readonly reason: DropReason | LinkDropReason;
  readonly setting: DecidingSetting | undefined;
  readonly what: Ipv4Packet | EthernetFrame;
}

export interface SilenceHappening extends Where {
  readonly kind: "silence";
  readonly reason: DropReason;
  readonly setting: DecidingSetting | undefined;
  /** That was asked for. */
  readonly address: Ipv4Address;
}

export type Happening = ChangeHappening | DropHappening | SilenceHappening;
export type HappeningKind = Happening["kind"];

/** How long marks stay, in milliseconds of whoever watches. */
export const lasting: Readonly<Record<HappeningKind, number>> = { change: 1600, drop: 2400, silence: 2600 };

/** How long a table stays beside its machine. */
const tableLasting = 1900;
const longest = 2600;

/** Events walked back over at most: with more in so little time nobody could read. */
const mostEvents = 500;

export interface Watching {
  readonly recording: Recording;
  readonly moment: Moment;
  readonly speed: Speed;
  /** The event that is selected, by id. */
  readonly selected: number | undefined;
  /** What was before needs no mark, once the moment is there. */
  readonly since?: Nanos | undefined;
}

export interface Lately {
  readonly happenings: readonly Happening[];
  /** Events whose table is worth a look, the latest first. */
  readonly telling: readonly TraceEvent[];
  /** The event that is selected. */
  readonly chosen: TraceEvent | undefined;
}

/** What has happened lately, the latest first. */
export function latelyAt(watching: Watching): Lately {
  const { recording, moment, speed, selected } = watching;
  const { events } = recording;
  const happenings: Happening[] = [];
  const telling: TraceEvent[] = [];
  let age = 0;
  let later = moment.at;
  const begun = begunAt(watching);
  for (let index = moment.position - 1; index >= Math.max(0, moment.position - mostEvents); index--) {
    const traced = events[index];
    if (traced === undefined || traced.at < begun) break;
    if (traced.at < later) {
      // Of the gap that the moment is in a part has passed, as evenly as whoever watches sees it pass.
      const end = (age === 0 ? Math.max(later, events[index + 1]?.at ?? later) : later) as Nanos;
      const whole = gapMillis(traced.at, end, hasFlightsBetween(recording, traced.at, end), speed);
      age += (whole * (later - traced.at)) / (end - traced.at);
      later = traced.at;
    }
    if (age > longest || (speed === "max" && traced.at < moment.at)) break;
    const happening = happeningOf(traced, age);
    if (happening !== undefined && age <= lasting[happening.kind]) happenings.push(happening);
    if (age <= tableLasting && isTelling(traced.event)) telling.push(traced);
  }
  const chosen = selected === undefined ? undefined : eventById(recording, selected);
  if (chosen === undefined) return { happenings, telling, chosen };
  const own = happenings.some(({ id }) => id === chosen.id) ? undefined : happeningOf(chosen, 0);
  return { happenings: own === undefined ? happenings : [own, ...happenings], telling, chosen };
}

/** When what is looked at began: with the latest line that was typed while nothing was in flight, if any. */
function begunAt({ recording, moment: { at }, since = 0 as Nanos }: Watching): Nanos {
  const { log } = recording;
  const begun = since <= at ? since : 0;
  for (let index = countUpTo(log, at, (command) => command.at) - 1; index >= 0; index--) {
    const typed = log[index];
    if (typed?.act.kind !== "type") continue;
    const isNew = !hasFlightsBetween(recording, typed.at, typed.at);
    return Math.max(begun, isNew ? typed.at : 0) as Nanos;
  }
  return begun as Nanos;
}

/** What is to be marked of an event; `undefined` where there is nothing. */
export function happeningOf({ id, event }: TraceEvent, age: number): Happening | undefined {
  const where = { id, node: event.node, age };
  const change = changeIn(event);
  if (change !== undefined) return { ...where, kind: "change", ...change };
  const drop = dropIn(event);
  if (drop !== undefined) return { ...where, kind: "drop", ...drop };
  if (event.kind !== "arp-not-answered" || event.message.operation !== arpOperations.request)
    return undefined;
  const { reason, setting, message } = event;
  return { ...where, kind: "silence", reason, setting, address: message.targetIp };
}

function changeIn(event: NetworkEvent): Pick<ChangeHappening, "before" | "after"> | undefined {
  if (event.kind === "packet-encapsulated") return { before: event.inner, after: event.outer };
  const isChange =
    event.kind === "packet-rewritten" ||
    event.kind === "request-forwarded" ||
    event.kind === "reply-rewritten" ||
    event.kind === "error-translated";
  return isChange ? { before: event.before, after: event.after } : undefined;
}

/** What falls in a machine. What a flood brings to everybody is no loss to those it was not for. */
function dropIn(event: NetworkEvent): Pick<DropHappening, "reason" | "setting" | "what"> | undefined {
  if (event.kind === "packet-dropped") {
    const { reason, setting, packet } = event;
    return isForOthers(reason) ? undefined : { reason, setting, what: packet };
  }
  if (event.kind !== "frame-dropped") return undefined;
  const { reason, setting, frame } = event;
  // A frame that is lost on a cable is seen to fall there.
  return reason === "frame-lost" || reason === "same-port" ? undefined : { reason, setting, what: frame };
}

const learning = new Set<string>(["reply", "request", "gratuitous"]);

/** Whether the table that an event is about is worth a look while time passes. */
export function isTelling(event: NetworkEvent): boolean {
  if (event.kind === "neighbour-changed") return learning.has(event.because);
  return event.kind === "destination-scheduled" || event.kind === "setting-changed";
}
