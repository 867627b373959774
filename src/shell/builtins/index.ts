/** The builtins of the shell, by name. */

import { alias, unalias } from "./alias.ts";
import type { Builtin } from "./builtin.ts";
import { breakLoop, continueLoop, evaluate, exec, exit, returnFrom, source, trap } from "./control.ts";
import { cd, pwd, umask } from "./directory.ts";
import { echo, printf } from "./echo.ts";
import { bg, fg, jobs, kill, wait } from "./jobs.ts";
import { command, hash, history, shopt, type } from "./lookup.ts";
import { getopts, read } from "./read.ts";
import { test } from "./test.ts";
import { declare, exportNames, letNames, local, readonly, set, shift, unset } from "./variables.ts";

const nothing: Builtin = () => 0;

export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [".", source],
  [":", nothing],
  ["[", test],
  ["alias", alias],
  ["bg", bg],
  ["break", breakLoop],
  ["cd", cd],
  ["command", command],
  ["continue", continueLoop],
  ["declare", declare],
  ["disown", nothing],
  ["echo", echo],
  ["eval", evaluate],
  ["exec", exec],
  ["exit", exit],
  ["export", exportNames],
  ["false", () => 1],
  ["fg", fg],
  ["getopts", getopts],
  ["hash", hash],
  ["history", history],
  ["jobs", jobs],
  ["kill", kill],
  ["let", letNames],
  ["local", local],
  ["logout", exit],
  ["printf", printf],
  ["pwd", pwd],
  ["read", read],
  ["readonly", readonly],
  ["return", returnFrom],
  ["set", set],
  ["shift", shift],
  ["shopt", shopt],
  ["source", source],
  ["test", test],
  ["trap", trap],
  ["true", nothing],
  ["type", type],
  ["typeset", declare],
  ["ulimit", nothing],
  ["umask", umask],
  ["unalias", unalias],
  ["unset", unset],
  ["wait", wait],
]);
