/** sleep: lets simulated time pass. */

import type { Command } from "#shell/command";
import { nanos } from "#sim/engine/time";

const unitSeconds: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };
const nanosPerSecond = 1e9;

/** Seconds of a duration such as `2`, `0.5`, `1m`; `undefined` where it is none. */
export function durationOf(text: string): number | undefined {
  if (text === "infinity") return 1e6;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (unitSeconds[match[2] ?? ""] ?? 1);
}

export const sleep: Command = {
  operands: () => [],
  run: async (process) => {
    if (process.argv.length === 0) {
      process.stderr.write("sleep: missing operand\nTry 'sleep --help' for more information.\n");
      return 1;
    }
    let total = 0;
    for (const text of process.argv) {
      const duration = durationOf(text);
      if (duration === undefined) {
        process.stderr.write(
          `sleep: invalid time interval '${text}'\nTry 'sleep --help' for more information.\n`,
        );
        return 1;
      }
      total += duration;
    }
    await process.sleep(nanos(total * nanosPerSecond));
    return 0;
  },
};
