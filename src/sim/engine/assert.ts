/**
 * Checks for mistakes in our own code. They stop the run and are never caught: a simulator that goes on after
 * its own invariant broke would show something untrue.
 */

/** Throws unless `condition` holds. `message` says which invariant of ours is broken. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${message}`);
}

/** Marks a place that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new Error(`broken invariant: unexpected ${JSON.stringify(value)}`);
}
