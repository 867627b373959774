/**
 * The states of a TCP connection and the moves between them, as a table (RFC 9293 section 3.3.2).
 *
 * Between LISTEN and ESTABLISHED Linux keeps a small request and no socket; it is shown as SYN_RECV. A
 * simultaneous open is left out.
 */

/** The kernel's names. */
export type TcpState =
  | "CLOSE"
  | "LISTEN"
  | "SYN_SENT"
  | "SYN_RECV"
  | "ESTABLISHED"
  | "FIN_WAIT1"
  | "FIN_WAIT2"
  | "CLOSING"
  | "TIME_WAIT"
  | "CLOSE_WAIT"
  | "LAST_ACK";

/**
 * `fin`: the peer's arrived. `fin-acked`: the peer has ours. `end`: a reset, a time-out, or nothing is
 * owed.
 */
export type TcpMove = "connect" | "handshake" | "close" | "fin" | "fin-acked" | "end";

type Moves = { readonly [move in TcpMove]?: TcpState };

const moves: { readonly [state in TcpState]: Moves } = {
  CLOSE: { connect: "SYN_SENT" },
  LISTEN: { end: "CLOSE" },
  SYN_SENT: { handshake: "ESTABLISHED", end: "CLOSE" },
  SYN_RECV: { handshake: "ESTABLISHED", end: "CLOSE" },
  ESTABLISHED: { close: "FIN_WAIT1", fin: "CLOSE_WAIT", end: "CLOSE" },
  FIN_WAIT1: { "fin-acked": "FIN_WAIT2", fin: "CLOSING", end: "CLOSE" },
  FIN_WAIT2: { fin: "TIME_WAIT", end: "CLOSE" },
  CLOSING: { "fin-acked": "TIME_WAIT", end: "CLOSE" },
  TIME_WAIT: { end: "CLOSE" },
  CLOSE_WAIT: { close: "LAST_ACK", end: "CLOSE" },
  LAST_ACK: { "fin-acked": "CLOSE", end: "CLOSE" },
};

/** The state that a move leads to, or `undefined` where the move is not possible. */
export const nextState = (state: TcpState, move: TcpMove): TcpState | undefined => moves[state][move];

/** Whether a program may still write in this state. */
export const mayWrite = (state: TcpState): boolean => state === "ESTABLISHED" || state === "CLOSE_WAIT";

/** Whether the peer may still send data in this state. */
export const mayReceive = (state: TcpState): boolean =>
  state === "ESTABLISHED" || state === "FIN_WAIT1" || state === "FIN_WAIT2";
