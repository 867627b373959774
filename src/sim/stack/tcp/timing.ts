/**
 * How long TCP waits: the retransmission time-out (RFC 6298 with Linux's least of 200 ms), and how late the
 * kernel's timers are.
 *
 * Timers run on a wheel that is coarser the further ahead they lie: 4 ms, then 32 ms, 256 ms, 2 s. Where in
 * its step a timer falls is chance in a kernel; here it is the mean.
 */

import { jiffy } from "../kernel-clock.ts";
import { wakeAfter } from "./lanes.ts";
import { never, type TcpSocket } from "./tcp-socket.ts";
import { tcpOf } from "./tcp-table.ts";

const leastVariation = 200_000;
const longest = 120e9;
const unmeasured = 1e9;
/** RFC 6298 section 5.7: no round trip measured, because the SYN had to be sent again. */
const fallbackMicros = 3_000_000;

/** Gaps after each SYN of a client that gets no answer: 1, 2, 4 … s and how late the wheel is. */
export const synGaps: readonly number[] = [1.016e9, 2.016e9, 4.18e9, 8.2e9, 16.5e9, 33e9, 65e9];

/** A server's gaps after each SYN-ACK; its timer comes before the client's own. */
export const synAckGaps: readonly number[] = [1e9, 2e9, 4e9, 8e9, 16e9, 32e9];

/** Takes a measured round trip, in nanoseconds, into the estimate. */
export function measure(socket: TcpSocket, sample: number): void {
  const micros = Math.max(1, Math.round(sample / 1000));
  if (socket.srtt === 0) {
    socket.srtt = micros;
    socket.rttVariation = micros >> 1;
    return;
  }
  const error = micros - socket.srtt;
  socket.srtt = Math.max(1, socket.srtt + Math.round(error / 8));
  socket.rttVariation += Math.round((Math.abs(error) - socket.rttVariation) / 4);
}

/** The SYN or SYN-ACK had to be sent twice: nothing was measured. */
export function measureNothing(socket: TcpSocket): void {
  socket.rttVariation = fallbackMicros;
}

/**
 * The time-out without lateness, in nanoseconds: a whole number of ticks, doubled for each step of backoff.
 */
export function timeout(socket: TcpSocket): number {
  const { srtt, rttVariation, backoff } = socket;
  if (srtt === 0) return Math.min(Math.max(unmeasured, rttVariation * 1000) * 2 ** backoff, longest);
  const micros = srtt + Math.max(leastVariation, 4 * rttVariation);
  return Math.min(Math.ceil((micros * 1000) / jiffy) * jiffy * 2 ** backoff, longest);
}

/** Up to this length the wheel's steps are whole jiffies. */
export const finestLevel = 252e6;

/** How much later than asked a timer fires, on the average. */
export function lateness(delay: number): number {
  if (delay <= finestLevel) return 2e6;
  if (delay <= 2.016e9) return 16e6;
  return delay <= 16.128e9 ? 150e6 : 1e9;
}

/** Starts the retransmission timer anew, for `delay` from now. */
export function startTimer(socket: TcpSocket, delay: number): void {
  const { simulation } = socket.stack;
  socket.rtxDue = simulation.now + delay;
  socket.timerCause = simulation.cause;
  wakeAfter(tcpOf(socket.stack).lanes, socket, delay);
}

/** Starts the retransmission timer anew, for the time-out as it is now. */
export function startRetransmission(socket: TcpSocket): void {
  const delay = timeout(socket);
  startTimer(socket, delay + lateness(delay));
}

export function stopTimer(socket: TcpSocket): void {
  socket.rtxDue = never;
}
