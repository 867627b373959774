/** What is asked when a word is completed: by which shell, in which command, and what was typed of it. */

import type { Ipv4Address } from "#sim/wire/address";
import type { Machine } from "../machine.ts";
import type { ShellState } from "../state.ts";

export interface Asking {
  readonly state: ShellState;
  readonly machine: Machine;
  /** The command and its words before the one at the cursor. */
  readonly words: readonly string[];
  /** The word so far, without quotes. */
  readonly prefix: string;
  /** Addresses of other machines that whoever types can see. */
  readonly seen: readonly Ipv4Address[];
}
