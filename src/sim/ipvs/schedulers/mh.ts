/**
 * Maglev hashing: as source hashing, but a change of the list moves few clients (Eisenbud et al.: "Maglev: A
 * Fast and Reliable Software Network Load Balancer", section 3.4).
 *
 * Every destination visits the slots of the table in an order of its own and claims what is still free, some
 * slots a turn by its weight. The table has the kernel's default size; the other sizes are build options.
 */

import type { Flow } from "../connection-table.ts";
import type { Destination } from "../destination.ts";
import { hashedTo } from "../reckoning.ts";
import { logNoDestination, type Scheduler } from "../scheduler.ts";
import type { Service } from "../service.ts";
import { sipHash13 } from "../siphash.ts";
import { available, sourceOf } from "./sh.ts";
import { greatestCommonDivisor } from "./wrr.ts";

interface Slots {
  /** Empty while no destination has ever had weight. */
  table: readonly Destination[];
}

/** A destination while the table is filled. */
interface Claimant {
  readonly destination: Destination;
  readonly skip: number;
  /** Slots it claims in a row. */
  readonly turns: number;
  slot: number;
}

const tableSize = 4093;
/** A weight in the table has at most so many bits, lest one destination claim too much in a row. */
const weightBits = 6;
const startKey = 2654435761;
const skipKey = 2654446892;
const fallback = { name: "mh-fallback", bit: 1 } as const;
const withPort = { name: "mh-port", bit: 2 } as const;

export const mh: Scheduler<Slots> = {
  name: "mh",
  flags: [fallback, withPort],
  start: ({ destinations }) => ({ table: fill(destinations) }),
  schedule({ table }, service, flow) {
    const slot = placeOf(table, service, flow);
    const chosen = slot === undefined ? undefined : table[slot];
    if (chosen === undefined) logNoDestination(service);
    return chosen;
  },
  added: refill,
  removed: refill,
  edited: refill,
  explain({ table }, service, flow) {
    const probed: number[] = [];
    const found = placeOf(table, service, flow, (slot) => probed.push(slot));
    return hashedTo("slot", table, { key: keyOf(service, flow), probed, found });
  },
};

const keyOf = ({ schedulerFlags }: Service, flow: Flow): number =>
  sourceOf(flow, (schedulerFlags & withPort.bit) !== 0);

const slotOf = (value: number): number => sipHash13(value, startKey) % tableSize;

/**
 * The slot of a client, or with `mh-fallback` the one that a search finds: it hashes the client again and
 * again, each time with the next number. `undefined`: nobody may serve.
 */
function placeOf(
  table: readonly Destination[],
  service: Service,
  flow: Flow,
  look?: (slot: number) => void,
): number | undefined {
  const key = keyOf(service, flow);
  const first = slotOf(key);
  look?.(first);
  if (available(table[first]) !== undefined) return first;
  if ((service.schedulerFlags & fallback.bit) === 0 || table.length === 0) return undefined;
  for (let step = 0; step < tableSize; step++) {
    const slot = slotOf(key + ((step + first) % tableSize));
    look?.(slot);
    if (available(table[slot]) !== undefined) return slot;
  }
  return undefined;
}

/** With more destinations than slots the kernel leaves the table as it was. */
function refill(slots: Slots, { destinations }: Service): void {
  if (destinations.length <= tableSize) slots.table = fill(destinations);
}

function fill(destinations: readonly Destination[]): Destination[] {
  const claimants = claimantsOf(destinations);
  if (claimants.length === 0) return [];
  const table = new Array<Destination>(tableSize);
  const isTaken = new Uint8Array(tableSize);
  let free = tableSize;
  while (free > 0) {
    for (const claimant of claimants) {
      for (let turn = 0; turn < claimant.turns && free > 0; turn++, free--) {
        while (isTaken[claimant.slot] === 1) claimant.slot = (claimant.slot + claimant.skip) % tableSize;
        isTaken[claimant.slot] = 1;
        table[claimant.slot] = claimant.destination;
      }
    }
  }
  return table;
}

/** Those that have ever had weight: one that lost it keeps its slots, and its clients are refused. */
function claimantsOf(destinations: readonly Destination[]): Claimant[] {
  const weighty = destinations.filter(({ lastWeight }) => lastWeight > 0);
  const divisor = weighty.reduce((common, { lastWeight }) => greatestCommonDivisor(common, lastWeight), 0);
  const heaviest = weighty.reduce((most, { lastWeight }) => Math.max(most, lastWeight), 0);
  const shift = Math.max(0, bitLength(heaviest / divisor) - weightBits);
  return weighty.map((destination) => {
    const { address, port, lastWeight } = destination;
    return {
      destination,
      skip: (sipHash13(address + port, skipKey) % (tableSize - 1)) + 1,
      turns: Math.max(1, (lastWeight / divisor) >> shift),
      slot: slotOf(address + port),
    };
  });
}

const bitLength = (value: number): number => 32 - Math.clz32(value);
