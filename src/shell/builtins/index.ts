/**
 * The builtins of the shell, by name. Each is loaded when it is first called.
 */

import { type Loader, withNeeded } from "../needed.ts";
import type { Builtin } from "./builtin.ts";

const nothing: Builtin = () => 0;

/** A builtin in a file that is loaded when it is first called. */
const within =
  <File>(load: Loader<File>, pick: (file: File) => Builtin): Builtin =>
  (call) =>
    withNeeded(call.run.state.machine, load, (file) => pick(file)(call));

const aliases = () => import("./alias.ts");
const control = () => import("./control.ts");
const directory = () => import("./directory.ts");
const echoing = () => import("./echo.ts");
const jobs = () => import("./jobs.ts");
const lookup = () => import("./lookup.ts");
const printing = () => import("./printf.ts");
const reading = () => import("./read.ts");
const testing = () => import("./test.ts");
const variables = () => import("./variables.ts");

export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [".", within(control, ({ source }) => source)],
  [":", nothing],
  ["[", within(testing, ({ test }) => test)],
  ["alias", within(aliases, ({ alias }) => alias)],
  ["bg", within(jobs, ({ bg }) => bg)],
  ["break", within(control, ({ breakLoop }) => breakLoop)],
  ["cd", within(directory, ({ cd }) => cd)],
  ["command", within(lookup, ({ command }) => command)],
  ["continue", within(control, ({ continueLoop }) => continueLoop)],
  ["declare", within(variables, ({ declare }) => declare)],
  ["disown", nothing],
  ["echo", within(echoing, ({ echo }) => echo)],
  ["eval", within(control, ({ evaluate }) => evaluate)],
  ["exec", within(control, ({ exec }) => exec)],
  ["exit", within(control, ({ exit }) => exit)],
  ["export", within(variables, ({ exportNames }) => exportNames)],
  ["false", () => 1],
  ["fg", within(jobs, ({ fg }) => fg)],
  ["getopts", within(reading, ({ getopts }) => getopts)],
  ["hash", nothing],
  ["history", within(lookup, ({ history }) => history)],
  ["jobs", within(jobs, (file) => file.jobs)],
  ["kill", within(jobs, ({ kill }) => kill)],
  ["let", within(variables, ({ letNames }) => letNames)],
  ["local", within(variables, ({ local }) => local)],
  ["logout", within(control, ({ exit }) => exit)],
  ["printf", within(printing, ({ printf }) => printf)],
  ["pwd", within(directory, ({ pwd }) => pwd)],
  ["read", within(reading, ({ read }) => read)],
  ["readonly", within(variables, ({ readonly }) => readonly)],
  ["return", within(control, ({ returnFrom }) => returnFrom)],
  ["set", within(variables, ({ set }) => set)],
  ["shift", within(variables, ({ shift }) => shift)],
  ["shopt", nothing],
  ["source", within(control, ({ source }) => source)],
  ["test", within(testing, ({ test }) => test)],
  ["trap", within(control, ({ trap }) => trap)],
  ["true", nothing],
  ["type", within(lookup, ({ type }) => type)],
  ["typeset", within(variables, ({ declare }) => declare)],
  ["ulimit", nothing],
  ["umask", within(directory, ({ umask }) => umask)],
  ["unalias", within(aliases, ({ unalias }) => unalias)],
  ["unset", within(variables, ({ unset }) => unset)],
  ["wait", within(jobs, ({ wait }) => wait)],
]);
