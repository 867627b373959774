/**
 * One HTTP request and its answer, on a TCP connection of its own or on one that was kept from an earlier
 * request.
 */

import type { Process } from "#shell/command";
import { programTimes } from "#sim/app/program-times";
import { tellAnswered, tellUnanswered } from "#sim/app/request-told";
import { bytesOf, concat, textOf } from "#sim/app/text";
import { type Nanos, nanos } from "#sim/engine/time";
import type { Errno } from "#sim/stack/socket-errors";
import type { Ipv4Address } from "#sim/wire/address";
import { closeStream, connectStream, readStream, type Stream, writeStream } from "../network/stream.ts";

/** What to ask, and how long to wait; moments are of the simulation. */
export interface Exchange {
  readonly address: Ipv4Address;
  readonly port: number;
  readonly src: Ipv4Address | undefined;
  readonly srcPort: number;
  readonly request: string;
  /** A connection that is still open from an earlier request. */
  readonly over?: Stream | undefined;
  /** Is given the connection, if both ends keep it; without this it is closed. */
  readonly onKept?: (stream: Stream) => void;
  readonly isHead: boolean;
  /** The connection must be there by then. */
  readonly connectBy: number;
  /** Everything must be over by then. */
  readonly endBy: number;
  readonly onConnected: (stream: Stream, isKept: boolean) => void;
  readonly onHead: (head: string) => void;
  readonly onBody: (bytes: Uint8Array, total: number | undefined) => void;
  /** When something else is to be done while waiting; and that. */
  readonly nextTick: () => Nanos | undefined;
  readonly onTick: () => void;
}

export type Exchanged =
  | { readonly kind: "done"; readonly head: string; readonly body: Uint8Array; readonly keepsOpen: boolean }
  /** A kept connection ended before anything was answered. */
  | { readonly kind: "died"; readonly errno: Errno | undefined }
  | { readonly kind: "not-connected"; readonly errno: Errno; readonly atOnce: boolean }
  | { readonly kind: "connect-timeout" }
  | { readonly kind: "timeout"; readonly received: number; readonly total: number | undefined }
  | { readonly kind: "empty" }
  | { readonly kind: "not-http" }
  | { readonly kind: "cut"; readonly missing: number }
  | { readonly kind: "failed"; readonly errno: Errno; readonly isHeadSeen: boolean }
  | { readonly kind: "interrupted" };

/** Does the exchange; the connection is closed in the end, or kept where that is asked for. */
export async function exchange(process: Process, asked: Exchange): Promise<Exchanged> {
  const exchanged = await attempt(process, asked);
  const { stack } = process.machine;
  const where = { to: asked.address, port: asked.port };
  if (exchanged.kind === "done") {
    const { head, body } = exchanged;
    const bytes = head.length + body.length;
    tellAnswered(stack, where, { request: asked.request, status: statusLine(head), bytes });
  } else if (exchanged.kind !== "died" && exchanged.kind !== "interrupted") {
    tellUnanswered(stack, where, errorOf(exchanged));
  }
  return exchanged;
}

type Failure = Exclude<Exchanged, { readonly kind: "done" | "died" | "interrupted" }>;

function errorOf(failure: Failure): string {
  switch (failure.kind) {
    case "not-connected":
    case "failed":
      return failure.errno;
    case "connect-timeout":
    case "timeout":
      return "TIMEOUT";
    case "empty":
    case "cut":
    case "not-http":
      return failure.kind.toUpperCase();
  }
}

async function attempt(process: Process, asked: Exchange): Promise<Exchanged> {
  if (asked.over !== undefined) return askOver(process, asked, asked.over);
  const { now } = process.machine.simulation;
  const limit = Math.min(asked.connectBy, asked.endBy);
  const { address: dst, port: dstPort, src, srcPort } = asked;
  const connected = await connectStream(
    process,
    { dst, dstPort, src, srcPort },
    nanos(Math.max(0, limit - now)),
  );
  switch (connected.kind) {
    case "failed":
      return { kind: "not-connected", errno: connected.errno, atOnce: connected.atOnce };
    case "timeout":
      return { kind: "connect-timeout" };
    case "interrupted":
      return { kind: "interrupted" };
    case "connected":
      return askOver(process, asked, connected.stream);
  }
}

