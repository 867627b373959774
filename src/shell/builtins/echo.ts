/** echo, with the differences between dash and bash. */

import type { Sink } from "../command.ts";
import { errorText } from "../files/error-text.ts";
import type { Dialect } from "../machine.ts";
import { complain, type Run } from "../state.ts";
import type { Builtin } from "./builtin.ts";
import { readEscapes } from "./escapes.ts";

export const echo: Builtin = ({ run, args }) => {
  run.ends.stdout.write(echoText(args, run.state.dialect));
  return written(run, "echo");
};

/** What echo prints. dash always reads backslashes and knows `-n` only; bash reads them with `-e`. */
export function echoText(args: readonly string[], dialect: Dialect): string {
  let isLine = true;
  let reads = dialect === "dash";
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (!(dialect === "dash" ? /^-n$/ : /^-[neE]+$/).test(arg)) break;
    if (arg.includes("n")) isLine = false;
    if (dialect === "bash")
      reads = arg.lastIndexOf("e") > arg.lastIndexOf("E") || (reads && !arg.includes("E"));
  }
  const text = args.slice(at).join(" ");
  if (!reads) return isLine ? `${text}\n` : text;
  const { text: plain, isCut } = readEscapes(text);
  return isLine && !isCut ? `${plain}\n` : plain;
}

/** The status after writing; a refused write is reported as each shell does. */
export function written(run: Run, name: string): number {
  const { failure }: Sink = run.ends.stdout;
  if (failure === undefined) return 0;
  const isDash = run.state.dialect === "dash";
  complain(run, isDash ? `${name}: ${name}: I/O error` : `${name}: write error: ${errorText[failure]}`);
  return 1;
}
