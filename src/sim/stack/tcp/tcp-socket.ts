/**
 * What a host keeps of a TCP connection: a socket, or while it opens on the server's side a request, or
 * when it is over a TIME_WAIT record.
 *
 * Plain numbers in one shape, because there are many. Sequence numbers are absolute, modulo 2^32; moments
 * are nanoseconds, and Infinity where nothing is due. Leaves out urgent data, ECN, fast open, pacing, CUBIC
 * (the window grows as Reno's), automatic tuning of the receive buffer, and a limit on the send buffer.
 */

import type { Nanos } from "#sim/engine/time";
import type { Ipv4Address } from "#sim/wire/address";
import type { ResolvedRoute } from "../route.ts";
import type { Errno } from "../socket-errors.ts";
import type { Stack } from "../stack.ts";
import type { TcpState } from "./state.ts";

/** What a program wants to be told. Each is handed the socket and what the program keeps with it. */
export interface TcpHandlers<Owner = unknown> {
  /** connect() has come to its end, well. */
  readonly onConnected?: (socket: TcpSocket, owner: Owner) => void;
  /** There is data to read. */
  readonly onReadable?: (socket: TcpSocket, owner: Owner) => void;
  /** The peer will send no more: read() gives end-of-file once what is there has been read. */
  readonly onEnd?: (socket: TcpSocket, owner: Owner) => void;
  /** Everything written has been acknowledged. */
  readonly onDrained?: (socket: TcpSocket, owner: Owner) => void;
  /** The connection is gone: refused, unreachable, reset, timed out. Nothing follows but `onClosed`. */
  readonly onError?: (socket: TcpSocket, owner: Owner, errno: Errno) => void;
  /** The socket has left the table, or has become a TIME_WAIT record. Called once. */
  readonly onClosed?: (socket: TcpSocket, owner: Owner) => void;
}

/**
 * A program's write, or what was cut from one: it is sent and sent again as a whole, in pieces of one MSS.
 */
export interface Unit {
  seq: number;
  bytes: Uint8Array;
  /** It ends a write, so its last segment carries PSH. */
  push: boolean;
  fin: boolean;
  /** The size of the segments it was last sent in; 0: not sent yet. */
  mss: number;
  sentAt: number;
  isLost: boolean;
  isSacked: boolean;
  wasRetransmitted: boolean;
}

/** Data that arrived beyond a hole. */
export interface EarlySegment {
  seq: number;
  bytes: Uint8Array;
  fin: boolean;
}

export interface Keepalive {
  readonly idle: Nanos;
  readonly interval: Nanos;
  readonly count: number;
  unanswered: number;
  due: number;
}

/** What the other end's SYN allowed, as far as this host wants it too. */
export interface Features {
  readonly sack: boolean;
  readonly timestamps: boolean;
  readonly sendScale: number;
  readonly receiveScale: number;
}

/** The receiving half of a connection. */
export interface Receiver {
  /** The sequence number expected next. */
  next: number;
  /** The last acknowledgement sent. */
  acknowledged: number;
  /** Right edge of the window offered, and how much may lie unread at most. */
  edge: number;
  capacity: number;
  /** The segment size this host has asked for. */
  mss: number;
  chunks: Uint8Array[];
  unread: number;
  early: EarlySegment[] | undefined;
  /** The peer's FIN has arrived, in order. */
  hasEnded: boolean;
  /** Delayed ACKs: the time between data in ns, ACKs owed at once, whether answers carry them. */
  ato: number;
  quick: number;
  pingpong: boolean;
  ackPending: boolean;
  ackDue: number;
  lastData: number;
}

