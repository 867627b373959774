/**
 * traceroute (2.1.2): the routers on the way, by probes with rising time to live, sixteen of them at once.
 *
 * Leaves out gateways, AS numbers, MPLS, DCCP and path MTU (--mtu).
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { type Nanos, nanos } from "#sim/engine/time";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { deviceNamed } from "../network/device-names.ts";
import { errnoWords } from "../network/errno-words.ts";
import { nameOfHost, numericHost, resolveHost, unknownName } from "../network/host-names.ts";
import { readTraceOptions, type TraceSettings, tracerouteOptions } from "./options.ts";
import { type Answer, closeProber, isFinal, markOf, openProber, type Prober, sendProbe } from "./prober.ts";

export const traceroute: Command = {
  options: tracerouteOptions,
  operands: () => ["ADDR", ""],
  cost: netTool,
  run: async (process) => {
    const asked = readTraceOptions(process.argv);
    if (asked.kind === "ended") {
      process.stdout.write(asked.stdout ?? "");
      process.stderr.write(asked.stderr ?? "");
      return asked.code;
    }
    const { settings } = asked;
    const { target, most, length } = settings;
    const dst = resolveHost(process.machine, target);
    if (dst === undefined) {
      const words = `Cannot handle "host" cmdline arg \`${target}' on position 1 (argc 1)`;
      process.stderr.write(`${target}: ${unknownName}\n${words}\n`);
      return 2;
    }
    process.stdout.write(
      `traceroute to ${target} (${formatIpv4(dst)}), ${most} hops max, ${length} byte packets\n`,
    );
    return trace(process, settings, dst);
  },
};

/** One probe of the row: not sent, under way, answered or given up. */
interface Query {
  readonly ttl: number;
  sentAt: Nanos | undefined;
  answer: Answer | undefined;
  isDone: boolean;
}

interface Tracing {
  readonly process: Process;
  readonly settings: TraceSettings;
  readonly queries: Query[];
  /** The first that is not printed yet, and behind the last that matters. */
  start: number;
  end: number;
  wake: (() => void) | undefined;
}

async function trace(process: Process, settings: TraceSettings, dst: Ipv4Address): Promise<number> {
  const { queries: perHop, first, most, given } = settings;
  const queries = Array.from(
    { length: most * perHop },
    (_, index): Query => ({
      ...{ ttl: Math.floor(index / perHop) + 1, sentAt: undefined, answer: undefined, isDone: false },
    }),
  );
  const tracing: Tracing = {
    ...{ process, settings, queries },
    ...{ start: (first - 1) * perHop, end: queries.length, wake: undefined },
  };
  const device = given.value("device");
  const source = given.value("source");
  const prober = openProber(process, {
    ...{ kind: settings.kind, dst },
    src: source === undefined ? undefined : numericHost(source),
    output: device === undefined ? undefined : deviceNamed(process.machine, device),
    onAnswer: (answer) => take(tracing, answer),
  });
  try {
    return await run(tracing, prober);
  } finally {
    closeProber(prober);
  }
}

function take(tracing: Tracing, answer: Answer): void {
  const query = tracing.queries[answer.number];
  if (query === undefined || query.isDone || query.sentAt === undefined) return;
  query.answer = answer;
  query.isDone = true;
  tracing.wake?.();
}

async function run(tracing: Tracing, prober: Prober): Promise<number> {
  const { process } = tracing;
  const { simulation } = process.machine;
  for (;;) {
    const problem = pass(tracing, prober);
    if (problem !== undefined) {
      process.stderr.write(`${problem}\n`);
      return 1;
    }
    if (tracing.start >= tracing.end) return 0;
    const due = nextExpiry(tracing);
    await process.until<"answer">(
      (wake) => {
        tracing.wake = () => wake("answer");
        return () => {
          tracing.wake = undefined;
        };
      },
      nanos(Math.max(0, due - simulation.now)),
    );
  }
}

