/**
 * Whether a parsed file has the form of a case: which parts there must be, and of what kind each is.
 *
 * A field that no replay asks for may be there. Whether a case makes sense (an address that somebody has, a
 * command that exists) is found out by playing it.
 */

import { parseMac } from "#sim/wire/address";
import { fabricName } from "./case-network.ts";

/** Answers what is wrong with a value, `at` being where it stands; `undefined`: nothing. */
type Check = (value: unknown, at: string) => string | undefined;

const ofType =
  (type: "string" | "number" | "boolean", words: string): Check =>
  (value, at) =>
    typeof value === type ? undefined : `${at} is not ${words}`;

const text = ofType("string", "text");
const number = ofType("number", "a number");
const flag = ofType("boolean", "true or false");

const anyOf =
  (checks: readonly Check[], words: string): Check =>
  (value, at) =>
    checks.some((check) => check(value, at) === undefined) ? undefined : `${at} is not ${words}`;

const listOf =
  (check: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return `${at} is not a list`;
    return firstFault(value.map((item, index) => check(item, `${at}[${index}]`)));
  };

interface Fields {
  readonly needed?: { readonly [name: string]: Check };
  readonly possible?: { readonly [name: string]: Check };
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const objectOf =
  ({ needed = {}, possible = {} }: Fields): Check =>
  (value, at) => {
    if (!isObject(value)) return `${at} is not an object`;
    const missing = Object.keys(needed).find((name) => value[name] === undefined);
    if (missing !== undefined) return `${at} lacks "${missing}"`;
    const present = Object.entries({ ...needed, ...possible }).filter(([name]) => value[name] !== undefined);
    return firstFault(present.map(([name, check]) => check(value[name], `${at}.${name}`)));
  };

/** Any names, each with such a value. */
function valuesOf(check: Check): Check {
  return (value, at) => {
    if (!isObject(value)) return `${at} is not an object`;
    return firstFault(Object.entries(value).map(([name, one]) => check(one, `${at}.${name}`)));
  };
}

const firstFault = (faults: readonly (string | undefined)[]): string | undefined =>
  faults.find((fault) => fault !== undefined);

/** Text that is one of its kind; `words`: what it is not otherwise. */
const textAs =
  (isGood: (value: string) => boolean, words: string): Check =>
  (value, at) =>
    typeof value === "string" && isGood(value) ? undefined : `${at} is not ${words}`;

const fileName = textAs((value) => /^[^/.][^/]*$/.test(value), "a name that a file can have");
const mac = textAs((value) => parseMac(value) !== undefined, "a MAC address");
const serverKind = textAs((value) => ["http", "hold", "udp"].includes(value), "http, hold or udp");

const texts = anyOf([text, listOf(text)], "text or a list of texts");
const object = objectOf({});
const settings = valuesOf(anyOf([text, number], "text or a number"));

const server = objectOf({
  needed: { kind: serverKind, port: number },
  possible: { name: text, addr: text, size: number },
});

const node = objectOf({
  needed: {
    name: text,
    ifaces: listOf(objectOf({ needed: { name: text, mac, seg: text }, possible: { mtu: number } })),
  },
  possible: { sysctl: settings, setup: listOf(text), servers: listOf(server) },
});

const target = objectOf({
  needed: { to: text },
  possible: { port: number, sport: number, src: text, timeout: number },
});
const targets = listOf(anyOf([target, listOf(anyOf([text, number], ""))], "a target"));
const frame = objectOf({ needed: { eth: objectOf({ needed: { src: text, dst: text } }) } });

const step = objectOf({
  possible: {
    ...{ node: text, label: text, settle: number, sleep: number, timeout: number, gap: number },
    ...{ run: text, runs: listOf(text), bg: text, stopbg: text, counts: text, recv: text, iface: text },
    ...{ get: target, open: target, udp: target, gets: targets, opens: targets, udps: targets },
    ...{ close: texts, reset: texts, shutdown: texts, server },
    send: objectOf({ needed: { id: text }, possible: { data: text, size: number, expect: flag } }),
    unserver: objectOf({ needed: { kind: serverKind, port: number } }),
    raw: anyOf([frame, listOf(frame)], "a frame or a list of frames"),
  },
});

const wholeCase = objectOf({
  needed: { name: fileName, nodes: listOf(node), steps: listOf(step) },
  possible: {
    group: text,
    desc: text,
    defaults: objectOf({ possible: { sysctl: settings } }),
    capture: texts,
  },
});

/** What keeps a value from being a case, with the place in it; `undefined`: nothing. */
export const faultOfCase = (value: unknown): string | undefined =>
  wholeCase(value, "the case") ?? faultOfNames(value as NamesOfCase);

interface NamesOfCase {
  readonly nodes: readonly { readonly name: string }[];
  readonly steps: readonly { readonly node?: string }[];
}

/** Every node is there once, and steps are of nodes that are there, or of the switches between them. */
function faultOfNames({ nodes, steps }: NamesOfCase): string | undefined {
  const names = [fabricName, ...nodes.map(({ name }) => name)];
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) return `the case has two nodes ${twice}`;
  const lost = steps.findIndex(({ node: name }) => name !== undefined && !names.includes(name));
  return lost < 0 ? undefined : `the case.steps[${lost}].node is none of its nodes`;
}

const wholeResult = objectOf({ needed: { steps: listOf(object), frames: valuesOf(listOf(object)) } });

/** What keeps a value from being a recorded result; `undefined`: nothing. */
export const faultOfResult = (value: unknown): string | undefined => wholeResult(value, "the result");
