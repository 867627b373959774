/**
 * A new TCP socket, with every field at its start. One literal, so that all sockets have one shape.
 */

import type { Ipv4Address } from "#sim/wire/address";
import type { Stack } from "../stack.ts";
import {
  defaultMss,
  longAgo,
  never,
  noFeatures,
  noThreshold,
  type Receiver,
  type TcpHandlers,
  type TcpSocket,
} from "./tcp-socket.ts";

/** RFC 6928's initial window, in segments. */
const initialCwnd = 10;

/** What differs from one new socket to another. */
export interface SocketFields {
  readonly stack: Stack;
  readonly localAddress: Ipv4Address;
  readonly localPort: number;
  readonly remoteAddress: Ipv4Address;
  readonly remotePort: number;
  readonly mark: number;
  readonly iss: number;
  readonly ipId: number;
  readonly discoversPath: boolean;
}

const nobody: TcpHandlers<never> = {};

/** A socket in CLOSE that has sent and received nothing. */
export function makeSocket(fields: SocketFields): TcpSocket {
  return {
    kind: "socket",
    stack: fields.stack,
    localAddress: fields.localAddress,
    localPort: fields.localPort,
    remoteAddress: fields.remoteAddress,
    remotePort: fields.remotePort,
    state: "CLOSE",
    handlers: nobody,
    owner: undefined,
    mark: fields.mark,
    route: undefined,
    routeGeneration: -1,
    ipId: fields.ipId,
    discoversPath: fields.discoversPath,
    pathMtu: 0,
    sndUna: fields.iss,
    sndNxt: fields.iss,
    writeSeq: fields.iss,
    sndWindow: 0,
    sndWl1: 0,
    peerMss: defaultMss,
    cwnd: initialCwnd,
    cwndCredit: 0,
    ssthresh: noThreshold,
    units: [],
    sentUnits: 0,
    smallEnd: fields.iss,
    dupAcks: 0,
    recovery: "none",
    recoverUntil: fields.iss,
    features: noFeatures,
    tsRecent: 0,
    srtt: 0,
    rttVariation: 0,
    backoff: 0,
    retransmits: 0,
    rtxDue: never,
    wakesAt: never,
    timerCause: 0,
    receiver: makeReceiver(),
    lastChallenge: longAgo,
    isOrphan: false,
    isGone: false,
    softErrno: undefined,
    hasProgress: false,
    keepalive: undefined,
    synSentAt: -1,
    shownNames: undefined,
  };
}

const makeReceiver = (): Receiver => ({
  next: 0,
  acknowledged: 0,
  edge: 0,
  capacity: 0,
  mss: 0,
  chunks: [],
  unread: 0,
  early: undefined,
  hasEnded: false,
  ato: 0,
  quick: 0,
  pingpong: false,
  ackPending: false,
  ackDue: never,
  lastData: longAgo,
});