async function askOver(process: Process, asked: Exchange, stream: Stream): Promise<Exchanged> {
  const isKept = asked.over !== undefined;
  let keeps = false;
  try {
    asked.onConnected(stream, isKept);
    const errno = writeStream(stream, bytesOf(asked.request));
    if (errno !== undefined) {
      return isKept ? { kind: "died", errno } : { kind: "failed", errno, isHeadSeen: false };
    }
    const answered = await receive(stream, asked);
    keeps = asked.onKept !== undefined && answered.kind === "done" && answered.keepsOpen;
    return isKept ? diedOr(answered) : answered;
  } finally {
    if (keeps) asked.onKept?.(stream);
    // A program takes a moment to close: a server that closes after its answer does it first.
    else process.machine.simulation.after(programTimes.closeAfterEnd, closeStream, stream);
  }
}

/** No answer at all on a kept connection: the other end closed it while the request was under way. */
function diedOr(answered: Exchanged): Exchanged {
  if (answered.kind === "empty") return { kind: "died", errno: undefined };
  const isUnanswered = answered.kind === "failed" && !answered.isHeadSeen;
  return isUnanswered ? { kind: "died", errno: answered.errno } : answered;
}

interface Answer {
  bytes: Uint8Array;
  head: string | undefined;
  /** Bytes of the body, where the head says it. */
  total: number | undefined;
  shown: number;
}

async function receive(stream: Stream, asked: Exchange): Promise<Exchanged> {
  const answer: Answer = { bytes: new Uint8Array(0), head: undefined, total: undefined, shown: 0 };
  for (;;) {
    const read = await readOrTick(stream, asked);
    switch (read.kind) {
      case "interrupted":
        return read;
      case "timeout":
        return { kind: "timeout", received: answer.shown, total: answer.total };
      case "failed":
        return { kind: "failed", errno: read.errno, isHeadSeen: answer.head !== undefined };
      case "end":
        return ended(answer);
      case "data":
        answer.bytes = concat([answer.bytes, read.bytes]);
    }
    if (!take(answer, asked)) return { kind: "not-http" };
    if (isWhole(answer, asked)) return whole(answer, true);
  }
}

/** Reads until something comes or everything must be over; ticks on the way. */
async function readOrTick(stream: Stream, asked: Exchange): ReturnType<typeof readStream> {
  const { simulation } = stream.process.machine;
  for (;;) {
    const left = Math.max(0, asked.endBy - simulation.now);
    const untilTick = asked.nextTick();
    const wait = Math.min(left, untilTick ?? left);
    const read =
      wait === Number.POSITIVE_INFINITY ? await readStream(stream) : await readStream(stream, nanos(wait));
    if (read.kind !== "timeout" || simulation.now >= asked.endBy) return read;
    asked.onTick();
  }
}

/** Looks at what has come so far; `false`: that is no HTTP. */
function take(answer: Answer, asked: Exchange): boolean {
  if (answer.head === undefined) {
    const text = textOf(answer.bytes);
    if (!"HTTP/".startsWith(text.slice(0, 5))) return false;
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) return true;
    answer.head = text.slice(0, end + 4);
    answer.bytes = answer.bytes.subarray(end + 4);
    const length = headerOf(answer.head, "content-length");
    answer.total = length === undefined ? undefined : Number(length);
    asked.onHead(answer.head);
  }
  const most = answer.total ?? answer.bytes.length;
  const fresh = answer.bytes.subarray(answer.shown, most);
  answer.shown += fresh.length;
  if (fresh.length > 0 && !asked.isHead) asked.onBody(fresh, answer.total);
  return true;
}

const isWhole = ({ head, total, bytes }: Answer, { isHead }: Exchange): boolean =>
  head !== undefined && (isHead || (total !== undefined && bytes.length >= total) || isBodiless(head));

const isBodiless = (head: string): boolean => /^HTTP\/\S+ (?:1\d\d|204|304)/.test(head);

function whole({ head = "", bytes, total }: Answer, isOpen: boolean): Exchanged {
  const isClosing = headerOf(head, "connection")?.toLowerCase() === "close";
  const keepsOpen = isOpen && head.startsWith("HTTP/1.1") && !isClosing;
  return { kind: "done", head, body: bytes.subarray(0, total), keepsOpen };
}

function ended(answer: Answer): Exchanged {
  const { head, bytes, total } = answer;
  if (head === undefined) return bytes.length === 0 ? { kind: "empty" } : { kind: "not-http" };
  if (total !== undefined && bytes.length < total) return { kind: "cut", missing: total - bytes.length };
  return whole(answer, false);
}

/** The value of a header. */
export function headerOf(head: string, name: string): string | undefined {
  const line = head.split("\r\n").find((candidate) => candidate.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

/** `HTTP/1.1 200 OK` */
export const statusLine = (head: string): string => head.split("\r\n")[0] ?? "";

/** The number of an answer's status line. */
export const statusOf = (head: string): number => Number(/^HTTP\/\S+\s+(\d+)/.exec(head)?.[1] ?? 0);
