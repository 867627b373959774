/**
 * mtr (0.95) with -r: loss and round trips of every hop, in a report.
 *
 * Leaves out the live display, which needs a screen of its own: without -r it says so.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import { type Nanos, nanos, seconds } from "#sim/engine/time";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { nameOfHost, resolveHost, unknownName } from "../network/host-names.ts";
import { formatMoment, momentOf } from "../system/clock.ts";
import { closeProber, isFinal, openProber, type ProbeKind, type Prober, sendProbe } from "./prober.ts";

const mtrOptions: OptionSpec = {
  options: [
    { name: "ipv4", short: "4", long: "inet" },
    { name: "show-ips", short: "b", long: "show-ips" },
    {
      name: "cycles",
      short: "c",
      long: "report-cycles",
      takes: "value",
      valueName: "N",
      what: "how many probes a hop",
    },
    { name: "interval", short: "i", long: "interval", takes: "value", valueName: "SECONDS" },
    { name: "most", short: "m", long: "max-ttl", takes: "value" },
    { name: "numeric", short: "n", long: "no-dns", what: "no names" },
    { name: "port", short: "P", long: "port", takes: "value" },
    { name: "report", short: "r", long: "report", what: "a report in the end" },
    { name: "size", short: "s", long: "psize", takes: "value" },
    { name: "tcp", short: "T", long: "tcp" },
    { name: "udp", short: "u", long: "udp" },
    { name: "version", short: "v", long: "version" },
    { name: "wide", short: "w", long: "report-wide" },
    { name: "no-dns", short: "z" },
  ],
};

export const mtr: Command = {
  options: mtrOptions,
  operands: () => ["ADDR"],
  cost: netTool,
  run: async (process) => {
    const given = parseOptions(mtrOptions, process.argv);
    const [target] = given.ok ? given.operands : [];
    if (!given.ok || target === undefined) {
      process.stderr.write(
        given.ok ? "Usage:\n mtr [options] hostname\n" : `${gnuWords("mtr", given.problem)}\n`,
      );
      return 1;
    }
    if (given.has("version")) {
      process.stdout.write("mtr 0.95\n");
      return 0;
    }
    const dst = resolveHost(process.machine, target);
    if (dst === undefined) {
      process.stderr.write(`mtr: Failed to resolve host: ${target}: ${unknownName}\n`);
      return 1;
    }
    if (!given.has("report") && !given.has("wide")) {
      process.stdout.write("mtr: not modelled in LVS Lab: the live display (use mtr -r)\n");
      return 0;
    }
    const started = formatMoment(momentOf(process.machine.simulation.now), "%FT%T%z");
    const hops = await measure(process, given, dst);
    process.stdout.write(`Start: ${started}\n${reportText(process, given, hops)}`);
    return 0;
  },
};

interface Hop {
  address: Ipv4Address | undefined;
  sent: number;
  /** Round trips in milliseconds. */
  readonly trips: number[];
}

interface Sent {
  readonly hop: Hop;
  readonly ttl: number;
  readonly at: Nanos;
}

const mostUnknown = 5;
const lastWait = 5;

async function measure(process: Process, given: Given, dst: Ipv4Address): Promise<Hop[]> {
  const hops: Hop[] = [];
  const sent = new Map<number, Sent>();
  const way = { length: Number(given.value("most") ?? 30) };
  const kind: ProbeKind = given.has("udp") ? "udp" : given.has("tcp") ? "tcp" : "icmp";
  const prober = openProber(process, {
    ...{ kind, dst },
    onAnswer: (answer) => {
      const query = sent.get(answer.number);
      if (query === undefined) return;
      sent.delete(answer.number);
      query.hop.address ??= answer.from;
      query.hop.trips.push((answer.at - query.at) / 1e6);
      if (isFinal(answer)) way.length = Math.min(way.length, query.ttl);
    },
  });
  try {
    const cycles = Number(given.value("cycles") ?? 10);
    const interval = Number(given.value("interval") ?? 1);
    for (let cycle = 0; cycle < cycles; cycle++) {
      await askAll({ process, prober, given, hops, sent, way });
      await process.sleep(seconds(interval));
    }
    if (sent.size > 0) await process.sleep(seconds(lastWait));
  } finally {
    closeProber(prober);
  }
  return hops.slice(0, way.length);
}

interface Round {
  readonly process: Process;
  readonly prober: Prober;
  readonly given: Given;
  readonly hops: Hop[];
  readonly sent: Map<number, Sent>;
  readonly way: { length: number };
}

/** One probe to each hop, up to the host or to several in a row that never answer. */
async function askAll({ process, prober, given, hops, sent, way }: Round): Promise<void> {
  const { simulation } = process.machine;
  let unknown = 0;
  for (let ttl = 1; ttl <= way.length && unknown < mostUnknown; ttl++) {
    hops[ttl - 1] ??= { address: undefined, sent: 0, trips: [] };
    const hop = hops[ttl - 1];
    if (hop === undefined) return;
    const number = hops.reduce((sum, { sent: count }) => sum + count, 0) + 1;
    sent.set(number, { hop, ttl, at: simulation.now });
    hop.sent++;
    const port = Number(given.value("port") ?? (given.has("tcp") ? 80 : 33_434 + number));
    sendProbe(prober, { number, ttl, port, length: Number(given.value("size") ?? 64) });
    await process.sleep(nanos(1e7));
    unknown = hop.address === undefined ? unknown + 1 : 0;
  }
}

function reportText({ machine }: Process, given: Given, hops: readonly Hop[]): string {
  const nameOf = ({ address }: Hop): string => {
    if (address === undefined) return "???";
    const text = formatIpv4(address);
    return given.has("numeric") ? text : (nameOfHost(machine, address) ?? text);
  };
  const isWide = given.has("wide");
  const longest = Math.max(machine.hostname.length, ...hops.map((hop) => nameOf(hop).length));
  const width = isWide ? longest : 25;
  const host = machine.hostname.padEnd(isWide ? width : 27);
  const head = `HOST: ${host} Loss%   Snt   Last   Avg  Best  Wrst StDev\n`;
  const rows = hops.map((hop, index) => {
    const name = nameOf(hop).slice(0, width).padEnd(width);
    return `${String(index + 1).padStart(3)}.|-- ${name} ${numbersText(hop)}\n`;
  });
  return head + rows.join("");
}

function numbersText({ sent, trips }: Hop): string {
  const loss = sent === 0 ? 0 : ((sent - trips.length) * 100) / sent;
  const count = trips.length;
  const average = count === 0 ? 0 : trips.reduce((sum, trip) => sum + trip, 0) / count;
  const squares = trips.reduce((sum, trip) => sum + (trip - average) ** 2, 0);
  const deviation = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  const best = count === 0 ? 0 : Math.min(...trips);
  const worst = count === 0 ? 0 : Math.max(...trips);
  const five = (value: number): string => value.toFixed(1).slice(0, 5).padStart(5);
  const numbers = [average, best, worst, deviation].map((value) => ` ${five(value)}`).join("");
  const share = `${loss.toFixed(1)}%`.slice(0, 5).padStart(5);
  return `${share} ${String(sent).padStart(5)}  ${five(trips.at(-1) ?? 0)}${numbers}`;
}
