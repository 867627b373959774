/**
 * Which items of two lists belong together: the longest common subsequence by their keys, as a difference of
 * two texts finds it (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986).
 *
 * Where two lists have too little in common for that to be quick, each item is matched with the next equal
 * one of the other list instead, which keeps the order and may match fewer.
 */

export type Pair = readonly [one: number, other: number];

/** Beyond so many differences the quick way is taken. */
const mostDifferences = 1500;

/** Pairs of places with equal keys; both places rise from pair to pair. */
export function aligned<Key>(ones: readonly Key[], others: readonly Key[]): Pair[] {
  let start = 0;
  const shorter = Math.min(ones.length, others.length);
  while (start < shorter && ones[start] === others[start]) start++;
  let end = 0;
  while (end < shorter - start && ones[ones.length - 1 - end] === others[others.length - 1 - end]) end++;
  const pairs: Pair[] = [];
  for (let at = 0; at < start; at++) pairs.push([at, at]);
  const one = ones.slice(start, ones.length - end);
  const other = others.slice(start, others.length - end);
  const middle = shortestEdit(one, other) ?? nextEqual(one, other);
  for (const [a, b] of middle) pairs.push([a + start, b + start]);
  for (let back = end; back > 0; back--) pairs.push([ones.length - back, others.length - back]);
  return pairs;
}

/** The pairs along a shortest way of edits; `undefined` where that is too long. */
function shortestEdit<Key>(ones: readonly Key[], others: readonly Key[]): Pair[] | undefined {
  const limit = Math.min(mostDifferences, ones.length + others.length);
  const furthest = new Int32Array(2 * limit + 3);
  const trail: Int32Array[] = [];
  for (let edits = 0; edits <= limit; edits++) {
    trail.push(furthest.slice(limit + 1 - edits, limit + 2 + edits));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = limit + 1 + diagonal;
      const left = furthest[at - 1] as number;
      const right = furthest[at + 1] as number;
      const isDown = diagonal === -edits || (diagonal !== edits && left < right);
      let x = isDown ? right : left + 1;
      while (x < ones.length && x - diagonal < others.length && ones[x] === others[x - diagonal]) x++;
      furthest[at] = x;
      if (x >= ones.length && x - diagonal >= others.length)
        return pairsAlong(trail, ones.length, others.length);
    }
  }
  return undefined;
}

/** Goes the way back; `trail` has of each number of edits how far was come before, by diagonal. */
function pairsAlong(trail: readonly Int32Array[], ones: number, others: number): Pair[] {
  const pairs: Pair[] = [];
  let [x, y] = [ones, others];
  for (let edits = trail.length - 1; edits >= 0; edits--) {
    const before = trail[edits] as Int32Array;
    const reached = (diagonal: number): number => before[diagonal + edits] ?? 0;
    const diagonal = x - y;
    const isDown =
      diagonal === -edits || (diagonal !== edits && reached(diagonal - 1) < reached(diagonal + 1));
    const from = isDown ? diagonal + 1 : diagonal - 1;
    const startX = edits === 0 ? 0 : reached(from);
    const startY = edits === 0 ? 0 : startX - from;
    while (x > startX && y > startY) pairs.push([--x, --y]);
    [x, y] = [startX, startY];
  }
  return pairs.reverse();
}

/** Each item with the next equal one of the other list that comes after those matched before. */
function nextEqual<Key>(ones: readonly Key[], others: readonly Key[]): Pair[] {
  const places = new Map<Key, number[]>();
  for (const [at, key] of others.entries()) {
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else known.push(at);
  }
  const pairs: Pair[] = [];
  const used = new Map<Key, number>();
  let last = -1;
  for (const [at, key] of ones.entries()) {
    const known = places.get(key);
    if (known === undefined) continue;
    let next = used.get(key) ?? 0;
    while (next < known.length && (known[next] as number) <= last) next++;
    const place = known[next];
    // A leap over most of the other list would leave nothing for what comes between.
    if (place !== undefined && place - last <= longestLeap) {
      pairs.push([at, place]);
      last = place;
      next++;
    }
    used.set(key, next);
  }
  return pairs;
}

const longestLeap = 200;
