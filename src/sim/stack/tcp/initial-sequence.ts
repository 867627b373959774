/**
 * Initial sequence numbers (RFC 6528): a number of its own for each pair of ends, which a secret makes hard
 * to guess, plus a clock. A connection that follows another between the same ends so begins behind it.
 *
 * The clock ticks every 64 ns as in Linux. The hash is a simple one: in a lab nobody attacks it.
 */

import type { Stack } from "../stack.ts";
import { type Ends, tcpOf } from "./tcp-table.ts";

const clockTick = 64;
/**
 * The number of two ends stays below 2^29: with the clock of a lab's first minute and a half it then is a
 * small integer of the engine, and so are the numbers that follow it. Larger ones cost memory and time.
 */
const largestOwn = 2 ** 29 - 1;

/** The first sequence number, modulo 2^32, of a connection that begins now. */
export function newIss(stack: Stack, ends: Ends): number {
  const { localAddress, localPort, remoteAddress, remotePort } = ends;
  const ports = localPort * 65_536 + remotePort;
  const own = mix(mix(mix(tcpOf(stack).issSecret, localAddress), remoteAddress), ports);
  return ((own & largestOwn) + Math.floor(stack.simulation.now / clockTick)) >>> 0;
}

/** Every bit of both numbers changes about half of the answer's 32 bits. */
function mix(one: number, other: number): number {
  let mixed = Math.imul(one ^ other, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
