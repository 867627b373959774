/** Assignments before a command, or without one: `name=value`, `name+=value`, `name[1]=value`, arrays. */

import type { AssignmentNode } from "just-bash/ast";
import { expandText, expandWords } from "./expand/word.ts";
import { assign, type Run } from "./state.ts";

export interface Assigned {
  readonly name: string;
  readonly value: string | readonly string[];
}

/** Values of assignments, in order. */
export async function valuesOf(run: Run, assignments: readonly AssignmentNode[]): Promise<Assigned[]> {
  const assigned: Assigned[] = [];
  for (const { name, value, append, array } of assignments) {
    const added =
      array !== null ? await expandWords(run, array) : value === null ? "" : await expandText(run, value);
    assigned.push({ name, value: append ? appended(run, name, added) : added });
  }
  return assigned;
}

function appended(run: Run, name: string, added: string | readonly string[]): string | readonly string[] {
  const known = run.state.variables.get(name)?.value;
  if (typeof added === "string" && typeof known !== "object") return (known ?? "") + added;
  const before = typeof known === "object" ? known : known === undefined ? [] : [known];
  return [...before, ...(typeof added === "string" ? [added] : added)];
}

/** Gives variables of the shell their values. */
export function assignAll(run: Run, assigned: readonly Assigned[]): void {
  for (const { name, value } of assigned) assignNamed(run, name, value);
}

/** Assigns to a variable, or to an element as in `a[1]=x`. */
function assignNamed(run: Run, name: string, value: string | readonly string[]): void {
  const element = /^(\w+)\[(\d+)\]$/.exec(name);
  if (element === null || typeof value !== "string") {
    assign(run.state, name, value);
    return;
  }
  const [, array = "", index = "0"] = element;
  const known = run.state.variables.get(array)?.value;
  const elements = typeof known === "object" ? [...known] : known === undefined ? [] : [known];
  while (elements.length < Number(index)) elements.push("");
  elements[Number(index)] = value;
  assign(run.state, array, elements);
}
