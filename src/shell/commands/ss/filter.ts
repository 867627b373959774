/** What ss is asked to show: states, and an expression on addresses and ports. */

import type { Machine } from "#shell/machine";
import type { TcpState } from "#sim/stack/tcp/state";
import { maskOf } from "#sim/wire/address";
import { resolveHost } from "../network/host-names.ts";
import { servicePort } from "../network/service-names.ts";
import type { SocketRow } from "../network/socket-rows.ts";

export type RowTest = (row: SocketRow) => boolean;

/** States by the names that ss takes. */
const states: Readonly<Record<string, TcpState>> = {
  established: "ESTABLISHED",
  "syn-sent": "SYN_SENT",
  "syn-recv": "SYN_RECV",
  "fin-wait-1": "FIN_WAIT1",
  "fin-wait-2": "FIN_WAIT2",
  "time-wait": "TIME_WAIT",
  closed: "CLOSE",
  "close-wait": "CLOSE_WAIT",
  "last-ack": "LAST_ACK",
  listening: "LISTEN",
  listen: "LISTEN",
  closing: "CLOSING",
};

const all = Object.values(states);
const without = (...left: readonly TcpState[]): TcpState[] => all.filter((state) => !left.includes(state));

const groups: Readonly<Record<string, readonly TcpState[]>> = {
  all,
  connected: without("LISTEN", "CLOSE"),
  synchronized: without("LISTEN", "CLOSE", "SYN_SENT"),
  bucket: ["SYN_RECV", "TIME_WAIT"],
  big: without("SYN_RECV", "TIME_WAIT"),
};

/** Shown unless told otherwise. */
export const usualStates: readonly TcpState[] = without("LISTEN", "CLOSE", "TIME_WAIT", "SYN_RECV");
export const everyState: readonly TcpState[] = all;

export interface Asked {
  /** `undefined`: not asked for. */
  readonly states: readonly TcpState[] | undefined;
  readonly test: RowTest;
}

/** A filter that ss cannot read. */
export class WrongFilter extends Error {}

interface Reading {
  readonly machine: Machine;
  readonly words: readonly string[];
  at: number;
}

/** Reads `state …`, `exclude …` and an expression. */
export function readFilter(machine: Machine, words: readonly string[]): Asked {
  const left: string[] = [];
  let chosen: Set<TcpState> | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word !== "state" && word !== "exclude") {
      left.push(...word.split(/([()])|\s+/).filter((part) => part !== undefined && part !== ""));
      continue;
    }
    const group = stateGroup(words[++at] ?? "");
    chosen ??= new Set(word === "state" ? [] : all);
    for (const state of group) {
      if (word === "state") chosen.add(state);
      else chosen.delete(state);
    }
  }
  const reading: Reading = { machine, words: left.flatMap(splitOperators), at: 0 };
  const test = left.length === 0 ? () => true : expression(reading);
  if (reading.at < reading.words.length)
    throw new WrongFilter('ss: bison bellows (while parsing filter): "syntax error!"');
  return { states: chosen === undefined ? undefined : [...chosen], test };
}

/** `=:80` and `>=:1024` may be written without a blank. */
const splitOperators = (word: string): string[] =>
  /^(?:[<>=!]=?)./.test(word) ? [/^[<>=!]=?/.exec(word)?.[0] ?? "", word.replace(/^[<>=!]=?/, "")] : [word];

function stateGroup(name: string): readonly TcpState[] {
  const group = groups[name.toLowerCase()];
  if (group !== undefined) return group;
  const state = states[name.toLowerCase()];
  if (state === undefined) throw new WrongFilter(`ss: wrong state name: ${name}`);
  return [state];
}

const next = (reading: Reading): string => reading.words[reading.at++] ?? "";
const peek = (reading: Reading): string => reading.words[reading.at] ?? "";

function accept(reading: Reading, ...words: readonly string[]): boolean {
  if (!words.includes(peek(reading))) return false;
  reading.at++;
  return true;
}

function expression(reading: Reading): RowTest {
  const left = conjunction(reading);
  if (!accept(reading, "or", "||", "|")) return left;
  const right = expression(reading);
  return (row) => left(row) || right(row);
}

function conjunction(reading: Reading): RowTest {
  const left = negation(reading);
  accept(reading, "and", "&&", "&");
  if (["", ")", "or", "||", "|"].includes(peek(reading))) return left;
  const right = conjunction(reading);
  return (row) => left(row) && right(row);
}

function negation(reading: Reading): RowTest {
  if (accept(reading, "not", "!")) {
    const inner = negation(reading);
    return (row) => !inner(row);
  }
  if (!accept(reading, "(")) return comparison(reading);
  const inner = expression(reading);
  if (!accept(reading, ")"))
    throw new WrongFilter('ss: bison bellows (while parsing filter): "syntax error!"');
  return inner;
}

function comparison(reading: Reading): RowTest {
  const what = next(reading);
  switch (what) {
    case "sport":
    case "dport":
      return portTest(reading, what);
    case "src":
    case "dst":
      return addressTest(reading, what);
  }
  throw new WrongFilter('ss: bison bellows (while parsing filter): "syntax error!"');
}

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "=": (left, right) => left === right,
  "==": (left, right) => left === right,
  eq: (left, right) => left === right,
  "!=": (left, right) => left !== right,
  ne: (left, right) => left !== right,
  neq: (left, right) => left !== right,
  ">": (left, right) => left > right,
  gt: (left, right) => left > right,
  "<": (left, right) => left < right,
  lt: (left, right) => left < right,
  ">=": (left, right) => left >= right,
  ge: (left, right) => left >= right,
  "<=": (left, right) => left <= right,
  le: (left, right) => left <= right,
};

function portTest(reading: Reading, what: "sport" | "dport"): RowTest {
  const compare = comparisons[peek(reading)];
  if (compare !== undefined) reading.at++;
  const wanted = portOf(next(reading));
  const test = compare ?? ((left: number, right: number) => left === right);
  return (row) => test(what === "sport" ? row.localPort : row.remotePort, wanted);
}

function portOf(text: string): number {
  const name = text.slice(text.lastIndexOf(":") + 1);
  const port = servicePort(name, "tcp") ?? servicePort(name, "udp");
  if (port === undefined) throw new WrongFilter(`Error: "${name}" does not look like a port.`);
  return port;
}

function addressTest(reading: Reading, what: "src" | "dst"): RowTest {
  const isNot = ["!=", "ne", "neq"].includes(peek(reading));
  if (comparisons[peek(reading)] !== undefined) reading.at++;
  const text = next(reading);
  const [, host = "", length, port] = /^([^/:]*)(?:\/(\d+))?(?::(.*))?$/.exec(text) ?? [];
  const isAny = host === "" || host === "*";
  const address = isAny ? undefined : resolveHost(reading.machine, host);
  if (!isAny && address === undefined)
    throw new WrongFilter(`Error: an inet prefix is expected rather than "${text}".`);
  const mask = maskOf(Number(length ?? 32));
  const wantedPort = port === undefined || port === "*" ? undefined : portOf(`:${port}`);
  return (row) => {
    const [own, ownPort] =
      what === "src" ? [row.localAddress, row.localPort] : [row.remoteAddress, row.remotePort];
    const fits = address === undefined || (own & mask) === (address & mask);
    return (fits && (wantedPort === undefined || ownPort === wantedPort)) !== isNot;
  };
}
