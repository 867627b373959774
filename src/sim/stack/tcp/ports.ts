/**
 * Which local addresses and ports a TCP socket may have (bind(2), ip_local_port_range).
 *
 * Linux walks the range from a hashed start in steps of two, even ports for connect(); so does this, from a
 * random start of the node. Leaves out SO_REUSEPORT and the reuse of TIME_WAIT ports (tcp_tw_reuse).
 */

import { valuesOf } from "#sim/engine/tuple-table";
import { anyAddress, type Ipv4Address } from "#sim/wire/address";
import type { Errno } from "../socket-errors.ts";
import { isLocalAddress } from "../source-address.ts";
import type { Stack } from "../stack.ts";
import { type Ends, findEntry, tcpOf } from "./tcp-table.ts";

export interface LocalEnd {
  readonly address: Ipv4Address;
  readonly port: number;
  /** SO_REUSEADDR. */
  readonly reuse: boolean;
}

/** Why a socket may not have a local end; `undefined`: it may. */
export function bindError(stack: Stack, { address, port, reuse }: LocalEnd): Errno | undefined {
  if (!mayBindAddress(stack, address)) return "EADDRNOTAVAIL";
  const table = tcpOf(stack);
  const listeners = table.listeners.get(port) ?? [];
  if (listeners.some((listener) => overlaps(listener.address, address))) return "EADDRINUSE";
  if (reuse || port === 0) return undefined;
  for (const entry of valuesOf(table.entries)) {
    if (entry.localPort === port && overlaps(entry.localAddress, address)) return "EADDRINUSE";
  }
  return undefined;
}

/** Whether a socket may be bound to an address: one of this node's own, or any. */
export const mayBindAddress = (stack: Stack, address: Ipv4Address): boolean =>
  address === anyAddress || stack.sysctl.global.ip_nonlocal_bind !== 0 || isLocalAddress(stack, address);

const overlaps = (one: Ipv4Address, other: Ipv4Address): boolean =>
  one === other || one === anyAddress || other === anyAddress;

/** A free local port for a connection to a peer; `undefined`: all are taken. */
export function ephemeralPort(stack: Stack, ends: Omit<Ends, "localPort">): number | undefined {
  const table = tcpOf(stack);
  const { ip_local_port_range_low: low, ip_local_port_range_high: high } = stack.sysctl.global;
  const count = high - low + 1;
  for (let tries = 0; tries < count; tries++) {
    const port = low + (table.nextPort % count);
    table.nextPort += nextStep(tries, count);
    if (isFree(stack, ends, port)) return port;
  }
  return undefined;
}

/** Every other port; after a whole round of them the others. */
const nextStep = (tries: number, count: number): number => (tries === Math.floor(count / 2) ? 3 : 2);

function isFree(stack: Stack, ends: Omit<Ends, "localPort">, localPort: number): boolean {
  const table = tcpOf(stack);
  if (table.listeners.has(localPort)) return false;
  const { localAddress, remoteAddress, remotePort } = ends;
  return findEntry(table, { localAddress, localPort, remoteAddress, remotePort }) === undefined;
}
