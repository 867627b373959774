/**
 * Binary search in what is in order already.
 */

/** How many items, counted from the first, have a value up to `limit`. Values never fall. */
export function countUpTo<Item>(
  items: readonly Item[],
  limit: number,
  measure: (item: Item) => number,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (measure(items[middle] as Item) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
