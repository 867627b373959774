/**
 * A table whose key is a pair of whole numbers below 2^53, such as (local endpoint, remote endpoint).
 *
 * Open addressing with linear probing over typed columns; removal shifts the cluster back, so no markers pile
 * up. Iteration follows insertion as long as nothing was removed and is not promised otherwise: whoever shows
 * rows sorts them.
 */

import { assert } from "./assert.ts";

export interface TupleTable<Value> {
  count: number;
  mask: number;
  first: Float64Array;
  second: Float64Array;
  values: (Value | undefined)[];
}

const initialSlots = 16;

export const emptyTable = <Value>(): TupleTable<Value> => ({
  count: 0,
  mask: initialSlots - 1,
  first: new Float64Array(initialSlots),
  second: new Float64Array(initialSlots),
  values: new Array<Value | undefined>(initialSlots).fill(undefined),
});

/** The value under a key, or `undefined`. */
export function get<Value>(table: TupleTable<Value>, first: number, second: number): Value | undefined {
  let slot = hash(first, second) & table.mask;
  for (;;) {
    const value = table.values[slot];
    if (value === undefined) return undefined;
    if (table.first[slot] === first && table.second[slot] === second) return value;
    slot = (slot + 1) & table.mask;
  }
}

/** Puts a value under a key, in place of the one that was there. */
export function set<Value>(table: TupleTable<Value>, first: number, second: number, value: Value): void {
  if ((table.count + 1) * 2 > table.mask + 1) grow(table);
  const slot = slotOf(table, first, second);
  if (table.values[slot] === undefined) table.count++;
  table.first[slot] = first;
  table.second[slot] = second;
  table.values[slot] = value;
}

/** Takes a key out; answers whether it was there. */
export function remove<Value>(table: TupleTable<Value>, first: number, second: number): boolean {
  let hole = slotOf(table, first, second);
  if (table.values[hole] === undefined) return false;
  table.count--;
  let slot = hole;
  for (;;) {
    slot = (slot + 1) & table.mask;
    const value = table.values[slot];
    if (value === undefined) break;
    const home = hash(table.first[slot] as number, table.second[slot] as number) & table.mask;
    if (((slot - home) & table.mask) < ((slot - hole) & table.mask)) continue;
    table.first[hole] = table.first[slot] as number;
    table.second[hole] = table.second[slot] as number;
    table.values[hole] = value;
    hole = slot;
  }
  table.values[hole] = undefined;
  return true;
}

/** All values, in the order of their slots. */
export function* valuesOf<Value>(table: TupleTable<Value>): Generator<Value> {
  for (const value of table.values) {
    if (value !== undefined) yield value;
  }
}

function slotOf<Value>(table: TupleTable<Value>, first: number, second: number): number {
  let slot = hash(first, second) & table.mask;
  while (table.values[slot] !== undefined && (table.first[slot] !== first || table.second[slot] !== second)) {
    slot = (slot + 1) & table.mask;
  }
  return slot;
}

function grow<Value>(table: TupleTable<Value>): void {
  const { first, second, values } = table;
  const slots = (table.mask + 1) * 2;
  assert(slots <= 2 ** 26, "a table of tuples stays below 32 million entries");
  table.mask = slots - 1;
  table.first = new Float64Array(slots);
  table.second = new Float64Array(slots);
  table.values = new Array<Value | undefined>(slots).fill(undefined);
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === undefined) continue;
    const slot = slotOf(table, first[index] as number, second[index] as number);
    table.first[slot] = first[index] as number;
    table.second[slot] = second[index] as number;
    table.values[slot] = value;
  }
}

/** Mixes both halves of both numbers; the halves above 2^32 matter for endpoints (address times 65536). */
function hash(first: number, second: number): number {
  let mixed = Math.imul(first | 0, 0x9e3779b1) ^ Math.imul((first / 65536) | 0, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (second | 0), 0xc2b2ae35) ^ Math.imul((second / 65536) | 0, 0x27d4eb2f);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
