/** What `time` prints after a pipeline. Simulated programs use no processor time that could be told apart. */

import type { Nanos } from "#sim/engine/time";
import type { Run } from "./state.ts";

const nanosPerSecond = 1e9;
const secondsPerMinute = 60;

/** Prints the time since `started`, in bash's form or in that of POSIX. */
export function reportTimes({ flow, ends }: Run, started: Nanos, isPosix: boolean): void {
  const seconds = (flow.simulation.now - started) / nanosPerSecond;
  if (isPosix) {
    ends.stderr.write(`real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`);
    return;
  }
  const minutes = Math.floor(seconds / secondsPerMinute);
  const rest = (seconds - minutes * secondsPerMinute).toFixed(3);
  ends.stderr.write(`\nreal\t${minutes}m${rest}s\nuser\t0m0.000s\nsys\t0m0.000s\n`);
}
