/**
 * A small HTTP server: reads a request up to its empty line, answers in one write, and closes.
 *
 * The body comes from a callback, so that a changed file shows at once. Leaves out keep-alive, ranges and
 * bodies of requests.
 */

import type { Nanos } from "../engine/time.ts";
import type { Errno } from "../stack/socket-errors.ts";
import type { Stack } from "../stack/stack.ts";
import { adopt, close, type ListenRequest, listen, read, reset, send, unlisten } from "../stack/tcp/calls.ts";
import type { TcpHandlers, TcpListener, TcpSocket } from "../stack/tcp/tcp-socket.ts";
import { programTimes } from "./program-times.ts";
import { bytesOf, concat, textOf } from "./text.ts";

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly version: string;
  /** The whole head, as received. */
  readonly head: string;
}

export interface HttpServerOptions extends ListenRequest {
  /** The body for a request; `undefined`: there is no such page (404). */
  readonly body: (request: HttpRequest, socket: TcpSocket) => Uint8Array | undefined;
  /** More lines for the head of an answer, such as `Server: nginx`. */
  readonly headers?: readonly string[];
  readonly answerDelay?: Nanos;
  readonly closeDelay?: Nanos;
}

export interface HttpServer {
  readonly listener: TcpListener;
  readonly options: HttpServerOptions;
  readonly connections: Set<Visit>;
  served: number;
}

/** One connection to the server. */
interface Visit {
  readonly server: HttpServer;
  readonly socket: TcpSocket;
  head: string;
  isAnswering: boolean;
}

const longestHead = 65_536;

/** Starts a server. Fails with EADDRINUSE or EADDRNOTAVAIL. */
export function startHttpServer(
  stack: Stack,
  options: HttpServerOptions,
): { readonly ok: true; readonly server: HttpServer } | { readonly ok: false; readonly errno: Errno } {
  const connections = new Set<Visit>();
  const opened = listen(stack, options, (socket) => welcome(server, socket));
  if (!opened.ok) return opened;
  const server: HttpServer = { listener: opened.listener, options, connections, served: 0 };
  return { ok: true, server };
}

/** Stops listening; with `abort` the open connections are reset. */
export function stopHttpServer(server: HttpServer, abort = false): void {
  unlisten(server.listener);
  if (abort) for (const { socket } of [...server.connections]) reset(socket);
}

function welcome(server: HttpServer, socket: TcpSocket): void {
  const visit: Visit = { server, socket, head: "", isAnswering: false };
  server.connections.add(visit);
  adopt(socket, visitHandlers, visit);
}

const visitHandlers: TcpHandlers<Visit> = {
  onReadable(socket, visit) {
    if (visit.isAnswering) return;
    visit.head += textOf(read(socket));
    const isWhole = visit.head.includes("\r\n\r\n") || visit.head.includes("\n\n");
    if (isWhole) answerSoon(visit);
    else if (visit.head.length > longestHead) reset(socket);
  },
  onEnd(socket, visit) {
    if (!visit.isAnswering) socket.stack.simulation.after(programTimes.closeAfterEnd, close, socket);
  },
  onClosed(_socket, visit) {
    visit.server.connections.delete(visit);
  },
};

function answerSoon(visit: Visit): void {
  visit.isAnswering = true;
  const { options } = visit.server;
  visit.socket.stack.simulation.after(options.answerDelay ?? programTimes.answer, answer, visit);
}

function answer(visit: Visit): void {
  const { server, socket } = visit;
  const { options } = server;
  const [first = ""] = visit.head.split("\n");
  const [method = "", path = "", version = ""] = first.trim().split(/\s+/);
  const body = options.body({ method, path, version, head: visit.head }, socket);
  const status = body === undefined ? "404 Not Found" : "200 OK";
  const content = body ?? bytesOf("404 Not Found\n");
  const lines = [
    `HTTP/1.0 ${status}`,
    ...(options.headers ?? []),
    `Content-Length: ${content.length}`,
    "",
    "",
  ];
  const head = bytesOf(lines.join("\r\n"));
  server.served++;
  send(socket, method === "HEAD" ? head : concat([head, content]));
  socket.stack.simulation.after(options.closeDelay ?? programTimes.closeAfterAnswer, close, socket);
}

/**
 * A name and a newline, repeated to `size` bytes where one is given: the page that tells which server
 * answered.
 */
export function namePage(name: string, size?: number): Uint8Array {
  const line = `${name}\n`;
  if (size === undefined) return bytesOf(line);
  return bytesOf(line.repeat(Math.ceil(size / line.length)).slice(0, size));
}
