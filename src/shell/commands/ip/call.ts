/**
 * One command of ip while it runs: its words, the options before them, and how it answers.
 */

import type { Process } from "#shell/command";
import { deviceNamed, exactDevice } from "#shell/commands/network/device-names";
import type { Machine } from "#shell/machine";
import type { Interface } from "#sim/stack/interface";
import type { Stack } from "#sim/stack/stack";
import { Refusal, type Words, wrong } from "./words.ts";

/** The family that -4, -6, -0 or -f names; `any` where none was. */
export type Family = "any" | "inet" | "inet6" | "link" | "bridge";

export interface IpOptions {
  readonly family: Family;
  /** How often -s was given. */
  readonly statistics: number;
  /** -d */
  readonly details: boolean;
  /** -o */
  readonly oneline: boolean;
  /** -br */
  readonly brief: boolean;
  /** -h */
  readonly human: boolean;
  /** -iec: powers of 1024. */
  readonly iec: boolean;
  /** -t and -ts */
  readonly timestamp: "none" | "long" | "short";
  /** -N */
  readonly numeric: boolean;
  readonly force: boolean;
}

export const plainOptions: IpOptions = {
  family: "any",
  statistics: 0,
  details: false,
  oneline: false,
  brief: false,
  human: false,
  iec: false,
  timestamp: "none",
  numeric: false,
  force: false,
};

/** What stood before the object. */
export interface OptionsRead {
  readonly options: IpOptions;
  /** The file of `-batch`. */
  readonly batch: string | undefined;
  /** The object and what follows. */
  readonly rest: readonly string[];
}

export interface Call {
  readonly process: Process;
  readonly machine: Machine;
  readonly stack: Stack;
  readonly options: IpOptions;
  readonly words: Words;
}

/** What an object of ip does with the rest of the line; answers the exit code. */
export type Run = (call: Call) => number | Promise<number>;

/** The exit code where the kernel refused. */
export const refusedByKernel = 2;

export const print = ({ process }: Call, line: string): void => process.stdout.write(`${line}\n`);

/** Prints lines that belong together: below each other, or with -o as one. */
export const printJoined = (call: Call, lines: readonly string[]): void =>
  print(call, lines.join(call.options.oneline ? "\\" : "\n"));

/** 0 where the kernel did as asked; where it refused, ip exits with what it answered. */
export function answer(
  result:
    | { readonly ok: true }
    | { readonly ok: false; readonly errno: string; readonly message?: string | undefined },
): 0 {
  if (result.ok) return 0;
  const { errno, message } = result;
  if (message === undefined) throw new Refusal("RTNETLINK answers", refusedByKernel, errno);
  throw new Refusal(`Error: ${message.replace(/\.?$/, ".")}`, refusedByKernel);
}

/** As `answer`, for functions that answer `ok` or an errno. */
export const answerErrno = (result: string): 0 =>
  answer(result === "ok" ? { ok: true } : { ok: false, errno: result });

/** The device with a name, which may be written as one of its aliases. */
export function deviceFor({ machine }: Call, name: string): Interface {
  const found = deviceNamed(machine, name);
  if (found === undefined) throw new Refusal(`Cannot find device "${name}"`, 1);
  return found;
}

/** The device with a name, for those who ask the kernel about it by that very name. */
export function shownDevice({ machine }: Call, name: string): Interface {
  const found = exactDevice(machine, name);
  if (found === undefined) throw new Refusal(`Device "${name}" does not exist.`, 1);
  return found;
}

/** The device that shall have ports, or has. */
export function masterIn({ machine }: Call, name: string): string {
  const found = deviceNamed(machine, name);
  if (found === undefined) throw wrong(name, "Device does not exist\n");
  return found.device.name;
}

/** What is real in Linux and not in the lab; a script may go on. */
export function notModelled({ process }: Call, what: string): number {
  process.stderr.write(`not modelled in LVS Lab: ${what}\n`);
  return 0;
}
