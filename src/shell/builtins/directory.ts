/** Builtins about where the shell is. */

import { errorText } from "../files/error-text.ts";
import { type Errno, isDirectory, lookup, resolvePath } from "../files/tree.ts";
import { assign, complain, variableText } from "../state.ts";
import type { Builtin, Call } from "./builtin.ts";

export const cd: Builtin = (call) => {
  const { run, args } = call;
  const { state, ends } = run;
  const [given] = args.filter((arg) => arg !== "-P" && arg !== "-L" && arg !== "--");
  const target =
    given === "-" ? variableText(state, "OLDPWD") : (given ?? variableText(state, "HOME") ?? "/root");
  if (target === undefined) {
    complain(run, "cd: OLDPWD not set");
    return 1;
  }
  const path = resolvePath(state.cwd, target);
  const found = lookup(state.machine.files, path);
  if (!found.ok) return refuse(call, target, found.errno);
  if (!isDirectory(found.entry)) return refuse(call, target, "ENOTDIR");
  assign(state, "OLDPWD", state.cwd);
  state.cwd = path;
  assign(state, "PWD", path);
  if (given === "-") ends.stdout.write(`${path}\n`);
  return 0;
};

function refuse({ run }: Call, target: string, errno: Errno): number {
  const isDash = run.state.dialect === "dash";
  complain(run, isDash ? `cd: can't cd to ${target}` : `cd: ${target}: ${errorText[errno]}`);
  return isDash ? 2 : 1;
}

export const pwd: Builtin = ({ run }) => {
  run.ends.stdout.write(`${run.state.cwd}\n`);
  return 0;
};

/** Everybody is root and modes forbid nothing here, so the mask is only shown. */
export const umask: Builtin = ({ run, args }) => {
  if (args.length === 0) run.ends.stdout.write("0022\n");
  return 0;
};
