/**
 * A connection fails: reset, timed out, unreachable. The program is told once, and the socket is gone.
 */

import type { Errno } from "../socket-errors.ts";
import type { TcpSocket } from "./tcp-socket.ts";
import { namesOf, takeOut, tellClosed } from "./tcp-table.ts";

/** Ends a connection with an error, without a frame. */
export function fail(socket: TcpSocket, errno: Errno): void {
  if (socket.isGone) return;
  const { simulation, name: node, snmp } = socket.stack;
  if (socket.state === "SYN_SENT") snmp.TcpAttemptFails++;
  if (simulation.traced) {
    const { local, remote } = namesOf(socket);
    simulation.emit({ kind: "socket-error", node, local, remote, errno });
  }
  socket.softErrno = errno;
  // Whatever the program does in its handlers happens to a socket that is gone.
  takeOut(socket);
  if (!socket.isOrphan) socket.handlers.onError?.(socket, socket.owner as never, errno);
  tellClosed(socket);
}
