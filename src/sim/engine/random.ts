/**
 * Seeded random numbers, split by label: each user of chance has a stream of its own, so that one more throw
 * in one place leaves every other place as it was.
 *
 * The generator is sfc32 (a small fast counter generator with 128 bits of state); labels are hashed into its
 * state with FNV-1a and a final avalanche. Only 32-bit integer arithmetic: the same everywhere.
 */

import type { Nanos } from "./time.ts";

export interface Random {
  /** An unsigned 32-bit number. */
  next(): number;
  /** A whole number from 0 to `limit - 1`; `limit` from 1 to 2^32. */
  below(limit: number): number;
  /** A duration from `from` to `to`, both included, in microsecond steps. */
  between(from: Nanos, to: Nanos): Nanos;
}

/** The stream of one label under one seed. Equal seed and label give equal numbers. */
export function randomOf(seed: number, label: string): Random {
  let a = avalanche(seed >>> 0);
  let b = avalanche(Math.floor(seed / 2 ** 32) >>> 0);
  let c = hashText(label);
  let counter = 1;

  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) next();

  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  const between = (from: Nanos, to: Nanos): Nanos => (from + below((to - from) / 1000 + 1) * 1000) as Nanos;
  return { next, below, between };
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return avalanche(hash);
}

function avalanche(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
