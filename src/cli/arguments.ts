/**
 * Reading a command's own arguments: options declared as data, one clear line for a mistake.
 */

import { parseArgs } from "node:util";

export interface CliOption {
  readonly name: string;
  /** What the value is called in help; absent: a switch. */
  readonly value?: string;
  readonly what: string;
  /** What to say where its value is missing. */
  readonly missing?: string;
}

export interface Arguments {
  readonly operands: readonly string[];
  readonly text: (name: string) => string | undefined;
  readonly has: (name: string) => boolean;
}

/** A mistake on the command line: one line, said after `lvs-lab COMMAND: `. */
export class UsageError extends Error {}

/** Reads arguments against the options of a command. Throws `UsageError` for anything it does not know. */
export function readArguments(argv: readonly string[], options: readonly CliOption[]): Arguments {
  const declared = Object.fromEntries(
    options.map(({ name, value }) => [name, { type: value === undefined ? "boolean" : "string" } as const]),
  );
  try {
    const parsed = parseArgs({ args: [...argv], options: declared, allowPositionals: true, strict: true });
    const values: Readonly<Record<string, unknown>> = parsed.values;
    return {
      operands: parsed.positionals,
      text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
      has: (name) => values[name] === true,
    };
  } catch (error) {
    throw new UsageError(missingValue(options, firstLine(error)) ?? firstLine(error));
  }
}

function missingValue(options: readonly CliOption[], said: string): string | undefined {
  if (!said.includes("argument missing")) return undefined;
  return options.find(({ name }) => said.includes(`--${name} `))?.missing;
}

/** The first sentence of what Node says; the rest is advice about operands that begin with a dash. */
const firstLine = (error: unknown): string =>
  String(error instanceof Error ? error.message : error).split(/\n|\. To specify/)[0] ?? "";

/** A whole number of an option from `least` up; `undefined` where it is not given. */
export function numberOf(given: Arguments, name: string, least = 0): number | undefined {
  const text = given.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(`--${name} takes a whole number from ${least} up, not "${text}"`);
}
