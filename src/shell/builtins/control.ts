/** Builtins that decide what runs next: break, continue, return, exit, eval, `.`, exec, trap. */

import * as files from "../files/change.ts";
import { resolvePath } from "../files/tree.ts";
import { findProgram, programFolders } from "../find-program.ts";
import { launch } from "../launch.ts";
import { runTextIn } from "../script.ts";
import { complain, exportedOf } from "../state.ts";
import type { Builtin, Call, Outcome } from "./builtin.ts";

const exitCodes = 256;

export const breakLoop: Builtin = ({ args }) => ({
  kind: "break",
  levels: Math.max(1, Number(args[0] ?? 1) || 1),
});

export const continueLoop: Builtin = ({ args }) => ({
  kind: "continue",
  levels: Math.max(1, Number(args[0] ?? 1) || 1),
});

/** Sets the status from an argument, or complains about one that is no number. */
function statusFrom({ run, name, args: [given] }: Call): void {
  if (given === undefined) return;
  if (/^-?\d+$/.test(given)) {
    run.state.status = ((Number(given) % exitCodes) + exitCodes) % exitCodes;
    return;
  }
  const isDash = run.state.dialect === "dash";
  complain(
    run,
    isDash ? `${name}: Illegal number: ${given}` : `${name}: ${given}: numeric argument required`,
  );
  run.state.status = 2;
}

export const returnFrom: Builtin = (call) => {
  statusFrom(call);
  return { kind: "return" };
};

export const exit: Builtin = (call) => {
  statusFrom(call);
  return { kind: "exit" };
};

export const evaluate: Builtin = async ({ run, args }) => {
  const { state } = run;
  if (args.length === 0) return 0;
  return (await runTextIn(run, args.join(" "))) ?? state.status;
};

export const source: Builtin = async (call) => {
  const { run, name, args } = call;
  const { state } = run;
  const [file, ...parameters] = args;
  if (file === undefined) {
    complain(run, `${name}: filename argument required`);
    return 2;
  }
  const text = await textOf(call, file);
  if (text === undefined) return missing(call, file);
  const before = state.parameters;
  if (parameters.length > 0) state.parameters = parameters;
  const leaving = await runTextIn(run, text);
  state.parameters = before;
  return leaving === undefined || leaving.kind === "return" ? state.status : leaving;
};

/** The text of a file to read in: a name without a slash is looked for among the programs, then here. */
async function textOf({ run: { state } }: Call, file: string): Promise<string | undefined> {
  const folders = file.includes("/") ? [state.cwd] : [...programFolders, state.cwd];
  for (const folder of folders) {
    const content = await files.readNamed(state.machine.files, resolvePath(folder, file));
    if (content.ok) return content.text;
  }
  return undefined;
}

function missing({ run, name }: Call, file: string): Outcome {
  if (run.state.dialect === "bash") {
    complain(run, `${file}: No such file or directory`);
    return 1;
  }
  complain(
    run,
    file.includes("/") ? `${name}: cannot open ${file}: No such file` : `${name}: ${file}: not found`,
  );
  run.state.status = 2;
  return { kind: "exit" };
}

/** `exec COMMAND`: the shell becomes the command, and ends with it. */
export const exec: Builtin = async ({ run, args }) => {
  const { state, flow, ends } = run;
  const [name = ""] = args;
  const { kind } = findProgram(state.machine, state.cwd, name);
  if (kind !== "command" && kind !== "script") {
    complain(run, state.dialect === "dash" ? `exec: ${name}: not found` : `exec: ${name}: not found`);
    run.state.status = 127;
    return { kind: "exit" };
  }
  const { machine, interpreter, cwd, columns } = state;
  const place = { machine, interpreter, flow, ends, cwd, columns };
  state.status = await launch({ ...place, env: exportedOf(state), words: args, replacesShell: true });
  return { kind: "exit" };
};

const signalNames = new Map([
  ["0", "EXIT"],
  ["1", "HUP"],
  ["2", "INT"],
  ["15", "TERM"],
]);

/** `trap ACTION SIGNAL…`: what to do on EXIT, INT and TERM. */
export const trap: Builtin = ({ run, args }) => {
  const { traps } = run.state;
  const words = args[0] === "--" ? args.slice(1) : args;
  const [action, ...signals] = words;
  if (action === undefined || action === "-p") {
    for (const [signal, text] of traps) run.ends.stdout.write(`trap -- '${text}' ${signal}\n`);
    return 0;
  }
  for (const given of signals.length === 0 ? [action] : signals) {
    const name = signalNames.get(given) ?? given.replace(/^SIG/, "");
    if (action === "-" || signals.length === 0) traps.delete(name);
    else traps.set(name, action);
  }
  return 0;
};
