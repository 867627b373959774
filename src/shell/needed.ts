/**
 * Commands and parts of the shell that are loaded when first needed: a bundle keeps each in a file of its
 * own.
 *
 * What was loaded is remembered on the machine, so that it is at hand without a promise from then on. While a
 * shell waits for a file, the simulation stands still: nothing in a run depends on what was loaded before.
 */

/** Fetches something, always the same. A loader is its own name: it is made once, not at each call. */
export type Loader<T = unknown> = () => Promise<T>;

/** Where it is remembered what was loaded; a machine is one. */
export interface Memory {
  readonly loaded: Map<Loader, unknown>;
}

/**
 * What a loader fetches: at hand where it was needed before. A file that cannot be fetched rejects, and is
 * asked for again by whoever needs it next.
 */
export function needed<T>({ loaded }: Memory, load: Loader<T>): T | Promise<T> {
  if (loaded.has(load)) return loaded.get(load) as T;
  return load().then((value) => {
    loaded.set(load, value);
    return value;
  });
}

/** Does something with what a loader fetches, at once where that is at hand. */
export function withNeeded<T, Result>(
  memory: Memory,
  load: Loader<T>,
  use: (value: T) => Result | Promise<Result>,
): Result | Promise<Result> {
  const value = needed(memory, load);
  return value instanceof Promise ? value.then(use) : use(value);
}
