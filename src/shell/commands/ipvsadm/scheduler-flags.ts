/** The names that ipvsadm gives the three flags of a scheduler (`-b`). */

import { schedulers } from "#sim/ipvs/schedulers/index";
import { crash, type Failure, fail } from "./failure.ts";

interface FlagName {
  readonly name: string;
  readonly bit: number;
  /** The scheduler that it is for; absent: any. */
  readonly only?: string;
}

const flags: readonly FlagName[] = [
  ...schedulers.flatMap(({ name: only, flags: own = [] }) => own.map((flag) => ({ ...flag, only }))),
  { name: "flag-1", bit: 1 },
  { name: "flag-2", bit: 2 },
  { name: "flag-3", bit: 4 },
];

/** All names that `-b` takes. */
export const flagNames: readonly string[] = flags.map(({ name }) => name);

/** The bits of a list with commas, for the scheduler that is given: the usual one is not. */
export function readFlags(
  text: string,
  scheduler: string,
): { readonly ok: true; readonly bits: number } | Failure {
  // The program looks at the first name without asking whether there is one.
  if (/^,+$/.test(text)) return crash;
  let bits = 0;
  for (const name of text.split(",").filter((part) => part !== "")) {
    const flag = flags.find((known) => known.name === name);
    if (flag === undefined) return fail(`invalid scheduler flag \`${name}'`);
    if (flag.only !== undefined && flag.only !== scheduler)
      return fail(`incompatible scheduler flag \`${name}'`);
    bits |= flag.bit;
  }
  return { ok: true, bits };
}

/**
 * The flags of a service with commas. Of sh and mh only flags with a name are shown, which may leave
 * nothing.
 */
export function flagsText(bits: number, scheduler: string): string {
  const own = flags.filter(({ only }) => only === scheduler);
  const named = own.length > 0 ? own : flags.filter(({ only }) => only === undefined);
  return named.flatMap(({ name, bit }) => ((bits & bit) === 0 ? [] : [name])).join(",");
}
