/**
 * `lvs-lab bench`: the reference work on the stack that labs use, and what it costs.
 */

import process from "node:process";
import { startLoad, startLoadServer } from "#sim/app/load";
import { startUdpLoad, startUdpLoadServer } from "#sim/app/udp-load";
import { millis, seconds } from "#sim/engine/time";
import { keepTrace } from "#sim/trace";
import { type Arguments, numberOf, UsageError } from "./arguments.ts";
import { type BenchNetwork, benchNetwork, benchProtocols, hopsOf } from "./bench-network.ts";
import { compareWithReference } from "./bench-reference.ts";
import type { CliCommand } from "./cli-command.ts";

export const bench: CliCommand = {
  name: "bench",
  operands: "",
  summary: "measure the reference work: many short connections through a router and a director",
  options: [
    { name: "work", value: "tcp|udp", what: "connections of 100 B and 1000 B, or echoes of 100 B (tcp)" },
    { name: "conns", value: "N", what: "how many, one every simulated millisecond (100000)" },
    { name: "nat", what: "the client dials a virtual address and the director rewrites" },
    { name: "long", what: "TIME_WAIT of 120 s: every connection stays live" },
    { name: "trace", what: "make every event and keep the last 100,000" },
    { name: "bytes", what: "really encode and decode every frame on every cable" },
    { name: "reference", value: "PROGRAM", what: "pair it with the reference program, A B A B, and give the ratio" },
    { name: "json", what: "the figures as one line of JSON at the end" },
  ],
  details: [
    "The reference program is the same work for ns-3, built from its own source with Debian's libns3-dev and g++:",
    "  g++ -std=c++17 -O2 -o refwork refwork.cc -lns3-applications -lns3-bridge -lns3-csma -lns3-internet \\",
    "      -lns3-traffic-control -lns3-network -lns3-stats -lns3-core",
    "  lvs-lab bench --reference ./refwork",
  ],
  run,
};

const keptEvents = 100_000;
const requestSize = 100;
const responseSize = 1000;
const interval = millis(1);
const port = 80;

export interface BenchFigures {
  readonly work: string;
  readonly conns: number;
  readonly done: number;
  readonly hops: number;
  readonly events: number;
  readonly wall_s: number;
  readonly us_per_conn: number;
  readonly live: number;
  readonly heap_bytes_per_live_conn: number | null;
}

async function run(given: Arguments): Promise<number> {
  const work = given.text("work") ?? "tcp";
  if (work !== "tcp" && work !== "udp") throw new UsageError(`--work takes tcp or udp, not "${work}"`);
  if (given.operands.length > 0) throw new UsageError(`it takes options only, not "${given.operands[0]}"`);
  const program = given.text("reference");
  const conns = numberOf(given, "conns", 1) ?? 100_000;
  if (program !== undefined) return compareWithReference(program, { conns, isJson: given.has("json") });
  const figures = measure({
    work,
    conns,
    nat: given.has("nat"),
    long: given.has("long"),
    trace: given.has("trace"),
    bytes: given.has("bytes"),
  });
  tell(figures, given.has("json"));
  return figures.done === conns ? 0 : 1;
}

interface BenchOptions {
  readonly work: "tcp" | "udp";
  readonly conns: number;
  readonly nat: boolean;
  readonly long: boolean;
  readonly trace: boolean;
  readonly bytes: boolean;
}

function measure(options: BenchOptions): BenchFigures {
  const { work, conns } = options;
  const bench = benchNetwork({
    nat: options.nat,
    asBytes: options.bytes,
    port,
    protocol: benchProtocols[work],
    timeWait: options.long ? seconds(120) : millis(10),
  });
  const { simulation } = bench.network;
  if (options.trace) keepTrace(simulation, keptEvents);
  const heapBefore = heapNow();
  const startedAt = process.hrtime.bigint();
  const load = startWork(bench, options);
  const end = seconds(0.1 + conns / 1000 + 1);
  let events = 0;
  while ((simulation.nextDue() ?? Number.POSITIVE_INFINITY) <= end && simulation.step()) events++;
  const wall = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const live = liveConnections(bench);
  const heap = heapBefore === undefined ? undefined : (heapNow() ?? 0) - heapBefore;
  return {
    work,
    conns,
    done: load.done,
    hops: hopsOf(bench.network),
    events,
    wall_s: wall,
    us_per_conn: (wall / conns) * 1e6,
    live,
    heap_bytes_per_live_conn: heap === undefined || live === 0 ? null : Math.round(heap / live),
  };
}

function startWork({ client, servers, targets }: BenchNetwork, { work, conns }: BenchOptions) {
  for (const { stack } of servers) {
    if (work === "tcp") startLoadServer(stack, { port, requestSize, responseSize });
    else startUdpLoadServer(stack, port);
  }
  const common = { targets, connections: conns, interval };
  return work === "tcp"
    ? startLoad(client.stack, { ...common, requestSize, responseSize })
    : startUdpLoad(client.stack, { ...common, size: requestSize });
}

/** Connections that something still remembers: the client's sockets, TIME_WAIT with them. */
const liveConnections = ({ client }: BenchNetwork): number => client.stack.sockets.tcp.entries.count;

/** heapUsed and array buffers after a full collection; `undefined` where Node was not started with --expose-gc. */
function heapNow(): number | undefined {
  if (globalThis.gc === undefined) return undefined;
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function tell(figures: BenchFigures, isJson: boolean): void {
  const { work, conns, done, hops, events, wall_s, us_per_conn, live, heap_bytes_per_live_conn } = figures;
  const heap = heap_bytes_per_live_conn === null ? "not measured" : `${heap_bytes_per_live_conn} B each`;
  process.stdout.write(
    `${work}: ${done} of ${conns} done, ${hops} packet-hops, ${events} events in ${wall_s.toFixed(2)} s: ` +
      `${us_per_conn.toFixed(1)} µs a connection; ${live} live, ${heap}\n`,
  );
  if (isJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
}
