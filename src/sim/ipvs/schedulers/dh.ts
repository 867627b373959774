/**
 * Destination hashing: who serves is decided by the address that the client asked for.
 *
 * 256 buckets, one after another for each destination, whatever its weight; filled again when the list
 * changes.
 */

import type { Ipv4Address } from "#sim/wire/address";
import { addressOf } from "../connection.ts";
import type { Destination } from "../destination.ts";
import { hashedTo } from "../reckoning.ts";
import { logNoDestination, mayBeChosen, type Scheduler } from "../scheduler.ts";
import type { Service } from "../service.ts";

interface Buckets {
  table: readonly Destination[];
}

const bucketCount = 256;

export const dh: Scheduler<Buckets> = {
  name: "dh",
  start: (service) => ({ table: fill(service) }),
  schedule({ table }, service, { virtual }) {
    const chosen = table[hash32(addressOf(virtual))];
    if (chosen?.isAvailable === true && mayBeChosen(chosen)) return chosen;
    logNoDestination(service);
    return undefined;
  },
  added: refill,
  removed: refill,
  explain({ table }, _service, { virtual }) {
    const key = addressOf(virtual);
    return hashedTo("bucket", table, { key, probed: [hash32(key)], found: undefined });
  },
};

function refill(buckets: Buckets, service: Service): void {
  buckets.table = fill(service);
}

const fill = ({ destinations }: Service): Destination[] =>
  destinations.length === 0
    ? []
    : Array.from(
        { length: bucketCount },
        (_, bucket) => destinations[bucket % destinations.length] as Destination,
      );

/** The kernel's multiplicative hash (Knuth's golden ratio), its upper eight bits. */
export const hash32 = (value: Ipv4Address | number): number => (Math.imul(value, 0x61c88647) >>> 24) & 0xff;
