/**
 * A director's connection table with many entries: what an entry takes, and what a look-up costs.
 *
 * The entries are made as for packets: bound to a destination, counted there, with a time of their own in
 * the timer wheel. Look-ups go over them in an order that no cache can guess.
 */

import process from "node:process";
import { type Random, randomOf } from "#sim/engine/random";
import { seconds } from "#sim/engine/time";
import type { Connection } from "#sim/ipvs/connection";
import { findReply, findRequest } from "#sim/ipvs/connection-table";
import type { Ipvs } from "#sim/ipvs/ipvs";
import { release } from "#sim/ipvs/lifetime";
import { newConnection } from "#sim/ipvs/new-connection";
import type { Service } from "#sim/ipvs/service";
import { protocols } from "#sim/wire/ipv4";
import { benchNetwork, benchProtocols } from "./bench-network.ts";
import { heapNow } from "./heap.ts";

export interface TableFigures {
  readonly entries: number;
  readonly heap_mib: number;
  readonly heap_bytes_per_entry: number;
  /** Nanoseconds for one look-up. */
  readonly request_ns: number;
  readonly reply_ns: number;
  readonly miss_ns: number;
}

const port = 80;
const mostHeapMib = 1024;
const mostLookupNs = 1000;
/** Entries are asked for in rounds of so many, whose keys are drawn beforehand. */
const round = 100_000;
const manyRounds = 20;

/** Fills the table and asks it, in so many rounds for each kind of look-up. */
export function measureTable(entries: number, rounds = manyRounds): TableFigures {
  const before = heapNow();
  const ipvs = directorOfBench();
  const connections = fill(ipvs, entries);
  const heap = heapNow() - before - connections.length * 8;
  const { connections: table } = ipvs;
  const asked = { connections, rounds, random: randomOf(1, "look-ups") };
  const request = timed(asked, (entry, protocol) =>
    findRequest(table, protocol, entry.client, entry.virtual),
  );
  const reply = timed(asked, (entry, protocol) => findReply(table, protocol, entry.server, entry.client));
  const miss = timed(asked, (entry, protocol) =>
    findRequest(table, protocol, entry.client + 1, entry.virtual + 1),
  );
  const every = rounds * round;
  if (request.found !== every || reply.found !== every || miss.found !== 0) {
    throw new Error("broken invariant: the table finds what is in it and nothing else");
  }
  return {
    entries: table.count,
    heap_mib: Math.round(heap / 2 ** 20),
    heap_bytes_per_entry: Math.round(heap / entries),
    request_ns: request.nanos,
    reply_ns: reply.nanos,
    miss_ns: miss.nanos,
  };
}

/** Whether the figures keep to what a lab may take. */
export const isGoodTable = ({ heap_mib, request_ns, reply_ns, miss_ns }: TableFigures): boolean =>
  heap_mib <= mostHeapMib && Math.max(request_ns, reply_ns, miss_ns) < mostLookupNs;

function directorOfBench(): Ipvs {
  const { network } = benchNetwork({
    nat: true,
    asBytes: false,
    port,
    protocol: benchProtocols.tcp,
    timeWait: seconds(60),
  });
  const ipvs = network.nodes.get("director")?.ipvs;
  if (ipvs === undefined) throw new Error("broken invariant: the bench has a director");
  return ipvs;
}

function fill(ipvs: Ipvs, entries: number): Connection[] {
  const [service] = ipvs.services.all;
  if (service === undefined) throw new Error("broken invariant: the bench has a service");
  return Array.from({ length: entries }, (_, index) => enter(ipvs, service, index));
}

/** Clients have 50,000 ports each, as far as there are entries. */
const portsOfClient = 50_000;
const firstPort = 10_000;
const firstClient = 0xac100000;

function enter(ipvs: Ipvs, service: Service, index: number): Connection {
  const client = firstClient + Math.floor(index / portsOfClient);
  const destination = service.destinations[index % service.destinations.length];
  const connection = newConnection(ipvs, {
    flow: {
      protocol: protocols.tcp,
      client: client * 65536 + firstPort + (index % portsOfClient),
      virtual: service.address * 65536 + service.port,
    },
    destination,
    serverPort: port,
    flags: 0,
    mark: 0,
    service: "bench",
    because: "scheduler",
    timeout: 60 + (index % 840),
  });
  if (connection === undefined) throw new Error("broken invariant: there is room for an entry");
  release(ipvs, connection);
  return connection;
}

type LookUp = (entry: Connection, protocol: number) => Connection | undefined;

interface Asked {
  readonly connections: readonly Connection[];
  readonly rounds: number;
  readonly random: Random;
}

interface Timing {
  readonly nanos: number;
  readonly found: number;
}

/** The median round, without what drawing its keys costs: other work on the machine slows some of them. */
function timed({ connections, rounds, random }: Asked, lookUp: LookUp): Timing {
  const spent: number[] = [];
  let found = 0;
  for (let done = 0; done < rounds; done++) {
    const drawn = Array.from(
      { length: round },
      () => connections[random.below(connections.length)] as Connection,
    );
    const startedAt = process.hrtime.bigint();
    for (const entry of drawn) {
      if (lookUp(entry, protocols.tcp) !== undefined) found++;
    }
    spent.push(Number(process.hrtime.bigint() - startedAt));
  }
  const median = spent.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
  return { nanos: Math.round(median / round), found };
}
