/** What a text tool reads: the files it names, or standard input. */

import type { Process, Stdin } from "#shell/command";
import { readNamed } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { type Errno, resolvePath } from "#shell/files/tree";
import { fixedStdin } from "#shell/pipe";

export type Input =
  | { readonly ok: true; readonly name: string; readonly stdin: Stdin }
  | { readonly ok: false; readonly name: string; readonly errno: Errno };

/** The inputs that operands name, in order; `-` and no operand at all mean standard input. */
export async function inputsOf(process: Process, operands: readonly string[]): Promise<Input[]> {
  const names = operands.length === 0 ? ["-"] : operands;
  const inputs: Input[] = [];
  for (const name of names) inputs.push(await inputOf(process, name));
  return inputs;
}

async function inputOf(process: Process, name: string): Promise<Input> {
  if (name === "-") return { ok: true, name, stdin: process.stdin };
  const content = await readNamed(process.machine.files, resolvePath(process.cwd, name));
  return content.ok
    ? { ok: true, name, stdin: fixedStdin(content.text) }
    : { ok: false, name, errno: content.errno };
}

/** Says why a file cannot be read, in the words most tools share. */
export const complain = (process: Process, name: string, errno: Errno): void =>
  process.stderr.write(`${process.name}: ${name}: ${errorText[errno]}\n`);

/** The exit code after writing: a refused write (to a switch under /proc/sys) is reported. */
export function finish(process: Process, code: number): number {
  const { failure } = process.stdout;
  if (failure === undefined) return code;
  process.stderr.write(`${process.name}: write error: ${errorText[failure]}\n`);
  return 1;
}
