/**
 * What iptables says when something is wrong, and how it exits: 1 for what the kernel does not have, 2 for
 * what the line says wrongly, 3 for a missing table, 4 for what the kernel refuses.
 */

import type { Generation } from "#sim/stack/netfilter/netfilter";

export interface Problem {
  readonly text: string;
  readonly code: 1 | 2 | 3 | 4;
}

/** Which program speaks: its name and its version as it gives them. */
export interface Speaker {
  /** What stands before short messages: `iptables`. */
  readonly name: string;
  /** What stands before long ones: `iptables v1.8.9 (nf_tables)`. */
  readonly version: string;
  readonly generation: Generation;
}

const hint = ({ name }: Speaker): string => `Try \`${name} -h' or '${name} --help' for more information.\n`;

/** A complaint about the command line. */
export const usage = (speaker: Speaker, text: string): Problem => ({
  text: `${speaker.version}: ${text}\n${hint(speaker)}`,
  code: 2,
});

export const badArgument = (speaker: Speaker, word: string): Problem => ({
  text: `Bad argument \`${word}'\n${hint(speaker)}`,
  code: 2,
});

/** There is no such table. */
export const noTable = ({ name, version }: Speaker, table: string): Problem => ({
  text: `${version}: table '${table}' does not exist\nPerhaps ${name} or your kernel needs to be upgraded.\n`,
  code: 3,
});

/** A complaint that begins with the program's bare name. */
export const failure = ({ name }: Speaker, text: string): Problem => ({
  text: `${name}: ${text}\n`,
  code: 1,
});

/** The kernel has said no to a change. */
export const kernelRefused = (speaker: Speaker, change: string, reason: string, where: string): Problem => ({
  text: `${speaker.version}:  ${change} failed (${reason}): ${where}\n`,
  code: 4,
});
