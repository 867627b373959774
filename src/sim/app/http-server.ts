/**
 * A small HTTP server: reads a request with its body, answers in one write, and closes, or waits for the next
 * request where it keeps connections (RFC 9112 section 9.3).
 *
 * The page comes from a callback, so that a changed file shows at once. The body of a request is read and
 * thrown away. Leaves out ranges and chunked bodies.
 */

import type { Nanos } from "../engine/time.ts";
import type { Errno } from "../stack/socket-errors.ts";
import type { Stack } from "../stack/stack.ts";
import {
  adopt,
  close,
  isAtEnd,
  type ListenRequest,
  listen,
  read,
  reset,
  send,
  unlisten,
} from "../stack/tcp/calls.ts";
import { peerOf } from "../stack/tcp/peer-name.ts";
import type { TcpHandlers, TcpListener, TcpSocket } from "../stack/tcp/tcp-socket.ts";
import type { Endpoint } from "../wire/address.ts";
import { noBytes } from "../wire/bytes.ts";
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
  /** Told of every answer: what servers write to their access log. */
  readonly onAnswered?: (answered: HttpAnswered) => void;
  readonly answerDelay?: Nanos;
  readonly closeDelay?: Nanos;
  /**
   * How long a connection waits for its next request; the answers are of HTTP/1.1 then. Left out: HTTP/1.0, a
   * connection for each request.
   */
  readonly keepAlive?: Nanos | undefined;
}

/** A request and its answer. */
export interface HttpAnswered {
  /** Who asked, as accept() says it. */
  readonly peer: Endpoint;
  /** The first line of the request. */
  readonly line: string;
  readonly status: number;
  /** Bytes of the body that were sent. */
  readonly bytes: number;
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
  /** What was read of the request so far, its body not included. */
  head: string;
  /** Bytes of the body that have not come; `undefined` while the head is not whole. */
  bodyLeft: number | undefined;
  /** What came after it: the beginning of the next request. */
  next: string;
  isAnswering: boolean;
  /** Requests answered on this connection. */
  answered: number;
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
  const visit: Visit = {
    server,
    socket,
    head: "",
    bodyLeft: undefined,
    next: "",
    isAnswering: false,
    answered: 0,
  };
  server.connections.add(visit);
  adopt(socket, visitHandlers, visit);
}

const visitHandlers: TcpHandlers<Visit> = {
  onReadable(_socket, visit) {
    if (!visit.isAnswering) takeMore(visit, "");
  },
  onEnd(socket, visit) {
    if (!visit.isAnswering) socket.stack.simulation.after(programTimes.closeAfterEnd, close, socket);
  },
  onClosed(_socket, visit) {
    visit.server.connections.delete(visit);
  },
};

/** Goes on with a request: `text` is what came after the last one. */
function takeMore(visit: Visit, text: string): void {
  const { socket } = visit;
  const fresh = text + textOf(read(socket));
  const body = visit.bodyLeft === undefined ? takeHead(visit, fresh) : fresh;
  if (visit.bodyLeft === undefined) {
    if (visit.head.length > longestHead) reset(socket);
    return;
  }
  const taken = Math.min(visit.bodyLeft, body.length);
  visit.bodyLeft -= taken;
  visit.next = body.slice(taken);
  if (visit.bodyLeft === 0) answerSoon(visit);
}

/** Adds to the head; answers what follows it, once it is whole. */
function takeHead(visit: Visit, text: string): string {
  const whole = visit.head + text;
  const end = endOfHead(whole);
  visit.head = whole.slice(0, end);
  if (end === undefined) return "";
  const length = Number.parseInt(fieldOf(visit.head, "content-length") ?? "0", 10);
  visit.bodyLeft = length > 0 ? length : 0;
  return whole.slice(end);
}

function endOfHead(text: string): number | undefined {
  const usual = text.indexOf("\r\n\r\n");
  if (usual >= 0) return usual + 4;
  const short = text.indexOf("\n\n");
  return short < 0 ? undefined : short + 2;
}

function fieldOf(head: string, name: string): string | undefined {
  const lines = head.split("\n");
  const line = lines.find((candidate) => candidate.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

function answerSoon(visit: Visit): void {
  visit.isAnswering = true;
  const { options } = visit.server;
  visit.socket.stack.simulation.after(options.answerDelay ?? programTimes.answer, answer, visit);
}

function answer(visit: Visit): void {
  const { server, socket } = visit;
  const { options } = server;
  const [first = ""] = visit.head.split("\n");
  const line = first.trim();
  const [method = "", path = "", version = ""] = line.split(/\s+/);
  const body = options.body({ method, path, version, head: visit.head }, socket);
  const status = body === undefined ? "404 Not Found" : "200 OK";
  const content = body ?? bytesOf("404 Not Found\n");
  const connection = connectionField(options, version, visit.head);
  const lines = [
    `HTTP/${options.keepAlive === undefined ? "1.0" : "1.1"} ${status}`,
    ...(options.headers ?? []),
    `Content-Length: ${content.length}`,
    ...(connection === undefined ? [] : [`Connection: ${connection}`]),
    "",
    "",
  ];
  const head = bytesOf(lines.join("\r\n"));
  server.served++;
  visit.answered++;
  const sent = method === "HEAD" ? noBytes : content;
  send(socket, concat([head, sent]));
  const number = body === undefined ? 404 : 200;
  options.onAnswered?.({ peer: peerOf(socket), line, status: number, bytes: sent.length });
  const isOver = options.keepAlive === undefined || connection === "close" || isAtEnd(socket);
  if (isOver)
    socket.stack.simulation.after(options.closeDelay ?? programTimes.closeAfterAnswer, close, socket);
  else awaitNext(visit, options.keepAlive);
}

/**
 * What an answer says of the connection: with HTTP/1.1 it is kept unless a side says `close`, with HTTP/1.0 a
 * client has to ask for that.
 */
function connectionField(
  { keepAlive }: HttpServerOptions,
  version: string,
  head: string,
): "close" | "Keep-Alive" | undefined {
  if (keepAlive === undefined) return undefined;
  const asked = fieldOf(head, "connection")?.toLowerCase();
  if (asked === "keep-alive") return "Keep-Alive";
  return asked === "close" || version !== "HTTP/1.1" ? "close" : undefined;
}

/** Reads the next request of a kept connection, or closes it when none comes in time. */
function awaitNext(visit: Visit, patience: Nanos): void {
  visit.head = "";
  visit.bodyLeft = undefined;
  visit.isAnswering = false;
  const { simulation } = visit.socket.stack;
  simulation.after(patience, closeIdle, { visit, answered: visit.answered });
  if (visit.next !== "" || visit.socket.receiver.unread > 0) takeMore(visit, visit.next);
}

function closeIdle({ visit, answered }: { visit: Visit; answered: number }): void {
  if (visit.answered === answered && !visit.isAnswering && visit.head === "") close(visit.socket);
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
