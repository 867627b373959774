/**
 * One run of the reference work, and what it cost. Knows nothing of the command line: it also runs in a
 * thread of its own.
 */

import process from "node:process";
import { startLoad, startLoadServer } from "#sim/app/load";
import { startUdpLoad, startUdpLoadServer } from "#sim/app/udp-load";
import { millis, type Nanos, seconds } from "#sim/engine/time";
import { keepTrace } from "#sim/trace";
import { type BenchNetwork, benchNetwork, benchProtocols, hopsOf, manyNodes } from "./bench-network.ts";
import { heapNow } from "./heap.ts";

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

export interface BenchOptions {
  readonly work: "tcp" | "udp";
  readonly conns: number;
  readonly nat: boolean;
  readonly long: boolean;
  readonly trace: boolean;
  readonly bytes: boolean;
}

/** Runs the work once. */
export function measure(options: BenchOptions): BenchFigures {
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
  const clock = { isOver: false };
  simulation.after((end - simulation.now) as Nanos, ringOff, clock);
  let events = 0;
  while (!clock.isOver && simulation.step()) events++;
  const wall = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const live = liveConnections(bench);
  const heap = live === 0 ? undefined : heapNow() - heapBefore;
  return {
    work,
    conns,
    done: load.done,
    hops: hopsOf(bench.network),
    events,
    wall_s: wall,
    us_per_conn: (wall / conns) * 1e6,
    live,
    heap_bytes_per_live_conn: heap === undefined ? null : Math.round(heap / live),
  };
}

const ringOff = (clock: { isOver: boolean }): void => {
  clock.isOver = true;
};

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

const countedNodes = 200;

/**
 * What one node with a device and an address takes, in bytes of heap: many of them in one network, divided.
 */
export function heapPerNode(): number {
  const before = heapNow();
  const network = manyNodes(countedNodes);
  const taken = heapNow() - before;
  // Asked after the second look, so that the network is still there at that moment.
  return Math.round(taken / network.nodes.size);
}
