/** Builtins that say what a name is, command and type; and history. */

import type { CompoundCommandNode } from "just-bash/ast";
import { programPath } from "../find-program.ts";
import { launch } from "../launch.ts";
import { complain, exportedOf, type Run } from "../state.ts";
import type { Builtin } from "./builtin.ts";

const placeOf = ({ state }: Run, name: string): string | undefined =>
  programPath(state.machine, state.cwd, name);

export const command: Builtin = async (call) => {
  const { run, args, builtins } = call;
  const { state, ends, flow } = run;
  const [first, ...rest] = args;
  if (first === "-v" || first === "-V") {
    const places = rest.map((name) =>
      builtins.has(name) || state.functions.has(name) ? name : placeOf(run, name),
    );
    for (const place of places) if (place !== undefined) ends.stdout.write(`${place}\n`);
    return places.every((place) => place !== undefined) ? 0 : state.dialect === "dash" ? 127 : 1;
  }
  const words = first === "-p" ? rest : args;
  const [name = ""] = words;
  if (words.length === 0) return 0;
  const own = builtins.get(name);
  if (own !== undefined) return own({ ...call, name, args: words.slice(1) });
  if (placeOf(run, name) === undefined) {
    complain(run, state.dialect === "dash" ? `${name}: not found` : `${name}: command not found`);
    return 127;
  }
  const { machine, interpreter, cwd, columns } = state;
  const place = { machine, interpreter, flow, ends, cwd, columns };
  return launch({ ...place, env: exportedOf(state), words, replacesShell: false });
};

const kindOf = (body: CompoundCommandNode): string => body.type.toLowerCase();

export const type: Builtin = ({ run, args, builtins }) => {
  const { state, ends } = run;
  const isShort = args[0] === "-t";
  let status = 0;
  for (const name of args.filter((arg) => !arg.startsWith("-"))) {
    const definition = state.functions.get(name);
    const place = placeOf(run, name);
    if (definition !== undefined) {
      ends.stdout.write(isShort ? "function\n" : `${name} is a function (${kindOf(definition.body)})\n`);
    } else if (builtins.has(name)) ends.stdout.write(isShort ? "builtin\n" : `${name} is a shell builtin\n`);
    else if (place !== undefined) ends.stdout.write(isShort ? "file\n" : `${name} is ${place}\n`);
    else {
      status = state.dialect === "dash" ? 127 : 1;
      if (state.dialect === "dash") ends.stdout.write(`${name}: not found\n`);
      else if (!isShort) complain(run, `type: ${name}: not found`);
    }
  }
  return status;
};

export const history: Builtin = ({ run, args }) => {
  const { state, ends } = run;
  if (args[0] === "-c") {
    state.history.length = 0;
    return 0;
  }
  const count = args[0] === undefined ? state.history.length : Number(args[0]);
  if (!Number.isInteger(count)) {
    complain(run, `history: ${args[0]}: numeric argument required`);
    return 1;
  }
  const first = Math.max(0, state.history.length - count);
  for (const [index, line] of state.history.entries()) {
    if (index >= first) ends.stdout.write(`${String(index + 1).padStart(5)}  ${line}\n`);
  }
  return 0;
};
