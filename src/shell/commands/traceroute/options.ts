/** The options of traceroute (2.1.2). */

import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import type { ProbeKind } from "./prober.ts";

export const tracerouteOptions: OptionSpec = {
  options: [
    { name: "ipv4", short: "4" },
    { name: "dont-fragment", short: "F", long: "dont-fragment" },
    { name: "first", short: "f", long: "first", takes: "value", valueName: "TTL" },
    { name: "icmp", short: "I", long: "icmp", what: "probe with echo requests" },
    { name: "tcp", short: "T", long: "tcp", what: "probe with SYNs" },
    { name: "device", short: "i", long: "interface", takes: "value", valueName: "DEV" },
    { name: "most", short: "m", long: "max-hops", takes: "value", valueName: "TTL" },
    {
      name: "at-once",
      short: "N",
      long: "sim-queries",
      takes: "value",
      valueName: "N",
      what: "probes at once",
    },
    { name: "numeric", short: "n", what: "no names" },
    { name: "port", short: "p", long: "port", takes: "value", valueName: "PORT" },
    { name: "tos", short: "t", long: "tos", takes: "value" },
    { name: "wait", short: "w", long: "wait", takes: "value", valueName: "SECONDS" },
    {
      name: "queries",
      short: "q",
      long: "queries",
      takes: "value",
      valueName: "N",
      what: "probes for each hop",
    },
    { name: "source", short: "s", long: "source", takes: "value", valueName: "ADDR" },
    { name: "udp", short: "U", long: "udp", what: "probe one UDP port" },
    { name: "version", short: "V", long: "version" },
    { name: "help", long: "help" },
  ],
};

export interface TraceSettings {
  readonly given: Given;
  readonly target: string;
  readonly kind: ProbeKind;
  /** Each UDP probe has the next port. */
  readonly hasRisingPort: boolean;
  readonly port: number;
  readonly first: number;
  readonly most: number;
  readonly queries: number;
  readonly atOnce: number;
  /** In seconds: the longest wait, and factors on the time of an answer from the same or a further hop. */
  readonly wait: number;
  readonly here: number;
  readonly near: number;
  readonly length: number;
}

export type Asked =
  | { readonly kind: "settings"; readonly settings: TraceSettings }
  | { readonly kind: "ended"; readonly stdout?: string; readonly stderr?: string; readonly code: number };

const defaultLength = 60;

export function readTraceOptions(argv: readonly string[]): Asked {
  const given = parseOptions(tracerouteOptions, argv);
  if (!given.ok) {
    const { problem } = given;
    const isUnknown = problem.kind === "unknown-short";
    const words = isUnknown ? `Bad option \`-${problem.option}' (argc 1)` : gnuWords("traceroute", problem);
    return { kind: "ended", stderr: `${words}\n`, code: 2 };
  }
  if (given.has("version")) {
    return { kind: "ended", stdout: "Modern traceroute for Linux, version 2.1.2\n", code: 0 };
  }
  const [target, length] = given.operands;
  if (target === undefined || given.has("help")) return { kind: "ended", stdout: usageText, code: 0 };
  const kind = given.has("icmp") ? "icmp" : given.has("tcp") ? "tcp" : "udp";
  const usualPort = kind === "tcp" ? 80 : given.has("udp") ? 53 : 33_434;
  const number = (name: string, usual: number): number => Number(given.value(name) ?? usual);
  const [wait = 5, here = 3, near = 10] = (given.value("wait") ?? "5,3,10").split(",").map(Number);
  const settings: TraceSettings = {
    ...{ given, target, kind, wait, here, near },
    hasRisingPort: kind === "udp" && !given.has("udp"),
    port: number("port", usualPort),
    first: number("first", 1),
    most: number("most", 30),
    queries: number("queries", 3),
    atOnce: number("at-once", 16),
    length: Math.max(kind === "tcp" ? defaultLength : 28, Number(length ?? defaultLength)),
  };
  if (settings.queries < 1 || settings.queries > 10) return wrong("no more than 10 probes per hop");
  if (settings.first < 1 || settings.first > settings.most) return wrong("first hop out of range");
  return settings.most > 255 ? wrong("max hops cannot be more than 255") : { kind: "settings", settings };
}

const wrong = (words: string): Asked => ({ kind: "ended", stderr: `${words}\n`, code: 2 });

const usageText = `Usage:
  traceroute [ -4FITnUV ] [ -f first_ttl ] [ -i device ] [ -m max_ttl ] [ -N squeries ] [ -p port ] \
[ -t tos ] [ -w MAX,HERE,NEAR ] [ -q nqueries ] [ -s src_addr ] host [ packetlen ]
`;
