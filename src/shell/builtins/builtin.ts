/** What a builtin of the shell is: a function that may change the shell it is called in. */

import type { Leaving, Run } from "../state.ts";

export interface Call {
  readonly run: Run;
  readonly name: string;
  readonly args: readonly string[];
  /** Every builtin by name, for those that look names up. */
  readonly builtins: ReadonlyMap<string, Builtin>;
}

/** Answers an exit status, or that the script is left. */
export type Builtin = (call: Call) => Outcome | Promise<Outcome>;
export type Outcome = number | Leaving | undefined;
