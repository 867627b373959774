/** A subshell: what happens in it does not reach the shell it came from. */

import { Ending, exitCodeOf } from "./flow.ts";
import { complain, type Leaving, type Run, ShellError } from "./state.ts";

/** Runs something in a subshell and answers its exit code. */
export async function runSubshell(
  run: Run,
  work: (run: Run) => Promise<Leaving | undefined>,
): Promise<number> {
  try {
    await work(run);
    return run.state.status;
  } catch (thrown) {
    if (thrown instanceof Ending) return exitCodeOf(thrown.kind);
    if (!(thrown instanceof ShellError)) throw thrown;
    complain(run, thrown.message);
    return thrown.status;
  }
}
