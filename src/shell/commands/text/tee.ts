/** tee: what it reads, to standard output and to files, as it comes. */

import type { Command } from "#shell/command";
import { appendTo, open } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { type Entry, resolvePath } from "#shell/files/tree";
import { gnuWords } from "#shell/option-words";
import { parseOptions } from "#shell/options";

export const tee: Command = {
  options: {
    options: [
      { name: "append", short: "a", long: "append", what: "add to the files" },
      { name: "ignore", short: "i", long: "ignore-interrupts" },
    ],
  },
  run: async (process) => {
    const given = parseOptions(tee.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("tee", given.problem)}\nTry 'tee --help' for more information.\n`);
      return 1;
    }
    const tree = process.machine.files;
    let code = 0;
    const refuse = (name: string, reason: string): void => {
      process.stderr.write(`tee: ${name}: ${reason}\n`);
      code = 1;
    };
    const targets: (readonly [string, Entry])[] = [];
    for (const name of given.operands) {
      const opened = open(tree, resolvePath(process.cwd, name));
      if (!opened.ok) refuse(name, errorText[opened.errno]);
      else targets.push([name, opened.entry]);
    }
    for (const [, entry] of targets) {
      if (entry.kind === "file" && !given.has("append")) entry.content = "";
    }
    for (let text = await process.stdin.read(); text !== undefined; text = await process.stdin.read()) {
      process.stdout.write(text);
      for (const [name, entry] of targets) {
        const outcome = appendTo(tree, entry, text);
        if (!outcome.ok) refuse(name, errorText[outcome.errno]);
      }
    }
    return code;
  },
};
