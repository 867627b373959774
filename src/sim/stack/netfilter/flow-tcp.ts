/**
 * What conntrack makes of the segments of a TCP connection that passes by: its state and how long it is
 * remembered.
 *
 * States, transitions and times as in Linux 6.1 (nf_conntrack-sysctl.rst for the times). Leaves out the check
 * of sequence numbers against windows: every segment counts as within.
 */

import { type Nanos, seconds } from "#sim/engine/time";
import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";

export type TcpFlowState =
  | "NONE"
  | "SYN_SENT"
  | "SYN_RECV"
  | "ESTABLISHED"
  | "FIN_WAIT"
  | "CLOSE_WAIT"
  | "LAST_ACK"
  | "TIME_WAIT"
  | "CLOSE"
  | "SYN_SENT2";

export interface TcpFlow {
  state: TcpFlowState;
  /** Either side has begun to close: a new SYN after that begins another connection. */
  hasClosed: boolean;
  lastWasReset: boolean;
}

/**
 * `ignored`: passes without effect; `invalid`: belongs to no flow; `reopens`: begins a new flow in its
 * place.
 */
export type TcpStep = TcpFlowState | "ignored" | "invalid" | "reopens";

const timeouts: { readonly [state in TcpFlowState]: Nanos } = {
  NONE: seconds(0),
  SYN_SENT: seconds(120),
  SYN_RECV: seconds(60),
  ESTABLISHED: seconds(432_000),
  FIN_WAIT: seconds(120),
  CLOSE_WAIT: seconds(60),
  LAST_ACK: seconds(30),
  TIME_WAIT: seconds(120),
  CLOSE: seconds(10),
  SYN_SENT2: seconds(120),
};

export const timeoutOf = (state: TcpFlowState): Nanos => timeouts[state];

type SegmentKind = "syn" | "synack" | "fin" | "ack" | "rst" | "none";

const { fin, syn, rst, ack } = tcpFlags;

function kindOf(flags: number): SegmentKind {
  if ((flags & rst) !== 0) return "rst";
  if ((flags & syn) !== 0) return (flags & ack) !== 0 ? "synack" : "syn";
  if ((flags & fin) !== 0) return "fin";
  return (flags & ack) !== 0 ? "ack" : "none";
}

/** Combinations of flags that no stack sends, besides the harmless PSH, ECE, CWR and URG. */
export function hasPossibleFlags(flags: number): boolean {
  const main = flags & (fin | syn | rst | ack);
  return [syn, syn | ack, rst, rst | ack, fin | ack, ack].includes(main);
}

/** The state that a first segment puts a flow in; `undefined` for one that cannot begin a flow. */
export function firstState({ flags }: TcpSegment): TcpFlowState | undefined {
  const kind = kindOf(flags);
  if (kind === "syn") return "SYN_SENT";
  return kind === "ack" ? "ESTABLISHED" : undefined;
}

/** What a segment in one direction does to a flow. */
export function stepOf(flow: TcpFlow, { flags }: TcpSegment, isReply: boolean): TcpStep {
  const { state } = flow;
  switch (kindOf(flags)) {
    case "rst":
      return state === "NONE" ? "invalid" : "CLOSE";
    case "none":
      return "invalid";
    case "syn":
      return afterSyn(flow, isReply);
    case "synack":
      return afterSynAck(state, isReply);
    case "fin":
      return afterFin(state);
    case "ack":
      return afterAck(state, isReply);
  }
}

function afterSyn({ state, hasClosed, lastWasReset }: TcpFlow, isReply: boolean): TcpStep {
  if (state === "SYN_SENT") return isReply ? "SYN_SENT2" : "SYN_SENT";
  if (state === "SYN_SENT2") return "SYN_SENT2";
  const mayReopen = state === "TIME_WAIT" || (state === "CLOSE" && !isReply);
  if (mayReopen) return hasClosed || lastWasReset ? "reopens" : "ignored";
  return isReply ? "invalid" : "ignored";
}

function afterSynAck(state: TcpFlowState, isReply: boolean): TcpStep {
  if (state === "SYN_SENT2") return "SYN_RECV";
  if (!isReply) return state === "SYN_RECV" ? "SYN_RECV" : "invalid";
  if (state === "SYN_SENT") return "SYN_RECV";
  return state === "NONE" ? "invalid" : "ignored";
}

function afterFin(state: TcpFlowState): TcpStep {
  switch (state) {
    case "SYN_RECV":
    case "ESTABLISHED":
      return "FIN_WAIT";
    case "FIN_WAIT":
    case "CLOSE_WAIT":
    case "LAST_ACK":
      return "LAST_ACK";
    case "TIME_WAIT":
    case "CLOSE":
      return state;
    case "NONE":
    case "SYN_SENT":
    case "SYN_SENT2":
      return "invalid";
  }
}

function afterAck(state: TcpFlowState, isReply: boolean): TcpStep {
  switch (state) {
    case "SYN_RECV":
      return isReply ? "SYN_RECV" : "ESTABLISHED";
    case "ESTABLISHED":
    case "CLOSE_WAIT":
    case "TIME_WAIT":
    case "CLOSE":
      return state;
    case "FIN_WAIT":
      return "CLOSE_WAIT";
    case "LAST_ACK":
      return "TIME_WAIT";
    case "NONE":
    case "SYN_SENT":
    case "SYN_SENT2":
      return isReply && state !== "NONE" ? "ignored" : "invalid";
  }
}

/** Notes what a segment leaves behind for the next ones. */
export function noteSegment(flow: TcpFlow, { flags }: TcpSegment): void {
  flow.lastWasReset = (flags & rst) !== 0;
  if ((flags & fin) !== 0) flow.hasClosed = true;
}
