/**
 * Lengths of simulated time on the command line: `5s`, `250ms`, `1.5s`.
 */

import { type Nanos, nanos } from "#sim/engine/time";
import { UsageError } from "./arguments.ts";

const units: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, min: 60e9 };
const pattern = /^(\d{1,9}(?:\.\d{1,9})?)(ns|us|ms|s|min)$/;

/** Ten days: what a scenario may take at most, too. */
const longest = 864_000e9;

/** Reads a length of time. Throws `UsageError` for anything else; `option` is what it was given for. */
export function durationOf(text: string, option: string): Nanos {
  const [, count = "", unit = ""] = pattern.exec(text) ?? [];
  const length = Number(count) * (units[unit] ?? Number.NaN);
  if (length >= 0 && length <= longest && count !== "") return nanos(length);
  throw new UsageError(
    `--${option} takes a length of time such as 5s or 250ms, at most 864000s, not "${text}"`,
  );
}
