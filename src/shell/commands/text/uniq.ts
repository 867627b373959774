/** uniq: repeated lines once, as they come. Leaves out -f, -s and -w. */

import type { Command, Process } from "#shell/command";
import { gnuWords } from "#shell/option-words";
import { parseOptions } from "#shell/options";
import { complain, inputsOf } from "./input.ts";

export const uniq: Command = {
  options: {
    options: [
      { name: "count", short: "c", long: "count", what: "how often each came" },
      { name: "repeated", short: "d", long: "repeated", what: "only lines that came more than once" },
      { name: "unique", short: "u", long: "unique", what: "only lines that came once" },
      { name: "ignore-case", short: "i", long: "ignore-case" },
    ],
  },
  run: async (process) => {
    const given = parseOptions(uniq.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("uniq", given.problem)}\nTry 'uniq --help' for more information.\n`);
      return 1;
    }
    const [input] = await inputsOf(process, given.operands.slice(0, 1));
    if (input?.ok !== true) {
      if (input !== undefined) complain(process, input.name, input.errno);
      return 1;
    }
    const key = (line: string): string => (given.has("ignore-case") ? line.toLowerCase() : line);
    let last: string | undefined;
    let count = 0;
    const flush = (): void => {
      if (last === undefined || !isWanted(count, given.has("repeated"), given.has("unique"))) return;
      print(process, last, given.has("count") ? count : undefined);
    };
    for (let line = await input.stdin.readLine(); line !== undefined; line = await input.stdin.readLine()) {
      if (last !== undefined && key(line) === key(last)) {
        count++;
        continue;
      }
      flush();
      last = line;
      count = 1;
    }
    flush();
    return 0;
  },
};

const isWanted = (count: number, repeated: boolean, unique: boolean): boolean =>
  (!repeated || count > 1) && (!unique || count === 1);

const print = ({ stdout }: Process, line: string, count: number | undefined): void =>
  stdout.write(count === undefined ? `${line}\n` : `${String(count).padStart(7)} ${line}\n`);
