/**
 * What names of packages mean to an installer: those that are there, those that can come, and those that the
 * lab has nothing for.
 */

import type { Process } from "#shell/command";
import { type Package, packageNamed } from "#shell/packages/catalogue";
import { isInstalled } from "#shell/packages/install";
import { isUnmodelled, unmodelledLine } from "#shell/services/unmodelled";

export interface SortedNames {
  readonly installed: readonly Package[];
  readonly missing: readonly Package[];
  readonly strange: readonly string[];
}

export function sortNames({ machine }: Process, names: readonly string[]): SortedNames {
  const known = names.flatMap((name) => packageNamed(name) ?? []);
  const unique = [...new Set(known)];
  return {
    installed: unique.filter((entry) => isInstalled(machine, entry)),
    missing: unique.filter((entry) => !isInstalled(machine, entry)),
    strange: names.filter((name) => packageNamed(name) === undefined),
  };
}

/**
 * Says of packages that the lab has nothing for that it has nothing for them. A tutorial can go on without.
 */
export function sayHonestly({ stdout }: Process, strange: readonly string[]): void {
  const promised = strange.filter(isUnmodelled);
  const others = strange.filter((name) => !isUnmodelled(name));
  for (const name of promised) stdout.write(unmodelledLine(name));
  if (others.length === 0) return;
  const [what, it] = others.length === 1 ? ["package", "it"] : ["packages", "them"];
  const list = others.join(", ");
  stdout.write(`not modelled in LVS Lab: ${what} ${list}; the lab has nothing for ${it}\n`);
}

/** Asks whether to go on, unless `-y` answered already. */
export async function confirmed(process: Process, question: string, isYes: boolean): Promise<boolean> {
  if (isYes) return true;
  process.stdout.write(question);
  const answer = await process.stdin.readLine();
  return /^y/i.test(answer ?? "");
}