/** Goes through the row: gives up, prints, sends as many as may be under way. Answers what is wrong. */
function pass(tracing: Tracing, prober: Prober): string | undefined {
  const { settings, queries, process } = tracing;
  const { queries: perHop, atOnce } = settings;
  let underWay = 0;
  for (let number = tracing.start; number < tracing.end; number++) {
    const query = queries[number];
    if (query === undefined) break;
    if (
      !query.isDone &&
      query.sentAt !== undefined &&
      expiryOf(tracing, number) <= process.machine.simulation.now
    ) {
      query.isDone = true;
    }
    if (query.isDone) {
      const isLast = query.answer !== undefined && isFinal(query.answer);
      if (isLast) tracing.end = Math.min(tracing.end, (Math.floor(number / perHop) + 1) * perHop);
      if (number === tracing.start) printNext(tracing);
      continue;
    }
    if (underWay >= atOnce) break;
    underWay++;
    if (query.sentAt !== undefined) continue;
    const problem = send(tracing, prober, number);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function send({ settings, queries, process }: Tracing, prober: Prober, number: number): string | undefined {
  const query = queries[number];
  if (query === undefined) return undefined;
  const { hasRisingPort, port, length, given } = settings;
  query.sentAt = process.machine.simulation.now;
  const errno = sendProbe(prober, {
    ...{ number, ttl: query.ttl, port: hasRisingPort ? port + number : port, length },
    dontFragment: given.has("dont-fragment"),
    tos: Number(given.value("tos") ?? 0),
  });
  return errno === undefined ? undefined : `connect: ${errnoWords(errno)}`;
}

const precision = 1e6;

/** When a probe is given up: the sooner, the sooner others of its hop or of later ones were answered. */
function expiryOf({ queries, settings }: Tracing, number: number): number {
  const { queries: perHop, wait, here, near } = settings;
  const sentAt = queries[number]?.sentAt ?? 0;
  const longest = wait * 1e9;
  const hop = Math.floor(number / perHop) * perHop;
  const same = tripOf(queries.slice(hop, hop + perHop));
  if (same !== undefined) return sentAt + Math.min(longest, (same + precision) * here);
  const later = tripOf(queries.slice(number + 1));
  return sentAt + (later === undefined ? longest : Math.min(longest, (later + precision) * near));
}

/** The time that the first answered one took. */
function tripOf(queries: readonly Query[]): number | undefined {
  const answered = queries.find(({ answer }) => answer !== undefined);
  if (answered?.answer === undefined || answered.sentAt === undefined) return undefined;
  return answered.answer.at - answered.sentAt;
}

function nextExpiry(tracing: Tracing): number {
  let soonest = Number.POSITIVE_INFINITY;
  for (let number = tracing.start; number < tracing.end; number++) {
    const query = tracing.queries[number];
    if (query?.sentAt === undefined || query.isDone) continue;
    soonest = Math.min(soonest, expiryOf(tracing, number));
  }
  return soonest;
}

/** Prints the first of the row, and moves on. */
function printNext(tracing: Tracing): void {
  const { settings, queries, process, start } = tracing;
  const { queries: perHop } = settings;
  const query = queries[start];
  if (query === undefined) return;
  tracing.start++;
  const place = start % perHop;
  let text = place === 0 ? `${String(query.ttl).padStart(2)} ` : "";
  const { answer, sentAt } = query;
  if (answer === undefined || sentAt === undefined) text += " *";
  else {
    const before = queries
      .slice(start - place, start)
      .findLast((other) => other.answer !== undefined)?.answer;
    if (before?.from !== answer.from) text += ` ${hostOf(tracing, answer.from)}`;
    text += `  ${((answer.at - sentAt) / 1e6).toFixed(3)} ms`;
    const mark = markOf(answer, settings.kind);
    if (mark !== "") text += ` ${mark}`;
  }
  process.stdout.write(place === perHop - 1 ? `${text}\n` : text);
}

function hostOf({ settings, process }: Tracing, address: Ipv4Address): string {
  const text = formatIpv4(address);
  if (settings.given.has("numeric")) return text;
  return `${nameOfHost(process.machine, address) ?? text} (${text})`;
}
