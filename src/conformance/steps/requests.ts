/**
 * Steps that ask for something on a connection or datagram of its own: get, open, udp, and lists of them.
 */

import { type OpenResult, open } from "#sim/app/hold-client";
import { type GetResult, get } from "#sim/app/http-client";
import { bytesOf, textOf } from "#sim/app/text";
import { type AskResult, ask } from "#sim/app/udp-client";
import { micros, type Nanos } from "#sim/engine/time";
import { anyAddress, type Ipv4Address, parseIpv4 } from "#sim/wire/address";
import type { GetTarget, OpenTarget, ShortTarget, Target, UdpTarget } from "../case.ts";
import { outcome, type Player, patience, pause, stackOf } from "../player.ts";

/** What a request came to: a body, an error's name, and for `get` the status line. */
export interface RequestOutcome {
  readonly status?: string;
  readonly body?: string;
  readonly error?: string;
}

/**
 * What the program does around a request, besides waiting: making the socket before, closing and noting
 * after.
 */
const before = micros(90);
const after = micros(900);
const afterFailure = micros(350);
const afterDatagram = micros(400);
const openTimeout = 5;
const udpTimeout = 2;
const usualPort = 80;
const longBody = 400;
const shownOfLongBody = 20;

const addressOf = (text: string): Ipv4Address => parseIpv4(text) ?? anyAddress;

const requestOf = ({ to, port, sport, src, timeout }: Target) => ({
  dst: addressOf(to),
  dstPort: port ?? usualPort,
  ...(src === undefined ? {} : { src: addressOf(src) }),
  ...(sport === undefined ? {} : { srcPort: sport }),
  reuseAddress: true,
  timeout: patience(timeout ?? openTimeout),
});

/** GET / and read to the end. */
export async function getPage(
  player: Player,
  node: string | undefined,
  target: GetTarget,
): Promise<RequestOutcome> {
  await pause(player, before);
  const request = {
    ...requestOf(target),
    ...(target.pad === undefined ? {} : { pad: target.pad }),
    ...(target.rst ? { resetAtEnd: true } : {}),
  };
  const result = await outcome<GetResult>(player, (done) => get(stackOf(player, node), request, done));
  await pause(player, result.ok ? after : afterFailure);
  if (!result.ok) return { error: result.error };
  return { status: result.status, body: shownBody(textOf(result.body)) };
}

function shownBody(body: string): string {
  if (body.length < longBody) return body.trim();
  return `<${body.length} bytes> ${body.slice(0, shownOfLongBody).trim()}`;
}

/** Connects, reads the banner, and keeps the connection under its name. */
export async function openConnection(
  player: Player,
  node: string | undefined,
  target: OpenTarget,
): Promise<RequestOutcome> {
  await pause(player, before);
  const request = { ...requestOf(target), banner: target.banner !== false };
  const result = await outcome<OpenResult>(player, (done) => open(stackOf(player, node), request, done));
  await pause(player, result.ok ? after : afterFailure);
  if (!result.ok) return { error: result.error };
  player.connections.set(nameOf(target), result.conversation);
  return request.banner ? { body: textOf(result.banner).trim() } : {};
}

const nameOf = ({ id, src, sport }: OpenTarget): string => id ?? `${src}:${sport}`;

/** Sends a datagram and waits for the answer. */
export async function sendDatagram(
  player: Player,
  node: string | undefined,
  target: UdpTarget,
): Promise<RequestOutcome> {
  await pause(player, before);
  const request = {
    ...requestOf(target),
    timeout: patience(target.timeout ?? udpTimeout),
    bytes: bytesOf((target.data ?? "x").repeat(target.times ?? 1)),
    dontFragment: target.df === false ? false : undefined,
    expectsAnswer: target.wait !== false,
  };
  const result = await outcome<AskResult>(player, (done) => ask(stackOf(player, node), request, done));
  await pause(player, afterDatagram);
  if (!result.ok) return { error: result.error };
  return target.wait === false ? {} : { body: textOf(result.answer).slice(0, shownOfDatagram) };
}

const shownOfDatagram = 100;

/** A short target, [source, port, destination, port], or a long one. */
export function targetOf<T extends Target>(one: ShortTarget | T): Target | T {
  if (!isShort(one)) return one;
  const [src, sport, to, port] = one;
  return { src, sport, to, port };
}

const isShort = (one: ShortTarget | Target): one is ShortTarget => Array.isArray(one);

/** Many requests one after another; `note` adds to each what was counted right after it. */
export async function inTurn<One>(
  player: Player,
  targets: readonly One[],
  request: (target: One) => Promise<RequestOutcome>,
  { gap, note }: { readonly gap: Nanos; readonly note: (() => unknown) | undefined },
): Promise<{ readonly results: unknown[] }> {
  const results: unknown[] = [];
  for (const target of targets) {
    const { error, body } = await request(target);
    const shown = error === undefined ? (body ?? null) : `!${error}`;
    results.push(note === undefined ? shown : [shown, note()]);
    if (gap > 0) await pause(player, gap);
  }
  return { results };
}
