/**
 * One run of ping: sends, waits, takes answers and errors, and knows when it is over.
 *
 * After the last packet it waits twice the longest round trip, or the time of -W where nothing has come.
 */

import type { Process } from "#shell/command";
import { startOfTime } from "#shell/start-of-time";
import { type Nanos, nanos } from "#sim/engine/time";
import type { Interface } from "#sim/stack/interface";
import type { PacketContext } from "#sim/stack/packet-context";
import { isPathLocked, pathMtu } from "#sim/stack/path-cache";
import { sendRaw } from "#sim/stack/raw-output";
import { closeRaw, openRaw, type RawSocket } from "#sim/stack/raw-socket";
import { outputRoute } from "#sim/stack/route-lookup";
import type { IcmpReport } from "#sim/stack/socket";
import type { Ipv4Address } from "#sim/wire/address";
import { echo, echoId, echoSeq, type IcmpMessage, icmpTypes } from "#sim/wire/icmp";
import { protocols } from "#sim/wire/ipv4";
import type { PingSettings } from "./options.ts";
import { inFlight, noStatistics, type Statistics } from "./statistics.ts";

/** Where the packets go, and from where. */
export interface Target {
  readonly address: Ipv4Address;
  /** Set by -I with an address. */
  readonly source: Ipv4Address | undefined;
  readonly output: Interface | undefined;
  readonly isGroup: boolean;
}

/** What came in and is not looked at yet. */
export type Arrival =
  | {
      readonly kind: "reply";
      readonly at: Nanos;
      readonly context: PacketContext;
      readonly message: IcmpMessage;
    }
  | { readonly kind: "redirect"; readonly from: Ipv4Address; readonly message: IcmpMessage }
  | { readonly kind: "error"; readonly report: IcmpReport };

export interface Session {
  readonly process: Process;
  readonly settings: PingSettings;
  readonly target: Target;
  readonly id: number;
  readonly statistics: Statistics;
  readonly arrivals: Arrival[];
  /** Moments of sending, by sequence number. */
  readonly sentAt: Map<number, Nanos>;
  readonly answered: Set<number>;
  /** In milliseconds; -A changes it. */
  interval: number;
  readonly startedAt: Nanos;
  lastSent: Nanos;
  nextDue: number;
  exitAt: number;
  wake: (() => void) | undefined;
}

/** What a session does with what happens. */
export interface Reports {
  readonly onArrival: (session: Session, arrival: Arrival) => void;
  readonly onSending: (session: Session) => void;
  /** A packet was not sent: too long for the path, or the words of the kernel. */
  readonly onFailure: (
    session: Session,
    failure: { readonly mtu: number } | { readonly errno: string },
  ) => void;
}

const nanosPerMilli = 1e6;
/** Without answers a flood sends as often as this. */
const floodGap = 10;

/** The time of sending, which leads the data. */
export const stampLength = 16;

export function newSession(process: Process, settings: PingSettings, target: Target): Session {
  const { now } = process.machine.simulation;
  const { deadline } = settings;
  return {
    ...{ process, settings, target, id: process.pid & 0xffff, statistics: noStatistics(), arrivals: [] },
    ...{ sentAt: new Map(), answered: new Set(), interval: settings.interval, startedAt: now, lastSent: now },
    ...{
      nextDue: now,
      exitAt: deadline > 0 ? now + deadline * 1e9 : Number.POSITIVE_INFINITY,
      wake: undefined,
    },
  };
}

/** Sends and receives until the run is over. */
export async function runSession(session: Session, reports: Reports): Promise<void> {
  const { process, settings } = session;
  const socket = openRaw(process.machine.stack, {
    protocol: protocols.icmp,
    onPacket: (context) => receive(session, context),
    onError: (report) => arrive(session, { kind: "error", report }),
  });
  try {
    const atOnce = Math.min(settings.preload, settings.count || settings.preload);
    for (let sent = 0; sent < atOnce; sent++) sendOne(session, socket, reports);
    do {
      if (mayStillSend(session) && process.machine.simulation.now >= dueOf(session)) {
        sendOne(session, socket, reports);
      }
      scheduleExit(session);
      if (!(await waitForNext(session))) return;
      for (let next = session.arrivals.shift(); next !== undefined; next = session.arrivals.shift()) {
        reports.onArrival(session, next);
      }
    } while (!isOver(session));
  } finally {
    closeRaw(socket);
  }
}

function isOver({ settings, statistics, process, exitAt }: Session): boolean {
  const { count, deadline } = settings;
  if (count > 0 && statistics.received + statistics.errors >= count) return true;
  if (deadline > 0 && statistics.errors > 0) return true;
  return process.machine.simulation.now >= exitAt;
}

const mayStillSend = ({ settings, statistics }: Session): boolean =>
  settings.count === 0 || settings.deadline > 0 || statistics.sent < settings.count;

