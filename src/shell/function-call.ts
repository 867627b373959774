/** Calling a function: its own positional parameters, and variables that `local` hides until it returns. */

import type { FunctionDefNode } from "just-bash/ast";
import { runCompound } from "./compound.ts";
import type { Leaving, Run } from "./state.ts";

/** Runs a function; a `return` in it ends here. */
export async function callFunction(
  run: Run,
  definition: FunctionDefNode,
  args: readonly string[],
): Promise<Leaving | undefined> {
  const { state } = run;
  const { parameters } = state;
  const hidden: (typeof state.scopes)[number] = new Map();
  state.scopes.push(hidden);
  state.parameters = args;
  try {
    const leaving = await runCompound(run, definition.body);
    return leaving?.kind === "return" ? undefined : leaving;
  } finally {
    state.parameters = parameters;
    state.scopes.pop();
    for (const [name, variable] of hidden) {
      if (variable === undefined) state.variables.delete(name);
      else state.variables.set(name, variable);
    }
  }
}
