/**
 * An exchange: a packet and its direct answer, or an ARP request and its answers, with every hop of both.
 *
 * A hop leads from a machine to the next one; switches between them change nothing and do not count. The
 * answer of a packet is the first that goes back between the same ends because of it, or else an ICMP error
 * about it. Of a packet that is itself an answer, the exchange is the one that it ends.
 */

import type { Flight } from "#lab/batch";
import { effectsOf, eventById, type Recording } from "#lab/recording";
import type { TraceEvent } from "#sim/trace";
import { isGroupMac, type MacAddress } from "#sim/wire/address";
import { arpOperations } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { icmpTypes } from "#sim/wire/icmp";
import { innermost } from "#ui/layer";
import {
  keyOf,
  leadingTo,
  lifeOf,
  type PacketLife,
  placeOf,
  type Sending,
  sendingAround,
} from "./packet-life.ts";
import { answers, isIcmpError, packetKey, packetOfEvent } from "./packet-of-event.ts";

/** What an exchange is looked for by: the ids of a flight and of an event; the flight counts first. */
export interface Subject {
  readonly flight: number | undefined;
  readonly event: number | undefined;
}

/** What machines there are, and whose a MAC address is. */
export interface Machines {
  readonly names: ReadonlySet<string>;
  readonly ownerOf: (mac: MacAddress) => string | undefined;
}

/** A frame on its way from a machine to the next. */
export interface Hop {
  readonly flights: readonly Flight[];
  readonly way: "request" | "answer";
  /** The packet that it carries; of messages without one nothing. */
  readonly life: PacketLife | undefined;
  readonly from: string;
  /** The device it leaves by, and the event that tells of that. */
  readonly device: string;
  readonly sent: number;
  /** Whom it reached or will reach; several where it was flooded, nobody where it was lost. */
  readonly to: readonly string[];
  readonly frame: EthernetFrame;
  /** So many events have happened when it is on its way. */
  readonly position: number;
  readonly isLost: boolean;
}

export interface Exchange {
  /** Equal for all selections of the same exchange. */
  readonly id: string;
  readonly hops: readonly Hop[];
}

/** The exchange that a selection belongs to. */
export function exchangeOf(recording: Recording, subject: Subject, machines: Machines): Exchange | undefined {
  const about = eventAbout(recording, subject);
  if (about === undefined) return undefined;
  const packet = packetOfEvent(about.event);
  if (packet === undefined) return messageExchange(recording, about, machines);
  const flight = recording.inFlight.flights[subject.flight ?? -1];
  const life = lifeOf(recording, keyOfSubject(recording, flight, about), about);
  return life === undefined ? undefined : packetExchange(recording, life, machines);
}

/** The key of what is selected: a flight tells more than a piece of a packet in an event. */
function keyOfSubject(recording: Recording, flight: Flight | undefined, about: TraceEvent): number {
  const key = flight === undefined ? undefined : keyOf(recording, flight);
  const packet = packetOfEvent(about.event);
  return key ?? (packet === undefined ? 0 : packetKey(packet));
}

/** The event that tells of a selected packet or message: of the flight, or the selected one or its cause. */
function eventAbout(recording: Recording, { flight, event }: Subject): TraceEvent | undefined {
  if (flight !== undefined) {
    const cause = recording.inFlight.flights[flight]?.cause;
    return cause === undefined ? undefined : eventById(recording, cause);
  }
  const selected = event === undefined ? undefined : eventById(recording, event);
  if (selected === undefined) return undefined;
  const before = leadingTo(recording, selected).find(isAboutFrame);
  // A message that a machine makes up by itself is not the packet that was the occasion for it.
  if (before !== undefined && selected.event.kind !== "sync-message-sent") return before;
  // Nothing arrived before it: it began something, such as a connection.
  const after = effectsOf(recording, selected.id, soon).all;
  return after.find((traced) => traced.event.node === selected.event.node && isAboutFrame(traced));
}

/** Among so many effects of an event what it sent is to be found. */
const soon = 32;

const isAboutFrame = ({ event }: TraceEvent): boolean =>
  packetOfEvent(event) !== undefined || "frame" in event || "message" in event;

function packetExchange(recording: Recording, life: PacketLife, machines: Machines): Exchange {
  const parent = parentOf(recording, life);
  const endsOne = parent !== undefined && (isIcmpError(life.packet) || isAnswer(recording, life));
  const request = endsOne ? parent : life;
  const answer = endsOne ? life : answerOf(recording, life);
  const lives = answer === undefined ? [request] : [request, answer];
  const hops = lives.flatMap((one, part) =>
    one.sendings.map((sending) =>
      hopOf(recording, sending, machines, { way: part === 0 ? "request" : "answer", life: one }),
    ),
  );
  return { id: `packet ${request.key} ${answer?.key ?? ""}`, hops };
}

/** The life of the packet whose arrival led to another. */
function parentOf(recording: Recording, { arrived, since }: PacketLife): PacketLife | undefined {
  const born = recording.events[since];
  if (arrived === undefined || born === undefined) return undefined;
  const key = packetKey(arrived);
  const about = leadingTo(recording, born).find(({ event }) => {
    const packet = packetOfEvent(event);
    return packet !== undefined && packetKey(packet) === key;
  });
  return about === undefined ? undefined : lifeOf(recording, key, about);
}

