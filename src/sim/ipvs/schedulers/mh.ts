/**
 * Maglev hashing: as source hashing, but a change of the list moves few clients (Eisenbud et al.: "Maglev: A
 * Fast and Reliable Software Network Load Balancer", section 3.4).
 *
 * Every destination visits the slots of the table in an order of its own and claims what is still free, some
 * slots a turn by its weight. The table has the kernel's default size; the other sizes are build options.
 */

import type { Flow } from "../connection-table.ts";
import { type Destination, nameOf } from "../destination.ts";
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
    const value = clientOf(service, flow);
    const first = slotOf(value);
    const direct = available(table[first]);
    const isSearching = direct === undefined && (service.schedulerFlags & fallback.bit) !== 0;
    const chosen = isSearching ? firstAvailable(table, value, first) : direct;
    if (chosen === undefined) logNoDestination(service);
    return chosen;
  },
  added: refill,
  removed: refill,
  edited: refill,
  explain({ table }, service, flow) {
    const slot = slotOf(clientOf(service, flow));
    const holder = table[slot];
    return [
      { name: "slot", value: slot },
      { name: "holder", value: holder === undefined ? "nobody" : nameOf(holder) },
    ];
  },
};

const clientOf = ({ schedulerFlags }: Service, flow: Flow): number =>
  sourceOf(flow, (schedulerFlags & withPort.bit) !== 0);

const slotOf = (value: number): number => sipHash13(value, startKey) % tableSize;

/** Hashes the client again and again, each time with the next number, until that finds somebody. */
function firstAvailable(
  table: readonly Destination[],
  value: number,
  first: number,
): Destination | undefined {
  if (table.length === 0) return undefined;
  for (let step = 0; step < tableSize; step++) {
    const found = available(table[slotOf(value + ((step + first) % tableSize))]);
    if (found !== undefined) return found;
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
