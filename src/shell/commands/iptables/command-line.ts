/**
 * What a command line of iptables says, once it has been read.
 */

import type { Match, Target } from "#sim/stack/netfilter/rule";
import type { Extension, GivenOption } from "./extension.ts";
import type { CommandLetter } from "./line-options.ts";

/** A match or target that was named, with the options it was given. */
export interface Named<Meaning> {
  readonly extension: Extension<Meaning>;
  readonly given: GivenOption[];
}

/** An option of the rule itself. */
export interface CoreValue {
  readonly value: string;
  readonly isInverted: boolean;
}

export interface LineCommand {
  readonly letter: CommandLetter;
  /** `undefined`: all chains. */
  readonly chain: string | undefined;
  /** What follows the chain: a place counted from 1, a policy, a new name. */
  readonly second: string | undefined;
}

/** A command line that makes sense. */
export interface Line {
  readonly command: LineCommand;
  /** `-L -Z`: list, then zero. */
  readonly alsoZero: boolean;
  readonly table: string;
  readonly flags: ReadonlySet<string>;
  readonly core: ReadonlyMap<string, CoreValue>;
  readonly matches: readonly Named<Match>[];
  readonly target: Named<Target> | undefined;
  /** A chain that `-j` or `-g` leads to. */
  readonly jump: { readonly chain: string; readonly isGoto: boolean } | undefined;
  readonly counters: { readonly packets: number; readonly bytes: number } | undefined;
}