/** `writeSeq` is where the next write goes; `cwnd` counts segments. */
export interface TcpSocket {
  readonly kind: "socket";
  readonly stack: Stack;
  readonly localAddress: Ipv4Address;
  readonly localPort: number;
  readonly remoteAddress: Ipv4Address;
  readonly remotePort: number;
  state: TcpState;
  handlers: TcpHandlers<never>;
  owner: unknown;
  mark: number;
  route: ResolvedRoute | undefined;
  routeGeneration: number;
  ipId: number;
  /** Its segments carry DF: ip_no_pmtu_disc was 0 when it, or who accepted it, was made. */
  readonly discoversPath: boolean;
  pathMtu: number;

  sndUna: number;
  sndNxt: number;
  writeSeq: number;
  /** The peer's window in bytes from `sndUna`, and the segment that last changed it. */
  sndWindow: number;
  sndWl1: number;
  peerMss: number;
  cwnd: number;
  cwndCredit: number;
  ssthresh: number;
  readonly units: Unit[];
  /** How many of `units` have been sent. */
  sentUnits: number;
  /** End of the last segment smaller than the MSS: Nagle's rule asks for it. */
  smallEnd: number;
  dupAcks: number;
  recovery: "none" | "loss" | "fast";
  recoverUntil: number;

  features: Features;
  /** The peer's last timestamp. */
  tsRecent: number;
  /** Smoothed round trip and its variation, in microseconds; 0: not measured. */
  srtt: number;
  rttVariation: number;
  backoff: number;
  retransmits: number;
  /** Retransmission, window probe, or the end of FIN_WAIT2. */
  rtxDue: number;
  wakesAt: number;
  timerCause: number;

  readonly receiver: Receiver;
  lastChallenge: number;

  /** The program has closed it. */
  isOrphan: boolean;
  /** Neither in the table nor a TIME_WAIT record: nothing is sent any more. */
  isGone: boolean;
  softErrno: Errno | undefined;
  /** There was progress since the last segment left. */
  hasProgress: boolean;
  keepalive: Keepalive | undefined;
  /** When the SYN was last handed to the network; -1: never. */
  synSentAt: number;
  /** Both ends as text, once somebody who looks has asked. */
  shownNames: { readonly local: string; readonly remote: string } | undefined;
}

/** A connection that a client has begun and not finished: what a server keeps between SYN and ACK. */
export interface TcpRequest {
  readonly kind: "request";
  readonly listener: TcpListener;
  readonly localAddress: Ipv4Address;
  readonly localPort: number;
  readonly remoteAddress: Ipv4Address;
  readonly remotePort: number;
  /** Initial sequence numbers of this host and of the peer. */
  readonly iss: number;
  readonly irs: number;
  readonly mss: number;
  readonly peerMss: number;
  readonly features: Features;
  tsRecent: number;
  readonly sentAt: number;
  readonly window: number;
  timeouts: number;
  retransmits: number;
  due: number;
  wakesAt: number;
  lastOutOfWindow: number;
}

/** A connection that is over, kept so that late segments do no harm. */
export interface TcpTimeWait {
  readonly kind: "time-wait";
  readonly localAddress: Ipv4Address;
  readonly localPort: number;
  readonly remoteAddress: Ipv4Address;
  readonly remotePort: number;
  readonly sndNxt: number;
  readonly rcvNxt: number;
  readonly window: number;
  readonly timestamps: boolean;
  tsRecent: number;
  due: number;
  wakesAt: number;
  lastOutOfWindow: number;
}

export type TcpEntry = TcpSocket | TcpRequest | TcpTimeWait;

/** A program that waits for connections. */
export interface TcpListener {
  readonly stack: Stack;
  /** 0: any address of the node. */
  readonly address: Ipv4Address;
  readonly port: number;
  readonly backlog: number;
  readonly onAccept: (socket: TcpSocket) => void;
  readonly discoversPath: boolean;
  isClosed: boolean;
}

export const never = Number.POSITIVE_INFINITY;
export const defaultMss = 536;
/** Slow start until something is lost. */
export const noThreshold = 0x7fffffff;
export const longAgo = -1e18;

export const noFeatures: Features = { sack: false, timestamps: false, sendScale: 0, receiveScale: 0 };
