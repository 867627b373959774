/**
 * Load: an open loop of connections, one every so often whether or not the last has ended, each with one
 * request and one answer of given sizes; the client closes first. And the server for it.
 *
 * Programs take no time here: this measures the network and the stacks.
 */

import type { Nanos } from "../engine/time.ts";
import type { Stack } from "../stack/stack.ts";
import { adopt, close, connect, type Listening, listen, read, send } from "../stack/tcp/calls.ts";
import type { TcpHandlers, TcpSocket } from "../stack/tcp/tcp-socket.ts";
import type { Ipv4Address } from "../wire/address.ts";

export interface LoadRequest {
  /** Where each connection goes: the addresses take turns. */
  readonly targets: readonly { readonly address: Ipv4Address; readonly port: number }[];
  readonly connections: number;
  readonly interval: Nanos;
  readonly requestSize: number;
  readonly responseSize: number;
}

export interface Load {
  readonly stack: Stack;
  readonly request: LoadRequest;
  readonly requestBytes: Uint8Array;
  started: number;
  /** Connections whose whole answer came. */
  done: number;
  failed: number;
}

/** Starts a load now. The record that is answered counts as it goes. */
export function startLoad(stack: Stack, request: LoadRequest): Load {
  const requestBytes = new Uint8Array(request.requestSize).fill(0x71);
  const load: Load = { stack, request, requestBytes, started: 0, done: 0, failed: 0 };
  startNext(load);
  return load;
}

interface Call {
  readonly load: Load;
  received: number;
}

function startNext(load: Load): void {
  const { stack, request } = load;
  const { targets, connections, interval } = request;
  const target = targets[load.started % targets.length];
  if (target === undefined || load.started >= connections) return;
  load.started++;
  const call: Call = { load, received: 0 };
  const connecting = connect(stack, { dst: target.address, dstPort: target.port }, callHandlers, call);
  if (!connecting.ok) load.failed++;
  if (load.started < connections) stack.simulation.after(interval, startNext, load);
}

const callHandlers: TcpHandlers<Call> = {
  onConnected(socket, { load }) {
    send(socket, load.requestBytes);
  },
  onReadable(socket, call) {
    const { load } = call;
    call.received += read(socket).length;
    if (call.received < load.request.responseSize) return;
    load.done++;
    close(socket);
  },
  onEnd(socket, call) {
    // The answer was cut short.
    call.load.failed++;
    close(socket);
  },
  onError(_socket, call) {
    call.load.failed++;
  },
};

export interface LoadServerOptions {
  readonly address?: Ipv4Address;
  readonly port: number;
  readonly requestSize: number;
  readonly responseSize: number;
}

interface Serving {
  readonly options: LoadServerOptions;
  readonly response: Uint8Array;
}

interface Served {
  readonly serving: Serving;
  received: number;
}

/** A server that answers every `requestSize` bytes with `responseSize` bytes, and closes after its client. */
export function startLoadServer(stack: Stack, options: LoadServerOptions): Listening {
  const serving: Serving = { options, response: new Uint8Array(options.responseSize).fill(0x72) };
  return listen(stack, options, (socket: TcpSocket) => {
    const served: Served = { serving, received: 0 };
    adopt(socket, servedHandlers, served);
  });
}

const servedHandlers: TcpHandlers<Served> = {
  onReadable(socket, served) {
    const { options, response } = served.serving;
    served.received += read(socket).length;
    while (served.received >= options.requestSize) {
      served.received -= options.requestSize;
      send(socket, response);
    }
  },
  onEnd: (socket) => close(socket),
};
