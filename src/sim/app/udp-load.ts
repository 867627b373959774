/**
 * Load of datagrams: one echo every so often from one socket, and the server that echoes.
 */

import type { Nanos } from "../engine/time.ts";
import type { Stack } from "../stack/stack.ts";
import { openUdp, sendTo, type UdpOpening } from "../stack/udp-calls.ts";
import type { UdpHandlers, UdpSocket } from "../stack/udp-socket.ts";
import type { Ipv4Address } from "../wire/address.ts";

export interface UdpLoadRequest {
  /** Where each datagram goes: the addresses take turns. */
  readonly targets: readonly { readonly address: Ipv4Address; readonly port: number }[];
  readonly connections: number;
  readonly interval: Nanos;
  readonly size: number;
}

export interface UdpLoad {
  readonly stack: Stack;
  readonly request: UdpLoadRequest;
  readonly bytes: Uint8Array;
  socket: UdpSocket | undefined;
  started: number;
  /** Answers that came. */
  done: number;
  failed: number;
}

/** Starts sending now. The record that is answered counts as it goes. */
export function startUdpLoad(stack: Stack, request: UdpLoadRequest): UdpLoad {
  const bytes = new Uint8Array(request.size).fill(0x71);
  const load: UdpLoad = { stack, request, bytes, socket: undefined, started: 0, done: 0, failed: 0 };
  const opened = openUdp(stack, {}, loadHandlers, load);
  if (!opened.ok) return load;
  load.socket = opened.socket;
  sendNext(load);
  return load;
}

const loadHandlers: UdpHandlers<UdpLoad> = {
  onDatagram(_socket, load) {
    load.done++;
  },
  onError(_socket, load) {
    load.failed++;
  },
};

function sendNext(load: UdpLoad): void {
  const { stack, request, socket, bytes } = load;
  const target = request.targets[load.started % request.targets.length];
  if (socket === undefined || target === undefined) return;
  load.started++;
  const sent = sendTo(socket, { bytes, dst: target.address, dstPort: target.port });
  if (!sent.ok) load.failed++;
  if (load.started < request.connections) stack.simulation.after(request.interval, sendNext, load);
}

/** A server that sends every datagram back at once, from the address that was asked. */
export function startUdpLoadServer(stack: Stack, port: number): UdpOpening {
  return openUdp(stack, { port }, echoHandlers, undefined);
}

const echoHandlers: UdpHandlers<undefined> = {
  onDatagram(socket, _owner, { bytes, src, srcPort, dst }) {
    sendTo(socket, { bytes, dst: src, dstPort: srcPort, src: dst });
  },
};
