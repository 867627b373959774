/**
 * The SYN once more: not while the one before still waits in this host for the address of the next hop.
 *
 * Linux does not send a segment again that has not left yet; the timer runs on as if it had been sent.
 */

import { tcpFlags } from "#sim/wire/tcp";
import { isWaiting } from "../neighbour.ts";
import { noBytes, transmit } from "./segment.ts";
import type { TcpSocket } from "./tcp-socket.ts";

/** Sends the SYN again, unless it waits in a queue of this host. */
export function sendSynAgain(socket: TcpSocket): void {
  if (isStillHere(socket)) return;
  socket.synSentAt = socket.stack.simulation.now;
  transmit(socket, tcpFlags.syn, socket.sndUna, noBytes);
}

/** IPVS may have sent it to another next hop than its route says, and given it another destination. */
function isStillHere({ stack, localAddress, localPort, sndUna }: TcpSocket): boolean {
  return isWaiting(stack, ({ src, payload }) => {
    if (src !== localAddress || payload.kind !== "tcp") return false;
    return payload.srcPort === localPort && payload.seq === sndUna;
  });
}
