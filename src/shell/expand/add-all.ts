/**
 * Lists that may be very long: what `push(...items)` takes at once is limited by the stack, which a command
 * line such as `echo $(seq 200000)` goes beyond.
 */

/** Adds items at the end of a list. */
export function addAll<Item>(list: Item[], items: readonly Item[]): void {
  for (const item of items) list.push(item);
}