/** So far back it is looked for who began a conversation; then every second packet counts as an answer. */
const longestConversation = 500;

/** Whether a packet goes back where its parent came from, and that one was not an answer itself. */
function isAnswer(recording: Recording, life: PacketLife): boolean {
  let steps = 0;
  let one: PacketLife | undefined = life;
  while (one !== undefined && steps < longestConversation) {
    const { arrived, packet }: PacketLife = one;
    if (arrived === undefined || !answers(packet, arrived)) break;
    one = parentOf(recording, one);
    steps++;
  }
  return steps % 2 === 1;
}

/** So many of the nearest effects of an arrival are looked at for an answer. */
const nearest = 400;

/** What first goes back because of a packet; failing that, an ICMP error about it. */
function answerOf(recording: Recording, life: PacketLife): PacketLife | undefined {
  const lives = new Map<number, PacketLife>();
  for (const { flights } of life.sendings) {
    for (const traced of effectsOf(recording, flights.at(-1)?.cause ?? 0, nearest).all) {
      const packet = packetOfEvent(traced.event);
      if (packet === undefined || packetKey(packet) === life.key || lives.has(packetKey(packet))) continue;
      const other = lifeOf(recording, packetKey(packet), traced);
      if (other !== undefined) lives.set(other.key, other);
    }
  }
  const made = [...lives.values()].filter(
    ({ arrived, sendings }) =>
      sendings.length > 0 && arrived !== undefined && packetKey(arrived) === life.key,
  );
  const isReply = ({ packet, arrived }: PacketLife): boolean =>
    !isIcmpError(packet) && arrived !== undefined && answers(packet, arrived);
  return made.sort((one, other) => one.since - other.since).find(isReply) ?? made.find(isFailure);
}

/** A redirect is good advice and no answer. */
function isFailure({ packet }: PacketLife): boolean {
  const { payload } = innermost(packet);
  return isIcmpError(packet) && payload.kind === "icmp" && payload.type !== icmpTypes.redirect;
}

/** A message without a packet: an ARP request with all its answers, or something alone. */
function messageExchange(recording: Recording, about: TraceEvent, machines: Machines): Exchange | undefined {
  const sending = sendingAround(recording, sentBy(recording, about));
  if (sending === undefined) return undefined;
  const request = isArp(sending, arpOperations.reply) ? (requestFor(recording, sending) ?? sending) : sending;
  const replies = isArp(request, arpOperations.request) ? repliesTo(recording, request) : [];
  const hops = [
    hopOf(recording, request, machines, { way: "request", life: undefined }),
    ...replies.map((one) => hopOf(recording, one, machines, { way: "answer", life: undefined })),
  ];
  return { id: `message ${request.first.id}`, hops };
}

/** An event that says that a message is sent is followed by that of its frame. */
function sentBy(recording: Recording, about: TraceEvent): TraceEvent {
  if (about.event.kind !== "arp-request-sent" && about.event.kind !== "arp-reply-sent") {
    return leadingTo(recording, about).find(({ event }) => "frame" in event) ?? about;
  }
  return effectsOf(recording, about.id, soon).direct.find(({ event }) => "frame" in event) ?? about;
}

function requestFor(recording: Recording, { first }: Sending): Sending | undefined {
  const arrival = leadingTo(recording, eventById(recording, first.cause)).at(-1);
  if (arrival?.event.kind !== "frame-received") return undefined;
  const request = sendingAround(recording, arrival);
  return request !== undefined && isArp(request, arpOperations.request) ? request : undefined;
}

function repliesTo(recording: Recording, request: Sending): Sending[] {
  return effectsOf(recording, request.first.cause, nearest)
    .all.filter(({ event }) => event.kind === "arp-reply-sent")
    .map((said) => sendingAround(recording, sentBy(recording, said)))
    .filter((sending) => sending !== undefined)
    .filter((sending) => requestFor(recording, sending)?.first.id === request.first.id);
}

function isArp({ first }: Sending, operation: number): boolean {
  const { payload } = first.frame;
  return payload.kind === "arp" && payload.operation === operation;
}

function hopOf(
  recording: Recording,
  { first, flights }: Sending,
  machines: Machines,
  part: Pick<Hop, "way" | "life">,
): Hop {
  return {
    flights,
    ...part,
    from: first.from.node,
    device: first.from.device,
    sent: first.cause,
    to: reached(flights, machines),
    frame: first.frame,
    position: placeOf(recording, first.cause) + 1,
    isLost: flights.every(({ isLost }) => isLost),
  };
}

/** The machines that a frame gets to; of those that a switch flooded it to, the one it is for. */
function reached(flights: readonly Flight[], { names, ownerOf }: Machines): string[] {
  const arriving = new Set(flights.filter(({ isLost }) => !isLost).map(({ to }) => to.node));
  const all = [...names].filter((name) => arriving.has(name));
  const dst = flights[0]?.frame.dst;
  if (dst === undefined || isGroupMac(dst)) return all;
  const owner = ownerOf(dst);
  return owner !== undefined && all.includes(owner) ? [owner] : all;
}
