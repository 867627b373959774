/**
 * Source hashing: who serves is decided by the client's address, and with `sh-port` its port too.
 *
 * 256 buckets, as many in a row for each destination as its weight says; one of weight 0 still gets one a
 * lap, and its clients are refused unless `sh-fallback` looks on. Filled again with every change.
 */

import { protocols } from "#sim/wire/ipv4";
import { addressOf, portOf } from "../connection.ts";
import type { Flow } from "../connection-table.ts";
import type { Destination } from "../destination.ts";
import { hashedTo } from "../reckoning.ts";
import { logNoDestination, mayBeChosen, type Scheduler } from "../scheduler.ts";
import type { Service } from "../service.ts";
import { hash32 } from "./dh.ts";

interface Buckets {
  table: readonly Destination[];
}

const bucketCount = 256;
const fallback = { name: "sh-fallback", bit: 1 } as const;
const withPort = { name: "sh-port", bit: 2 } as const;
const protocolsWithPorts: ReadonlySet<number> = new Set([protocols.tcp, protocols.udp, protocols.sctp]);

export const sh: Scheduler<Buckets> = {
  name: "sh",
  flags: [fallback, withPort],
  start: (service) => ({ table: fill(service.destinations) }),
  schedule({ table }, service, flow) {
    const bucket = placeOf(table, service, flow);
    const chosen = bucket === undefined ? undefined : table[bucket];
    if (chosen === undefined) logNoDestination(service);
    return chosen;
  },
  added: refill,
  removed: refill,
  edited: refill,
  explain({ table }, service, flow) {
    const probed: number[] = [];
    const found = placeOf(table, service, flow, (bucket) => probed.push(bucket));
    return hashedTo("bucket", table, { key: keyOf(service, flow), probed, found });
  },
};

function refill(buckets: Buckets, { destinations }: Service): void {
  buckets.table = fill(destinations);
}

function fill(destinations: readonly Destination[]): Destination[] {
  const table: Destination[] = [];
  while (destinations.length > 0 && table.length < bucketCount) {
    for (const destination of destinations) {
      const share = Math.max(1, destination.weight);
      for (let count = 0; count < share && table.length < bucketCount; count++) table.push(destination);
    }
  }
  return table;
}

const keyOf = ({ schedulerFlags }: Service, flow: Flow): number =>
  sourceOf(flow, (schedulerFlags & withPort.bit) !== 0) >>> 0;

/** The number that a client is known by: its address, and where ports count that too. Not cut to 32 bits. */
export function sourceOf({ protocol, client }: Flow, withItsPort: boolean): number {
  return addressOf(client) + (withItsPort && protocolsWithPorts.has(protocol) ? portOf(client) : 0);
}

/** The holder of a bucket, if it may be chosen. */
export const available = (destination: Destination | undefined): Destination | undefined =>
  destination !== undefined && mayBeChosen(destination) ? destination : undefined;

/**
 * The bucket of a client, or with `sh-fallback` the one that a search finds; `undefined`: nobody may serve.
 * The search adds the first bucket twice: once for where it begins, once as an offset of the hash.
 */
function placeOf(
  table: readonly Destination[],
  service: Service,
  flow: Flow,
  look?: (bucket: number) => void,
): number | undefined {
  const first = hash32(keyOf(service, flow));
  look?.(first);
  if (available(table[first]) !== undefined) return first;
  if ((service.schedulerFlags & fallback.bit) === 0) return undefined;
  for (let offset = 0; offset < bucketCount; offset++) {
    const bucket = (((offset + first) % bucketCount) + first) % bucketCount;
    look?.(bucket);
    if (available(table[bucket]) !== undefined) return bucket;
  }
  return undefined;
}
