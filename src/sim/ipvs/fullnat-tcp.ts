/**
 * What FULLNAT changes in TCP beside addresses and ports, as DPVS does it. Many clients share one local
 * address, so timestamps of a SYN are erased and its sequence number is replaced by one that grows with time;
 * the difference is kept for the whole connection. What acknowledges the server's SYN tells the client's
 * endpoint (TOA, option 254), and the server's segment size leaves room for that.
 *
 * Leaves out SYNPROXY, options that DPVS would take out to make room for TOA, and TOA on the SYN itself.
 */

import type { Endpoint } from "../wire/address.ts";
import { type TcpOptions, type TcpSegment, tcpFlags } from "../wire/tcp.ts";
import { hasRoomForToa, tcpOptions, tcpOptionsLength, toaLength } from "../wire/tcp-options.ts";
import type { LocalEnd } from "./local-addresses.ts";
import { sipHash13 } from "./siphash.ts";

const { syn, ack, rst, fin } = tcpFlags;
const toaMask = syn | rst | fin | ack;

/** Ports that a segment gets. */
export interface PortPair {
  readonly srcPort: number;
  readonly dstPort: number;
}

/** What a client's segment is told apart by on its way to the server. */
export interface TowardsServer extends PortPair {
  readonly local: LocalEnd;
  /** Whose address TOA tells; `undefined`: the packet has no room for it. */
  readonly client: Endpoint | undefined;
}

/** A client's segment as the server gets it. The `delta` of its local end is set. */
export function towardsServer(segment: TcpSegment, { local, client, ...ports }: TowardsServer): TcpSegment {
  const { flags, options } = segment;
  const { delta = 0, serverNext } = local;
  const seq = (segment.seq + delta) >>> 0;
  if ((flags & (syn | ack)) === syn) return rewritten(segment, ports, { seq, options: erased(options) });
  const answersSyn = (flags & toaMask) === ack && segment.ack === serverNext;
  const tells = answersSyn && client !== undefined && hasRoomForToa(options);
  return rewritten(segment, ports, { seq, options: tells ? telling(options, client) : options });
}

/** A server's segment as the client gets it. Remembers what follows the server's SYN. */
export function towardsClient(segment: TcpSegment, local: LocalEnd, ports: PortPair): TcpSegment {
  const { flags, options } = segment;
  const { delta = 0 } = local;
  const isAnswer = (flags & (syn | ack)) === (syn | ack);
  if (isAnswer) local.serverNext = (segment.seq + 1) >>> 0;
  const acknowledged = (flags & ack) === 0 ? segment.ack : (segment.ack - delta) >>> 0;
  return rewritten(segment, ports, { ack: acknowledged, options: fitting(options, delta, isAnswer) });
}

/** The client's segment in an ICMP error: with the number that the client gave it. */
export const quotedOfClient = (segment: TcpSegment, { delta = 0 }: LocalEnd): TcpSegment =>
  rewritten(segment, segment, { seq: (segment.seq - delta) >>> 0 });

/** The server's segment in an ICMP error: acknowledging what the server was sent. */
export const quotedOfServer = (segment: TcpSegment, { delta = 0 }: LocalEnd): TcpSegment =>
  rewritten(segment, segment, { ack: (segment.ack + delta) >>> 0 });

interface Changes {
  readonly seq?: number;
  readonly ack?: number;
  readonly options?: TcpOptions | undefined;
}

function rewritten(segment: TcpSegment, { srcPort, dstPort }: PortPair, changes: Changes): TcpSegment {
  const options = "options" in changes ? changes.options : segment.options;
  const longer =
    options === segment.options ? 0 : tcpOptionsLength(options) - tcpOptionsLength(segment.options);
  return {
    kind: "tcp",
    srcPort,
    dstPort,
    seq: changes.seq ?? segment.seq,
    ack: changes.ack ?? segment.ack,
    flags: segment.flags,
    window: segment.window,
    options,
    payload: segment.payload,
    length: segment.length + longer,
    checksumOk: segment.checksumOk,
  };
}

const erased = (options: TcpOptions | undefined): TcpOptions | undefined =>
  options?.timestamps === undefined
    ? options
    : tcpOptions({ ...options, timestamps: undefined, erasedTimestamps: true });

const telling = (options: TcpOptions | undefined, toa: Endpoint): TcpOptions =>
  tcpOptions({ ...options, toa });

/** SACK blocks in the client's numbers; in the answer to a SYN a segment size that leaves room for TOA. */
function fitting(options: TcpOptions | undefined, delta: number, isAnswer: boolean): TcpOptions | undefined {
  if (options === undefined) return undefined;
  const lowersSize = isAnswer && options.mss !== undefined;
  if (!lowersSize && options.sack.length === 0) return options;
  const sack = options.sack.map(([left, right]) => [(left - delta) >>> 0, (right - delta) >>> 0] as const);
  const mss = lowersSize ? (options.mss ?? 0) - toaLength : options.mss;
  return tcpOptions({ ...options, mss, sack });
}

const tickLength = 64;

/** What a new initial sequence number is made from; `now` in nanoseconds. */
export interface SequenceSource {
  readonly local: number;
  readonly server: number;
  readonly now: number;
  readonly secret: number;
}

/** A new initial sequence number: a hash of both ends, and a clock that ticks every 64 ns. */
export function initialSequence({ local, server, now, secret }: SequenceSource): number {
  const ends = mixed(mixed(secret, local, secret), server, secret);
  return (ends + Math.floor(now / tickLength)) % 2 ** 32;
}

const mixed = (before: number, endpoint: number, secret: number): number =>
  sipHash13(sipHash13(before ^ endpoint, secret) ^ Math.floor(endpoint / 2 ** 32), secret);
