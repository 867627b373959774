/**
 * A chain of events as a chain of questions and answers, without language: events, and between them the
 * questions that have no event of their own (is the address mine? may it be answered for? whose MAC
 * address?).
 */

import { formatIpv4, formatMac, isGroupMac } from "#sim/wire/address";
import type { EventKind, EventOf } from "#words/caption-words";
import type { Question, SettingFacts, Surroundings } from "#words/why-facts";
import { decidedBy, type Link, placeOf, surroundingsOf } from "./about.ts";
import { type Chain, latestOf } from "./chain.ts";
import type { Past, TracedOf } from "./past.ts";
import { holderOf, ownerOfMac, vipOf } from "./surroundings.ts";
import { confName } from "./switches.ts";

/** `event`: what happened; `reason`: why it ended; or a question in between. */
export type Ask = { readonly kind: "event" } | { readonly kind: "reason" } | Question;

export interface StepFact {
  readonly ask: Ask;
  readonly link: Link;
  readonly around: Surroundings;
  readonly decided: SettingFacts | undefined;
}

/** The steps of a chain, oldest first. */
export function stepsOf(past: Past, { events }: Chain): StepFact[] {
  return events.flatMap((traced, index) =>
    stepsOfEvent({ past, traced, events: events.slice(0, index + 1) }),
  );
}

function stepsOfEvent(link: Link): StepFact[] {
  const around = surroundingsOf(link);
  const decided = decidedBy(link);
  const { event } = link.traced;
  const before = asksBefore[event.kind] as AsksBefore<EventKind> | undefined;
  const questions = before?.(link.traced as TracedOf<EventKind>, link, around) ?? [];
  const told: StepFact = { ask: { kind: "event" }, link, around, decided };
  return [...questions.map((question) => ({ ...told, ...question })), told];
}

/** A question with what it adds to the surroundings. */
type Asked = Pick<StepFact, "ask"> & Partial<Pick<StepFact, "around" | "decided">>;

type AsksBefore<Kind extends EventKind> = (
  traced: TracedOf<Kind>,
  link: Link,
  around: Surroundings,
) => readonly Asked[];

const reason: readonly Asked[] = [{ ask: { kind: "reason" } }];

const asksBefore: { readonly [Kind in EventKind]?: AsksBefore<Kind> } = {
  "frame-dropped": () => reason,
  "packet-dropped": () => reason,
  "no-frame-left": () => reason,
  "arp-not-answered": ({ event: { message, reason: why } }, _link, { holder }) => {
    const isOwn = holder !== undefined && (why === "arp-ignored" || why === "arp-filter");
    if (!isOwn) return reason;
    return [{ ask: { kind: "own-address", address: message.targetIp, holder } }, ...reason];
  },
  "arp-reply-sent": ({ event }) => asksOfAnswer(event),
  "arp-request-sent": ({ event: { device, message, setting } }, { events }) => {
    if (setting === undefined) return [];
    const waiting = latestOf(events, "packet-queued")?.event.packet.src;
    return [{ ask: { kind: "arp-announce", device, chosen: message.senderIp, waiting } }];
  },
  "frame-sent": ({ event }, link) => asksOfFrame(event, link),
  "destination-scheduled": ({ event: { service, scheduler } }) => [
    { ask: { kind: "service", service, scheduler } },
  ],
  "request-forwarded": ({ event: { connection } }, { events }) => {
    const isNew = latestOf(events, "connection-created") !== undefined;
    return isNew ? [] : [{ ask: { kind: "known-entry", destination: connection.destination } }];
  },
};

function asksOfAnswer({ because, owner, message, device }: EventOf<"arp-reply-sent">): Asked[] {
  const address = message.senderIp;
  if (because === "proxy") return [{ ask: { kind: "proxy", address, behind: owner ?? device } }];
  return [
    { ask: { kind: "own-address", address, holder: owner ?? device }, decided: undefined },
    { ask: { kind: "arp-ignore", address, device } },
  ];
}

/** Where a packet goes on the wire was decided by the neighbour table. */
function asksOfFrame({ device, frame }: EventOf<"frame-sent">, link: Link): Asked[] {
  const { payload, dst } = frame;
  if (payload.kind !== "ipv4" || dst === 0 || isGroupMac(dst)) return [];
  const place = placeOf(link);
  const chosen = latestOf(link.events, "route-chosen")?.event.chosen;
  const wanted = [chosen?.gateway, payload.dst].flatMap((each) =>
    each === undefined ? [] : formatIpv4(each),
  );
  const rows = link.past
    .rows(place.node, "neighbours", place.event)
    .filter((row) => row.device === device && row.mac === formatMac(dst));
  const row = rows.find(({ address }) => wanted.includes(address)) ?? rows[0];
  if (row === undefined) return [];
  const { address, state } = row;
  const owner = ownerOfMac(place, formatMac(dst));
  const vip = vipOf(place, address);
  const around = { ...(owner === undefined ? {} : { owner }), ...(vip === undefined ? {} : { vip }) };
  return [{ ask: { kind: "neighbour", address, mac: dst, state, device }, around }];
}

/** The steps at which something could have gone another way: one of them decided. */
const deciders: ReadonlySet<Ask["kind"] | EventKind> = new Set([
  "reason",
  "arp-ignore",
  "proxy",
  "arp-announce",
  "neighbour",
  "known-entry",
  "destination-scheduled",
  "connection-created",
  "route-chosen",
  "rule-matched",
  "neighbour-update-refused",
  "neighbour-unanswered",
  "request-forwarded",
  "frame-bridged",
]);

/** Kinds that are the outcome of a step before them. */
const outcomes: ReadonlySet<EventKind> = new Set([
  "frame-sent",
  "frame-dropped",
  "packet-delivered",
  "packet-forwarded",
  "packet-dropped",
  "arp-request-sent",
  "arp-reply-sent",
  "arp-not-answered",
  "no-frame-left",
  "no-destination",
  "request-forwarded",
  "connection-created",
  "packet-queued",
]);

/** Which step decided about the last one. */
export function decidingStep(steps: readonly StepFact[]): number {
  const last = steps.length - 1;
  const kind = steps[last]?.link.traced.event.kind;
  if (kind === undefined || !outcomes.has(kind)) return last;
  const found = steps.findLastIndex((step, index) => index < last && isDecider(step));
  return found < 0 ? last : found;
}

function isDecider({ ask, link }: StepFact): boolean {
  if (ask.kind !== "event") return deciders.has(ask.kind);
  const { event } = link.traced;
  if (event.kind !== "connection-created") return deciders.has(event.kind);
  // The scheduler's pick comes before it and decided more.
  return event.because === "template" || event.because === "sync" || event.because === "bypass";
}

/**
 * The value of a switch at the device that holds the address that was asked for: it is never looked at, and
 * often the one that was set.
 */
export function bystander(
  step: StepFact,
): { readonly scope: string; readonly name: string; readonly value: string } | undefined {
  const { link, decided } = step;
  const holder = holderOfAsked(link);
  if (holder === undefined || decided?.rule !== "max" || holder === decided.device) return undefined;
  const wanted = confName(holder, decided.field);
  const row = link.past
    .rows(link.traced.event.node, "sysctls", link.traced.id)
    .find(({ name }) => name === wanted);
  return row && { scope: holder, name: row.name, value: row.value };
}

function holderOfAsked(link: Link): string | undefined {
  const { event } = link.traced;
  if (event.kind === "arp-reply-sent") return event.because === "own" ? event.owner : undefined;
  if (event.kind !== "arp-not-answered") return undefined;
  return holderOf(placeOf(link), formatIpv4(event.message.targetIp));
}
