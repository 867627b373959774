/** printf, with the differences between dash and bash. */

import { complain, type Run, ShellError } from "../state.ts";
import type { Builtin } from "./builtin.ts";
import { written } from "./echo.ts";
import { formatted } from "./format.ts";

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
