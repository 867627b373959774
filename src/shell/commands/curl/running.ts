/** A transfer of curl while it runs. */

import type { Process } from "#shell/command";
import type { Nanos } from "#sim/engine/time";
import type { CurlSettings } from "./options.ts";
import type { Pool } from "./pool.ts";
import type { Progress } from "./progress.ts";

/** How a transfer ended: 0, or curl's number for what went wrong, with its words. */
export interface Outcome {
  readonly code: number;
  readonly message: string;
}

/** A transfer while it runs. */
export interface Transfer {
  readonly process: Process;
  readonly settings: CurlSettings;
  readonly progress: Progress;
  readonly startedAt: Nanos;
  /** Connections over all addresses of one run. */
  readonly pool: Pool;
  /** What -d and its like send; `undefined`: nothing. */
  readonly data: string | undefined;
  /** Body that goes to a terminal is put out as it comes. */
  readonly onOutput: (bytes: Uint8Array) => void;
  readonly output: Uint8Array[];
  readonly facts: Record<string, string | number>;
}

export const say = ({ process, settings }: Transfer, words: string): void => {
  if (settings.given.has("verbose")) process.stderr.write(`* ${words}\n`);
};

/** Makes the record of a transfer. */
export function beginTransfer(
  process: Process,
  settings: CurlSettings,
  parts: Pick<Transfer, "pool" | "data" | "onOutput" | "progress">,
): Transfer {
  const { now } = process.machine.simulation;
  return {
    ...{ process, settings, startedAt: now, output: [], facts: {} },
    ...parts,
  };
}
