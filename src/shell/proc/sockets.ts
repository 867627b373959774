/** /proc/net/tcp and udp: one line a socket. Owners, inodes and kernel addresses are zero. */

import { type SocketRow, socketsOf } from "#sim/stack/socket-rows";
import type { TcpState } from "#sim/stack/tcp/state";
import type { Machine } from "../machine.ts";
import { hex, reversedHex } from "./numbers.ts";

const stateNumbers: Readonly<Record<TcpState, number>> = {
  ESTABLISHED: 1,
  SYN_SENT: 2,
  SYN_RECV: 3,
  FIN_WAIT1: 4,
  FIN_WAIT2: 5,
  TIME_WAIT: 6,
  CLOSE: 7,
  CLOSE_WAIT: 8,
  LAST_ACK: 9,
  LISTEN: 10,
  CLOSING: 11,
};

const nanosPerTick = 1e7;

/** Kinds of timers: 0 none, 1 retransmission, 3 TIME_WAIT. */
function timerText({ state, timer }: SocketRow): string {
  if (timer === undefined || timer < 0) return "00:00000000";
  const kind = state === "TIME_WAIT" ? 3 : 1;
  return `${hex(kind, 2)}:${hex(Math.floor(timer / nanosPerTick), 8)}`;
}

function cells(row: SocketRow): string {
  const local = `${reversedHex(row.localAddress)}:${hex(row.localPort, 4)}`;
  const remote = `${reversedHex(row.remoteAddress)}:${hex(row.remotePort, 4)}`;
  // Of a listener the kernel shows the queue of connections here, and no backlog.
  const sent = row.state === "LISTEN" ? 0 : row.sendQueue;
  const queues = `${hex(sent, 8)}:${hex(row.receiveQueue, 8)}`;
  const owner = `00000000 ${"0".padStart(5)} ${"0".padStart(8)} 0`;
  return `${local} ${remote} ${hex(stateNumbers[row.state], 2)} ${queues} ${timerText(row)} ${owner}`;
}

const titles =
  "sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const noPointer = "0000000000000000";

/** /proc/net/tcp. */
export function tcp({ stack }: Machine): string {
  const rows = socketsOf(stack).filter(({ protocol }) => protocol === "tcp");
  const lines = rows.map((row, index) => {
    const end = row.state === "TIME_WAIT" || row.state === "SYN_RECV" ? "" : " 100 0 0 10 0";
    return `${String(index).padStart(4)}: ${cells(row)} 1 ${noPointer}${end}`;
  });
  return [`  ${titles}`, ...lines].map((line) => `${line.padEnd(149)}\n`).join("");
}

/** /proc/net/udp. */
export function udp({ stack }: Machine): string {
  const rows = socketsOf(stack).filter(({ protocol }) => protocol === "udp");
  const lines = rows.map((row, index) => `${String(index).padStart(5)}: ${cells(row)} 2 ${noPointer} 0`);
  return [`   ${titles} ref pointer drops`, ...lines].map((line) => `${line.padEnd(127)}\n`).join("");
}
