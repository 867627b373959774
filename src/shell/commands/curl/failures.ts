/** What curl calls a failed exchange, and its number. */

import type { Errno } from "#sim/stack/socket-errors";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import type { Exchanged } from "../http/exchange.ts";
import { type Url, urlText } from "../http/url.ts";
import { errnoWords } from "../network/errno-words.ts";
import type { CurlSettings } from "./options.ts";
import { type Outcome, say, type Transfer } from "./running.ts";

type Failure = Exclude<Exchanged, { kind: "done" | "interrupted" }>;

export interface FailureContext {
  readonly url: Url;
  readonly address: Ipv4Address;
  /** When connecting began. */
  readonly begun: number;
  readonly settings: CurlSettings;
}

/** The number and words of a failure; -v is told on the way. */
export function failureOf(running: Transfer, failure: Failure, context: FailureContext): Outcome {
  const { now } = running.process.machine.simulation;
  const millis = Math.floor((now - running.startedAt) / 1e6);
  const fail = (code: number, message: string): Outcome => {
    say(running, message);
    return { code, message };
  };
  switch (failure.kind) {
    case "not-connected":
      return notConnected(running, failure, context);
    case "connect-timeout":
      return connectTimeout(running, context, millis);
    case "timeout": {
      const of = failure.total === undefined ? "" : ` out of ${failure.total}`;
      return fail(
        28,
        `Operation timed out after ${millis} milliseconds with ${failure.received}${of} bytes received`,
      );
    }
    case "empty":
      return fail(52, "Empty reply from server");
    case "not-http":
      return fail(1, "Received HTTP/0.9 when not allowed");
    case "cut":
      return fail(18, `transfer closed with ${failure.missing} bytes remaining to read`);
    case "died":
      return fail(56, `Recv failure: ${errnoWords(failure.errno ?? "ECONNRESET")}`);
    case "failed":
      return fail(56, `Recv failure: ${errnoWords(failure.errno)}`);
  }
}

const bindErrnos: ReadonlySet<Errno> = new Set(["EADDRINUSE", "EADDRNOTAVAIL"]);
const errnoNumbers: Readonly<Record<string, number>> = { EADDRINUSE: 98, EADDRNOTAVAIL: 99 };

function notConnected(
  running: Transfer,
  { errno, atOnce }: Extract<Failure, { kind: "not-connected" }>,
  { url, address, begun }: FailureContext,
): Outcome {
  const millis = Math.floor((running.process.machine.simulation.now - begun) / 1e6);
  const place = `Failed to connect to ${url.host} port ${url.port} after ${millis} ms`;
  if (atOnce && bindErrnos.has(errno)) {
    const message = `bind failed with errno ${errnoNumbers[errno]}: ${errnoWords(errno)}`;
    say(running, message);
    say(running, `${place}: Failed binding local connection end`);
    return { code: 45, message };
  }
  const words = errnoWords(errno);
  if (atOnce) say(running, `Immediate connect fail for ${formatIpv4(address)}: ${words}`);
  else say(running, `connect to ${formatIpv4(address)} port ${url.port} failed: ${words}`);
  const message = `${place}: Couldn't connect to server`;
  say(running, message);
  return { code: 7, message };
}

function connectTimeout(
  running: Transfer,
  { url, begun, settings }: FailureContext,
  millis: number,
): Outcome {
  const passed = Math.floor((running.process.machine.simulation.now - begun) / 1e6);
  const { maxTime, connectTimeout: limit } = settings;
  if (maxTime !== undefined && millis >= maxTime * 1000) {
    const message = `Connection timed out after ${millis} milliseconds`;
    say(running, message);
    return { code: 28, message };
  }
  say(running, `ipv4 connect timeout after ${Math.floor(limit * 1000)}ms, move on!`);
  const message = `Failed to connect to ${url.host} port ${url.port} after ${passed} ms: Timeout was reached`;
  say(running, message);
  return { code: 28, message };
}

/** What -v tells before a request is sent again because its kept connection had died. */
export function retryWords(
  running: Transfer,
  url: Url,
  { number, errno }: { readonly number: number; readonly errno: Errno | undefined },
): void {
  if (errno !== undefined) say(running, `Recv failure: ${errnoWords(errno)}`);
  say(running, "Connection died, retrying a fresh connect (retry count: 1)");
  say(running, `Closing connection ${number}`);
  say(running, `Issue another request to this URL: '${urlText(url)}'`);
}
