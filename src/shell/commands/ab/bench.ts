/** The requests of ab: several connections at once, one request each, and what is measured of them. */

import type { Process } from "#shell/command";
import { type Asked, tellAnswered, tellUnanswered } from "#sim/app/request-told";
import { bytesOf, textOf } from "#sim/app/text";
import { nanos } from "#sim/engine/time";
import type { Errno } from "#sim/stack/socket-errors";
import { close, connect, isAtEnd, read, send } from "#sim/stack/tcp/calls";
import type { TcpHandlers, TcpSocket } from "#sim/stack/tcp/tcp-socket";
import type { Ipv4Address } from "#sim/wire/address";
import { headerOf, statusLine, statusOf } from "../http/exchange.ts";
import { hostField } from "../http/url.ts";
import { ownSocket } from "../network/socket-owners.ts";
import type { AbSettings } from "./options.ts";

/** Moments of one request, in nanoseconds after the start of the run. */
export interface Measured {
  readonly connect: number;
  readonly wait: number;
  readonly total: number;
}

export interface Bench {
  readonly process: Process;
  readonly settings: AbSettings;
  readonly address: Ipv4Address;
  readonly src: Ipv4Address | undefined;
  readonly measured: Measured[];
  readonly open: Set<Visit>;
  started: number;
  done: number;
  readonly failed: { connect: number; receive: number; length: number; exceptions: number };
  nonSuccess: number;
  kept: number;
  received: number;
  bodies: number;
  /** Of the first answer: every other must be as long. */
  documentLength: number | undefined;
  server: string;
  /** What ends the run before its time. */
  fatal: Errno | "timeout" | undefined;
  wake: (() => void) | undefined;
}

/** One connection. */
interface Visit {
  readonly bench: Bench;
  readonly begun: number;
  socket: TcpSocket | undefined;
  connectedAt: number;
  firstByteAt: number;
  text: string;
}

const handlers: TcpHandlers<Visit> = {
  onConnected(socket, visit) {
    visit.connectedAt = visit.bench.process.machine.simulation.now;
    send(socket, bytesOf(requestOf(visit.bench.settings)));
  },
  onReadable(socket, visit) {
    const { bench } = visit;
    if (visit.text === "") visit.firstByteAt = bench.process.machine.simulation.now;
    visit.text += textOf(read(socket));
    if (isWholeAndKept(bench, visit)) finish(visit);
  },
  onEnd(socket, visit) {
    if (isAtEnd(socket)) finish(visit);
  },
  onError(_socket, visit, errno) {
    failVisit(visit, errno);
  },
};

function requestOf({ given, url }: AbSettings): string {
  const lines = [
    `${given.has("head") ? "HEAD" : "GET"} ${url.path} HTTP/1.0`,
    ...(given.has("keepalive") ? ["Connection: Keep-Alive"] : []),
    `Host: ${hostField(url)}`,
    "User-Agent: ApacheBench/2.3",
    "Accept: */*",
    ...given.values("header"),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** With -k an answer that says its length and keeps the connection is over before the connection is. */
function isWholeAndKept({ settings }: Bench, { text }: Visit): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (!settings.given.has("keepalive") || end < 0) return false;
  const head = text.slice(0, end + 4);
  const length = headerOf(head, "content-length");
  const isKept = headerOf(head, "connection")?.toLowerCase() === "keep-alive";
  return isKept && length !== undefined && text.length - end - 4 >= Number(length);
}

/** Runs all requests; answers when they are done or something fatal happened. */
export async function runBench(bench: Bench): Promise<void> {
  const { process, settings } = bench;
  const { simulation } = process.machine;
  const end =
    settings.timeLimit === undefined ? Number.POSITIVE_INFINITY : simulation.now + settings.timeLimit * 1e9;
  try {
    for (;;) {
      while (
        bench.open.size < settings.concurrency &&
        bench.started < settings.requests &&
        bench.fatal === undefined
      ) {
        begin(bench);
      }
      if (bench.fatal !== undefined || bench.done >= settings.requests || simulation.now >= end) return;
      if (!(await waitForProgress(bench, end))) return;
    }
  } finally {
    for (const { socket } of bench.open) if (socket !== undefined) close(socket);
    bench.open.clear();
  }
}

async function waitForProgress(bench: Bench, end: number): Promise<boolean> {
  const { process, settings } = bench;
  const { now } = process.machine.simulation;
  const patience = Math.min(settings.timeout * 1e9, end - now);
  const waited = await process.until<"progress">(
    (wake) => {
      bench.wake = () => wake("progress");
      return () => {
        bench.wake = undefined;
      };
    },
    nanos(Math.max(0, patience)),
  );
  if (waited === "interrupted") return false;
  if (waited === "timeout" && process.machine.simulation.now < end) bench.fatal = "timeout";
  return true;
}

function begin(bench: Bench): void {
  const { process, address: dst, src, settings } = bench;
  const { stack, simulation } = process.machine;
  bench.started++;
  const visit: Visit = {
    ...{ bench, begun: simulation.now, socket: undefined },
    ...{ connectedAt: simulation.now, firstByteAt: simulation.now, text: "" },
  };
  const connecting = connect(stack, { dst, dstPort: settings.url.port, src }, handlers, visit);
  if (!connecting.ok) {
    bench.fatal = connecting.errno;
    return;
  }
  visit.socket = connecting.socket;
  ownSocket(connecting.socket, process);
  bench.open.add(visit);
}

const whereOf = ({ address: to, settings }: Bench): Asked => ({ to, port: settings.url.port });

function failVisit(visit: Visit, errno: Errno): void {
  const { bench } = visit;
  bench.open.delete(visit);
  tellUnanswered(bench.process.machine.stack, whereOf(bench), errno);
  if (!bench.settings.given.has("go-on")) bench.fatal = errno;
  else {
    bench.done++;
    if (visit.text === "") bench.failed.connect++;
    else bench.failed.receive++;
  }
  bench.wake?.();
}

/** An answer is whole: counts and measures it, and lets the next one begin. */
function finish(visit: Visit): void {
  const { bench, text, begun } = visit;
  if (!bench.open.delete(visit)) return;
  const { now } = bench.process.machine.simulation;
  if (visit.socket !== undefined) close(visit.socket);
  bench.done++;
  bench.received += text.length;
  const end = text.indexOf("\r\n\r\n");
  const head = end < 0 ? "" : text.slice(0, end + 4);
  const body = end < 0 ? 0 : text.length - end - 4;
  bench.bodies += body;
  const answer = { request: requestOf(bench.settings), status: statusLine(head), bytes: text.length };
  if (end < 0) tellUnanswered(bench.process.machine.stack, whereOf(bench), "EMPTY");
  else tellAnswered(bench.process.machine.stack, whereOf(bench), answer);
  if (bench.documentLength === undefined) {
    bench.documentLength = body;
    bench.server = headerOf(head, "server") ?? "";
  } else if (body !== bench.documentLength && !bench.settings.given.has("any-length")) bench.failed.length++;
  if (Math.floor(statusOf(head) / 100) !== 2) bench.nonSuccess++;
  if (headerOf(head, "connection")?.toLowerCase() === "keep-alive") bench.kept++;
  bench.measured.push({
    connect: visit.connectedAt - begun,
    wait: visit.firstByteAt - visit.connectedAt,
    total: now - begun,
  });
  bench.wake?.();
}
