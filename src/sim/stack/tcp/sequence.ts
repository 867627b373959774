/**
 * Arithmetic on sequence numbers: modulo 2^32, compared by the sign of their difference (RFC 9293 section
 * 3.4).
 */

export const seqAdd = (seq: number, count: number): number => (seq + count) >>> 0;

/** How far `later` lies ahead of `earlier`; negative if it lies behind. */
export const seqDiff = (later: number, earlier: number): number => (later - earlier) | 0;

export const isBefore = (one: number, other: number): boolean => ((one - other) | 0) < 0;
export const isAfter = (one: number, other: number): boolean => ((one - other) | 0) > 0;
