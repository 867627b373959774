/**
 * Editors and pagers. The page's terminal opens an editor of its own; elsewhere these say what can be done
 * instead.
 */

import type { Command } from "#shell/command";
import { complain, inputsOf } from "../text/input.ts";

export const editor: Command = {
  run: (process) => {
    const [file = "FILE"] = process.argv.filter((arg) => !/^[-+]/.test(arg));
    process.stderr.write(
      `${process.name}: this terminal cannot show an editor; try: echo 'text' >> ${file}\n`,
    );
    return 1;
  },
};

/** Pagers print everything: the terminal scrolls. */
export const pager: Command = {
  run: async (process) => {
    let code = 0;
    for (const input of inputsOf(
      process,
      process.argv.filter((arg) => !arg.startsWith("-")),
    )) {
      if (input.ok) process.stdout.write(await input.stdin.readAll());
      else {
        complain(process, input.name, input.errno);
        code = 1;
      }
    }
    return code;
  },
};