function scheduleExit(session: Session): void {
  const { settings, statistics, process } = session;
  const isLast = settings.count > 0 && statistics.sent >= settings.count && settings.deadline === 0;
  if (!isLast || session.exitAt !== Number.POSITIVE_INFINITY) return;
  const afterAnswers = Math.max(2 * statistics.most, 1000 * session.interval) * 1000;
  const wait = statistics.received > 0 ? afterAnswers : settings.linger * nanosPerMilli;
  session.exitAt = process.machine.simulation.now + wait;
}

/** The longest that one look for arrivals takes. */
const patience = 1e9;

/** Waits for an arrival or the next thing due; answers whether to go on. */
async function waitForNext(session: Session): Promise<boolean> {
  const { process, arrivals } = session;
  if (arrivals.length > 0) return true;
  const { now } = process.machine.simulation;
  // What went wrong while sending is seen only after a look at what has arrived.
  const latest = isOver(session) ? now + patience : session.exitAt;
  const due = Math.min(latest, mayStillSend(session) ? dueOf(session) : Number.POSITIVE_INFINITY);
  if (due <= now) return true;
  const register = (wake: (value: "arrival") => void): (() => void) => {
    session.wake = () => wake("arrival");
    return () => {
      session.wake = undefined;
    };
  };
  const waited =
    due === Number.POSITIVE_INFINITY ? process.until(register) : process.until(register, nanos(due - now));
  return (await waited) !== "interrupted";
}

/** When the next packet goes: a flood waits for answers, but not for long. */
function dueOf({ interval, statistics, settings, nextDue, lastSent }: Session): number {
  const isWaiting = interval === 0 && inFlight(statistics) >= settings.preload;
  return isWaiting ? lastSent + floodGap * nanosPerMilli : nextDue;
}

function sendOne(session: Session, socket: RawSocket, reports: Reports): void {
  const { process, statistics } = session;
  const { now } = process.machine.simulation;
  reports.onSending(session);
  session.lastSent = now;
  session.nextDue = now + session.interval * nanosPerMilli;
  const failure = trySending(session, socket);
  statistics.sent++;
  if (failure !== undefined) reports.onFailure(session, failure);
}

function trySending(
  { process, settings, target, id, statistics, sentAt }: Session,
  socket: RawSocket,
): { readonly mtu: number } | { readonly errno: string } | undefined {
  const { stack, simulation } = process.machine;
  const { address: dst, source: src, output } = target;
  const way = outputRoute(stack, { dst, src, output, mark: settings.mark, tos: settings.tos });
  if (!way.ok) return { errno: way.errno };
  const seq = (statistics.sent + 1) & 0xffff;
  const payload = echo({ reply: false, id, seq, payload: dataOf(settings, simulation.now) });
  const mtu = pathMtu(stack, dst, way.route);
  const isTooLong = payload.length + 20 > mtu;
  if (payload.length + 20 > 65_535) return { errno: "EMSGSIZE" };
  const discovery = settings.discovery ?? (stack.sysctl.global.ip_no_pmtu_disc === 0 ? "want" : "dont");
  if (isTooLong && discovery === "do") return { mtu };
  const mayWant = discovery === "want" && !isTooLong && !isPathLocked(stack, dst, way.route);
  const dontFragment = discovery === "do" || mayWant;
  sentAt.set(seq, simulation.now);
  const { ttl, tos, mark } = settings;
  const sent = sendRaw(socket, { dst, src, output, payload, ttl, tos, mark, dontFragment });
  return sent.ok ? undefined : { errno: sent.errno };
}

/** The time of sending as a C timeval, then the pattern. */
function dataOf({ size, pattern }: PingSettings, now: Nanos): Uint8Array {
  const filled = (index: number): number => pattern[index % pattern.length] ?? index & 255;
  const data = Uint8Array.from({ length: size }, (_, index) => filled(index));
  if (size < stampLength) return data;
  const view = new DataView(data.buffer);
  view.setBigUint64(0, BigInt(startOfTime / 1000 + Math.floor(now / 1e9)), true);
  view.setBigUint64(8, BigInt(Math.floor((now % 1e9) / 1000)), true);
  return data;
}

function receive(session: Session, context: PacketContext): void {
  const { payload } = context.packet;
  if (payload.kind !== "icmp") return;
  if (payload.type === icmpTypes.echoReply && echoId(payload) === session.id) {
    arrive(session, { kind: "reply", at: session.process.machine.simulation.now, context, message: payload });
  }
  if (payload.type === icmpTypes.redirect) {
    arrive(session, { kind: "redirect", from: context.packet.src, message: payload });
  }
}

function arrive(session: Session, arrival: Arrival): void {
  session.arrivals.push(arrival);
  session.wake?.();
}

/** The sequence number of the packet that an ICMP message quotes, if it is one of this run. */
export function quotedSeq(
  { target, id }: Session,
  quote: IcmpReport["quote"] | undefined,
): number | undefined {
  if (quote === undefined || quote.dst !== target.address) return undefined;
  const { payload } = quote;
  const isOurs = payload.kind === "icmp" && payload.type === icmpTypes.echoRequest && echoId(payload) === id;
  return isOurs ? echoSeq(payload) : undefined;
}
