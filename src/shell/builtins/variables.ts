/** Builtins about variables: export, unset, readonly, local, declare, set, shift, let. */

import { evaluateText } from "../expand/rich-parts.ts";
import { wordsOf } from "../expand/word.ts";
import { byBytes } from "../files/tree.ts";
import { assign, complain, type Run, type ShellState } from "../state.ts";
import { isName } from "../syntax/tokens.ts";
import type { Builtin, Call } from "./builtin.ts";

interface Attributes {
  readonly isExported?: boolean;
  readonly isReadonly?: boolean;
}

/** `NAME` or `NAME=VALUE`: gives the variable attributes, and the value where there is one. */
function mark(run: Run, word: string, attributes: Attributes): number {
  const equals = word.indexOf("=");
  const name = equals < 0 ? word : word.slice(0, equals).replace(/\+$/, "");
  if (!isName(name)) {
    const { dialect } = run.state;
    complain(run, dialect === "dash" ? `${name}: bad variable name` : `\`${word}': not a valid identifier`);
    return dialect === "dash" ? 2 : 1;
  }
  const { state } = run;
  if (equals >= 0) assign(state, name, word.slice(equals + 1));
  const known = state.variables.get(name) ?? { value: undefined, isExported: false, isReadonly: false };
  state.variables.set(name, { ...known, ...attributes });
  return 0;
}

function markAll({ run, args }: Call, attributes: Attributes): number {
  let status = 0;
  for (const word of args.filter((arg) => !arg.startsWith("-"))) status ||= mark(run, word, attributes);
  return status;
}

export const exportNames: Builtin = (call) => {
  const { run, args } = call;
  if (args.length === 0 || args[0] === "-p") return list(run, ({ isExported }) => isExported, "export");
  return markAll(call, { isExported: args[0] !== "-n" });
};

export const readonly: Builtin = (call) => {
  if (call.args.length === 0) return list(call.run, ({ isReadonly }) => isReadonly, "readonly");
  return markAll(call, { isReadonly: true });
};

function list(
  { state, ends }: Run,
  chooses: (attributes: { readonly isExported: boolean; readonly isReadonly: boolean }) => boolean,
  word: string,
): number {
  const begin = state.dialect === "dash" ? word : word === "export" ? "declare -x" : "declare -r";
  for (const [name, variable] of sorted(state)) {
    if (chooses(variable))
      ends.stdout.write(`${begin} ${name}=${quote(state, String(variable.value ?? ""))}\n`);
  }
  return 0;
}

const sorted = ({ variables }: ShellState) => [...variables].sort(([left], [right]) => byBytes(left, right));

const quote = ({ dialect }: ShellState, value: string): string =>
  dialect === "dash" ? `'${value.replaceAll("'", `'"'"'`)}'` : `"${value.replace(/["\\$`]/g, "\\$&")}"`;

/** `local NAME[=VALUE]`: hides the variable until the function returns. */
export const local: Builtin = ({ run, args }) => {
  const { state } = run;
  const scope = state.scopes.at(-1);
  if (scope === undefined) {
    complain(
      run,
      state.dialect === "dash" ? "local: not in a function" : "local: can only be used in a function",
    );
    return state.dialect === "dash" ? 2 : 1;
  }
  let status = 0;
  for (const word of args.filter((arg) => !arg.startsWith("-"))) {
    const name = word.split("=", 1)[0] ?? word;
    if (!scope.has(name)) scope.set(name, state.variables.get(name));
    if (!word.includes("=")) state.variables.delete(name);
    status ||= mark(run, word, {});
  }
  return status;
};

export const declare: Builtin = (call) => {
  const { run, args } = call;
  if (args.includes("-A")) {
    complain(run, "declare: associative arrays are not modelled in LVS Lab");
    return 1;
  }
  const letters = args.filter((arg) => arg.startsWith("-")).join("");
  if (run.state.scopes.length > 0 && !letters.includes("g")) return local(call);
  return markAll(call, {
    ...(letters.includes("x") ? { isExported: true } : {}),
    ...(letters.includes("r") ? { isReadonly: true } : {}),
  });
};

export const unset: Builtin = ({ run, args }) => {
  const { variables, functions, dialect } = run.state;
  const isFunction = args.includes("-f");
  for (const name of args.filter((arg) => !arg.startsWith("-"))) {
    if (variables.get(name)?.isReadonly === true) {
      complain(
        run,
        dialect === "dash"
          ? `unset: ${name}: is read only`
          : `unset: ${name}: cannot unset: readonly variable`,
      );
      return dialect === "dash" ? 2 : 1;
    }
    if (isFunction || !variables.delete(name)) functions.delete(name);
  }
  return 0;
};

const longFlags = new Map([
  ["errexit", "e"],
  ["nounset", "u"],
  ["xtrace", "x"],
  ["noglob", "f"],
  ["allexport", "a"],
  ["verbose", "v"],
]);

/** `set`: flags of the shell, and positional parameters. */
export const set: Builtin = ({ run, args }) => {
  const { state } = run;
  if (args.length === 0) return listAll(run);
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    if (word === "--") {
      state.parameters = args.slice(at + 1);
      return 0;
    }
    if (!/^[-+]./.test(word)) {
      state.parameters = args.slice(at);
      return 0;
    }
    const name = word.slice(1) === "o" ? (args[++at] ?? "") : undefined;
    const letters = name === undefined ? [...word.slice(1)] : [longFlags.get(name) ?? name];
    for (const letter of letters) {
      if (word.startsWith("-")) state.flags.add(letter);
      else state.flags.delete(letter);
    }
  }
  return 0;
};

function listAll({ state, ends }: Run): number {
  for (const [name, { value }] of sorted(state)) {
    if (value !== undefined) ends.stdout.write(`${name}=${quoteIfNeeded(state, String(value))}\n`);
  }
  return 0;
}

const quoteIfNeeded = (state: ShellState, value: string): string =>
  state.dialect === "bash" && /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;

export const shift: Builtin = ({ run, args }) => {
  const { state } = run;
  const count = Number(args[0] ?? 1);
  if (count <= state.parameters.length) {
    state.parameters = state.parameters.slice(count);
    return 0;
  }
  if (state.dialect === "bash") return 1;
  complain(run, "shift: can't shift that many");
  state.status = 2;
  return { kind: "exit" };
};

export const letNames: Builtin = async ({ run, args }) => {
  let value = 0n;
  for (const arg of args) value = await evaluateText(wordsOf(run), arg);
  return value === 0n ? 1 : 0;
};
