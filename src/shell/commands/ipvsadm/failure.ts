/**
 * How a line of ipvsadm ends: with an exit code, and where it gives up with a text for standard error.
 * Whether the program itself ends matters while it reads lines (`-R`).
 */

export interface Ended {
  readonly code: number;
  readonly endsProgram: boolean;
}

export const goesOn = (code: number): Ended => ({ code, endsProgram: false });

export interface Failure extends Ended {
  readonly ok: false;
  readonly text: string;
}

/** A command line that makes no sense to the program. */
export const fail = (text: string): Failure => ({ ok: false, text: `${text}\n`, code: 2, endsProgram: true });

/** A first option that is none of its commands. */
export const tryHelp: Failure = {
  ok: false,
  text: "Try `ipvsadm -h' or 'ipvsadm --help' for more information.\n",
  code: 255,
  endsProgram: true,
};

/** A later word that the option library did not understand. */
export const misread = (word: string, why: string): Failure => ({
  ok: false,
  text: `${word}: ${why}\n`,
  code: 255,
  endsProgram: false,
});

/** The program itself dies, which the shell reports. */
export const crash: Failure = { ok: false, text: "Segmentation fault\n", code: 139, endsProgram: true };
