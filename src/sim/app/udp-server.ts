/**
 * A UDP server that answers each datagram with its name and what it was sent.
 *
 * By default it answers from the address that was asked, as programs do that read the packet's destination.
 * A plain one answers from whatever address the route gives: behind a virtual address that is the wrong
 * one.
 */

import { millis, type Nanos } from "../engine/time.ts";
import type { Stack } from "../stack/stack.ts";
import { openUdp, sendTo, type UdpOpening, type UdpRequest } from "../stack/udp-calls.ts";
import type { ReceivedDatagram, UdpHandlers, UdpSocket } from "../stack/udp-socket.ts";
import { closeUdp } from "../stack/udp-socket.ts";
import { concat } from "./text.ts";

export interface UdpServerOptions extends UdpRequest {
  readonly port: number;
  /** What stands before the data of an answer. */
  readonly greeting: Uint8Array;
  /** Answer with a plain sendto: the source is not the address that was asked. */
  readonly isPlain?: boolean;
  readonly answerDelay?: Nanos;
  /** Ends when an answer cannot leave, as a program does that leaves the error unhandled. */
  readonly endsOnError?: boolean;
}

interface Question {
  readonly socket: UdpSocket;
  readonly options: UdpServerOptions;
  readonly datagram: ReceivedDatagram;
}

const usualDelay = millis(0.2);

/** Starts a server; `stopUdpServer` ends it. Fails with EADDRINUSE or EADDRNOTAVAIL. */
export const startUdpServer = (stack: Stack, options: UdpServerOptions): UdpOpening =>
  openUdp(stack, { reuseAddress: true, ...options }, serverHandlers, options);

export const stopUdpServer = (socket: UdpSocket): void => closeUdp(socket);

const serverHandlers: UdpHandlers<UdpServerOptions> = {
  onDatagram(socket, options, datagram) {
    const question: Question = { socket, options, datagram };
    socket.stack.simulation.after(options.answerDelay ?? usualDelay, answer, question);
  },
};

function answer({ socket, options, datagram }: Question): void {
  if (socket.isClosed) return;
  const bytes = concat([options.greeting, datagram.bytes]);
  const reply = { bytes, dst: datagram.src, dstPort: datagram.srcPort };
  const sent = sendTo(socket, options.isPlain === true ? reply : { ...reply, src: datagram.dst });
  if (!sent.ok && options.endsOnError === true) closeUdp(socket);
}
