/**
 * An exchange: a packet and its direct answer, or an ARP request and its answers, with every hop of both.
 *
 * A hop leads from a machine to the next one; switches between them change nothing and do not count. The
 * answer of a packet is the first that goes back between the same ends because of it, or else an ICMP error
 * about it; of a packet that is itself an answer, the exchange is the one it ends.
 */

import type { TraceEvent } from "#sim/trace";
import { isGroupMac, type MacAddress } from "#sim/wire/address";
import { arpOperations } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { icmpTypes } from "#sim/wire/icmp";
import {
  eventOf,
  leadingTo,
  type PacketIndex,
  type PacketLife,
  placeOf,
  type Sending,
} from "./packet-index.ts";
import { innermost, packetKey, packetOfEvent } from "./packet-of-event.ts";

/** What an exchange is looked for by. */
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
  readonly sending: Sending;
  readonly way: "request" | "answer";
  /** The `packetKey` of what it carries: hops with the same one are of one packet; of messages nothing. */
  readonly packet: number | undefined;
  readonly from: string;
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
export function exchangeOf(index: PacketIndex, subject: Subject, machines: Machines): Exchange | undefined {
  const sending = sendingOf(index, subject);
  const life = sending === undefined ? lifeOf(index, subject) : lifeOfSending(index, sending);
  if (life !== undefined) return packetExchange(index, life, machines);
  return sending === undefined ? undefined : messageExchange(index, sending, machines);
}

/** The sending that is selected, if it is one: by its flight or by an event of the frame. */
export function sendingOf(index: PacketIndex, { flight, event }: Subject): Sending | undefined {
  if (flight !== undefined) return index.byFlight.get(flight);
  if (event === undefined) return undefined;
  const traced = eventOf(index.past, event);
  if (traced === undefined) return undefined;
  const [cause, frame] = [index.byEvent.get(traced.cause), index.byEvent.get(event)];
  if (frame !== undefined) return frame;
  if (traced.event.kind === "frame-received") return cause;
  if (packetOfEvent(traced.event) !== undefined) return undefined;
  return sentBecauseOf(index, traced) ?? arrivedBefore(index, traced);
}

/** How many events after one its frame may leave: it is among the next. */
const soon = 8;

/** The message that an event says is sent, such as an ARP reply. */
function sentBecauseOf(index: PacketIndex, { id, event }: TraceEvent): Sending | undefined {
  if (!("message" in event) || event.kind === "arp-not-answered") return undefined;
  for (let next = id + 1; next <= id + soon; next++) {
    if (eventOf(index.past, next)?.cause === id) return index.byEvent.get(next);
  }
  return undefined;
}

function arrivedBefore(index: PacketIndex, traced: TraceEvent): Sending | undefined {
  const chain = leadingTo(index.past, traced);
  if (chain.some(({ event }) => packetOfEvent(event) !== undefined)) return undefined;
  const last = chain.at(-1);
  return last?.event.kind === "frame-received" ? index.byEvent.get(last.cause) : undefined;
}

/** The packet that an event is about: its own, or the one that led to it or that it led to. */
function lifeOf(index: PacketIndex, { event }: Subject): PacketLife | undefined {
  if (event === undefined) return undefined;
  const { past, lives } = index;
  for (const traced of leadingTo(past, eventOf(past, event))) {
    const packet = packetOfEvent(traced.event);
    if (packet !== undefined) return lives.get(packetKey(packet));
  }
  const next = eventOf(past, event + 1);
  const packet = next?.cause === event ? packetOfEvent(next.event) : undefined;
  return packet === undefined ? undefined : lives.get(packetKey(packet));
}

const lifeOfSending = ({ lives }: PacketIndex, { key }: Sending): PacketLife | undefined =>
  key === undefined ? undefined : lives.get(key);

function packetExchange(index: PacketIndex, life: PacketLife, machines: Machines): Exchange {
  const endsOne = life.parent !== undefined && (life.isAnswer || life.isError);
  const request = endsOne && life.parent !== undefined ? life.parent : life;
  const answer = endsOne ? life : answerOf(life);
  const lives = answer === undefined ? [request] : [request, answer];
  const hops = lives.flatMap(({ key, sendings }, part) =>
    sendings.map((sending) =>
      hopOf(index, sending, machines, { way: part === 0 ? "request" : "answer", packet: key }),
    ),
  );
  return { id: `packet ${request.key} ${answer?.key ?? ""}`, hops };
}

function answerOf({ children }: PacketLife): PacketLife | undefined {
  const sent = children.filter(({ sendings }) => sendings.length > 0);
  return sent.find(({ isAnswer, isError }) => isAnswer && !isError) ?? sent.find(isFailure);
}

/** A redirect is good advice and no answer. */
function isFailure({ isError, packet }: PacketLife): boolean {
  const { payload } = innermost(packet);
  return isError && payload.kind === "icmp" && payload.type !== icmpTypes.redirect;
}

/** A message without a packet: an ARP request with all its answers, or something alone. */
function messageExchange(index: PacketIndex, sending: Sending, machines: Machines): Exchange {
  const { causedBy } = sending;
  const request = isArp(sending, arpOperations.reply) && causedBy !== undefined ? causedBy : sending;
  const answers = isArp(request, arpOperations.request) ? answersTo(index, request) : [];
  const hops = [
    hopOf(index, request, machines, { way: "request", packet: undefined }),
    ...answers.map((one) => hopOf(index, one, machines, { way: "answer", packet: undefined })),
  ];
  return { id: `message ${request.number}`, hops };
}

/** Answers come soon: whoever asked asks again after a second. */
function answersTo({ sendings }: PacketIndex, request: Sending): Sending[] {
  const found: Sending[] = [];
  const until = (request.flights[0]?.sentAt ?? 0) + 1e9;
  for (let number = request.number + 1; number < sendings.length; number++) {
    const sending = sendings[number];
    if (sending === undefined || (sending.flights[0]?.sentAt ?? 0) > until) break;
    if (sending.causedBy === request && isArp(sending, arpOperations.reply)) found.push(sending);
  }
  return found;
}

function isArp({ flights }: Sending, operation: number): boolean {
  const payload = flights[0]?.frame.payload;
  return payload?.kind === "arp" && payload.operation === operation;
}

function hopOf(
  { past }: PacketIndex,
  sending: Sending,
  machines: Machines,
  part: Pick<Hop, "way" | "packet">,
): Hop {
  const [first] = sending.flights;
  if (first === undefined) throw new Error("a sending has a flight");
  return {
    sending,
    ...part,
    from: first.from.node,
    to: reached(sending, machines),
    frame: first.frame,
    position: placeOf(past, first.cause) + 1,
    isLost: sending.flights.every(({ isLost }) => isLost),
  };
}

/** The machines that a frame gets to; of those that a switch flooded it to, the one it is for. */
function reached({ flights }: Sending, { names, ownerOf }: Machines): string[] {
  const arriving = flights.filter(({ isLost, to }) => !isLost && names.has(to.node));
  const all = [...new Set(arriving.map(({ to }) => to.node))];
  const dst = flights[0]?.frame.dst;
  if (dst === undefined || isGroupMac(dst)) return all;
  const owner = ownerOf(dst);
  return owner !== undefined && all.includes(owner) ? [owner] : all;
}
