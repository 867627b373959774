/** echo and printf, with the differences between dash and bash. */

import type { Sink } from "../command.ts";
import { errorText } from "../files/change.ts";
import type { Dialect } from "../machine.ts";
import { complain, type Run, ShellError } from "../state.ts";
import type { Builtin } from "./builtin.ts";
import { readEscapes } from "./escapes.ts";
import { formatted } from "./format.ts";

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
function written(run: Run, name: string): number {
  const { failure }: Sink = run.ends.stdout;
  if (failure === undefined) return 0;
  const isDash = run.state.dialect === "dash";
  complain(run, isDash ? `${name}: ${name}: I/O error` : `${name}: write error: ${errorText[failure]}`);
  return 1;
}

/** A format cannot begin with a dash: that would be an option, and printf has none, or one in bash. */
function illegalOption(run: Run, word: string): number {
  if (run.state.dialect === "dash") complain(run, `printf: Illegal option ${word.slice(0, 2)}`);
  else {
    complain(run, `printf: ${word.slice(0, 2)}: invalid option`);
    run.ends.stderr.write("printf: usage: printf [-v var] format [arguments]\n");
  }
  return 2;
}

export const printf: Builtin = ({ run, args }) => {
  const isBash = run.state.dialect === "bash";
  const [first, second] = args;
  const variable = isBash && first === "-v" ? second : undefined;
  if (variable === undefined && first?.startsWith("-") && first.length > 1 && first !== "--") {
    return illegalOption(run, first);
  }
  const rest = variable === undefined ? args.slice(first === "--" ? 1 : 0) : args.slice(2);
  const [format, ...values] = rest;
  if (format === undefined) throw new ShellError("printf: usage: printf [-v var] format [arguments]", 2);
  const { text, problems } = formatted(format, values);
  if (variable !== undefined) {
    run.state.variables.set(variable, { value: text, isExported: false, isReadonly: false });
  } else run.ends.stdout.write(text);
  for (const problem of problems) complain(run, `printf: ${problem}`);
  return problems.length > 0 ? 1 : written(run, "printf");
};
