/** cat, which prints what it reads as it comes. */

import type { Command, Process } from "#shell/command";
import { gnuWords } from "#shell/option-words";
import { parseOptions } from "#shell/options";
import { complain, finish, inputsOf } from "./input.ts";

export const cat: Command = {
  options: {
    options: [
      { name: "number", short: "n", long: "number", what: "number the lines" },
      { name: "ends", short: "E", long: "show-ends", what: "a $ at the end of each line" },
      { name: "tabs", short: "T", long: "show-tabs", what: "^I for tabs" },
      { name: "all", short: "A", long: "show-all", what: "as -ET" },
      { name: "unbuffered", short: "u" },
      { name: "squeeze", short: "s", long: "squeeze-blank", what: "no repeated empty lines" },
      { name: "visible", short: "v", long: "show-nonprinting" },
    ],
  },
  run: async (process) => {
    const given = parseOptions(cat.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("cat", given.problem)}\nTry 'cat --help' for more information.\n`);
      return 1;
    }
    const change = changerOf((name) => given.has(name));
    let code = 0;
    for (const input of await inputsOf(process, given.operands)) {
      if (!input.ok) {
        complain(process, input.name, input.errno);
        code = 1;
        continue;
      }
      if (change === undefined) await pour(process, () => input.stdin.read());
      else await pour(process, async () => change(await input.stdin.readFullLine()));
    }
    return finish(process, code);
  },
};

async function pour(process: Process, next: () => Promise<string | undefined>): Promise<void> {
  for (let text = await next(); text !== undefined; text = await next()) process.stdout.write(text);
}

/** What the options do to a line; `undefined` where they do nothing. */
function changerOf(
  has: (name: string) => boolean,
): ((line: string | undefined) => string | undefined) | undefined {
  const ends = has("ends") || has("all");
  const tabs = has("tabs") || has("all");
  if (!ends && !tabs && !has("number") && !has("squeeze")) return undefined;
  let number = 0;
  let wasEmpty = false;
  return (line) => {
    if (line === undefined) return undefined;
    const isEmpty = line === "\n";
    if (has("squeeze") && isEmpty && wasEmpty) return "";
    wasEmpty = isEmpty;
    let text = tabs ? line.replaceAll("\t", "^I") : line;
    if (ends) text = text.replace("\n", "$\n");
    return has("number") ? `${String(++number).padStart(6)}\t${text}` : text;
  };
}
