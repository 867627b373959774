/** read and getopts. */

import { seconds } from "#sim/engine/time";
import { Ending, waitFor } from "../flow.ts";
import { stdinOf } from "../pipe.ts";
import { assign, complain, type Run, variableText } from "../state.ts";
import type { Builtin } from "./builtin.ts";

/** `read [-r] [-p TEXT] [-t SECONDS] NAME…`: one line, split at IFS; the last name takes the rest. */
export const read: Builtin = async ({ run, args }) => {
  const { state, ends, flow } = run;
  const asked = readOptions(args);
  if (asked.prompt !== "" && state.isInteractive) ends.stderr.write(asked.prompt);
  if (asked.timeout !== undefined && !(await arrives(run, asked.timeout))) return 142;
  const stdin = stdinOf(ends.stdin, flow, (ending) => {
    throw ending;
  });
  let line = await stdin.readLine();
  while (line !== undefined && !asked.isRaw && /(^|[^\\])(\\\\)*\\$/.test(line)) {
    line = line.slice(0, -1) + ((await stdin.readLine()) ?? "");
  }
  const text = asked.isRaw ? (line ?? "") : (line ?? "").replace(/\\(.)/g, "$1");
  if (asked.array !== undefined) assign(state, asked.array, text.split(/[ \t]+/).filter(Boolean));
  else assignWords(run, asked.names, text);
  return line === undefined ? 1 : 0;
};

interface ReadOptions {
  readonly isRaw: boolean;
  readonly prompt: string;
  readonly timeout: number | undefined;
  readonly array: string | undefined;
  readonly names: readonly string[];
}

function readOptions(args: readonly string[]): ReadOptions {
  const values = new Map<string, string>();
  let isRaw = false;
  let at = 0;
  for (; args[at]?.startsWith("-") === true; at++) {
    const word = args[at] ?? "";
    isRaw ||= word.slice(0, 2) === "-r" || word === "-er";
    const letter = word.at(-1) ?? "";
    if ("ptnad".includes(letter)) values.set(letter, args[++at] ?? "");
  }
  const timeout = values.get("t");
  return {
    isRaw,
    prompt: values.get("p") ?? "",
    timeout: timeout === undefined ? undefined : Number(timeout),
    array: values.get("a"),
    names: args.slice(at).length === 0 ? ["REPLY"] : args.slice(at),
  };
}

/** Whether there is something to read before the time is over. */
async function arrives({ ends, flow }: Run, timeout: number): Promise<boolean> {
  const { stdin } = ends;
  if (stdin.rest.text.includes("\n") || stdin.isOver()) return true;
  const waited = await waitFor<void>(
    flow,
    (wake) => {
      stdin.onChange(() => wake());
      return () => stdin.onChange(undefined);
    },
    seconds(timeout),
  );
  if (waited.kind === "signal") throw new Ending(waited.signal);
  return waited.kind === "value";
}

function assignWords({ state }: Run, names: readonly string[], text: string): void {
  const ifs = variableText(state, "IFS") ?? " \t\n";
  const isSeparator = (char: string): boolean => ifs.includes(char);
  let rest = trimmed(text, ifs);
  for (const [index, name] of names.entries()) {
    if (index === names.length - 1) {
      assign(state, name, rest);
      return;
    }
    const end = [...rest].findIndex(isSeparator);
    assign(state, name, end < 0 ? rest : rest.slice(0, end));
    rest = end < 0 ? "" : trimmed(rest.slice(end + 1), ifs);
  }
}

function trimmed(text: string, ifs: string): string {
  const blanks = [...ifs].filter((char) => " \t\n".includes(char)).join("");
  let from = 0;
  let to = text.length;
  while (from < to && blanks.includes(text.charAt(from))) from++;
  while (to > from && blanks.includes(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

/** `getopts LETTERS NAME [WORD…]`: one option a call. */
export const getopts: Builtin = ({ run, args }) => {
  const { state } = run;
  const [letters = "", name = "opt", ...given] = args;
  const words = given.length > 0 ? given : state.parameters;
  const [index = 1, inner = 1] = (variableText(state, "OPTIND") ?? "1").split(".").map(Number);
  const word = words[index - 1] ?? "";
  if (!/^-./.test(word) || word === "--") {
    if (word === "--") assign(state, "OPTIND", String(index + 1));
    assign(state, name, "?");
    return 1;
  }
  const letter = word.charAt(inner);
  const at = letters.indexOf(letter);
  const isLast = inner >= word.length - 1;
  assign(state, "OPTIND", isLast ? String(index + 1) : `${index}.${inner + 1}`);
  if (at < 0 || letter === ":") {
    if (!letters.startsWith(":")) complain(run, `illegal option -- ${letter}`);
    assign(state, name, "?");
    return 0;
  }
  if (letters[at + 1] === ":") {
    assign(state, "OPTARG", isLast ? (words[index] ?? "") : word.slice(inner + 1));
    assign(state, "OPTIND", String(isLast ? index + 2 : index + 1));
  }
  assign(state, name, letter);
  return 0;
};
