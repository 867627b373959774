/**
 * What a check is: its name, the shape of its parameters in a lesson file, and the test itself.
 */

import type { Shape } from "#scenario/shape";
import type { CheckName, CheckParameters, Reading, Seen, Standing } from "../check.ts";

/** Says how it stands; asked after every batch of events, so it looks at as little as it can. */
export type CheckTest = (seen: Seen) => Standing;

export interface CheckKind<Name extends CheckName = CheckName> {
  readonly name: Name;
  readonly shape: Shape<CheckParameters[Name]>;
  /** The test for these parameters: made once, then asked again and again. */
  readonly prepare: (parameters: CheckParameters[Name]) => CheckTest;
}

/** A standing without values to compare. */
export const plain = (isMet: boolean, event?: number): Standing => ({ isMet, now: [], goal: [], event });

/** A count against what is wanted at least. */
export const counted = (name: string, now: number, goal: number, event?: number): Standing => ({
  isMet: now >= goal,
  now: [{ name, value: now }],
  goal: [{ name, value: goal }],
  event,
});

/** Values against those that are wanted, under the same names. */
export const compared = (
  now: readonly Reading[],
  goal: readonly Reading[],
  event: number | undefined,
): Omit<Standing, "isMet"> => ({ now, goal, event });
