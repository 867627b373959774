/** touch: makes files, or gives them the simulation's time. Other times (-d, -t, -r) are left out. */

import type { Command } from "#shell/command";
import { open } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { lookup, resolvePath } from "#shell/files/tree";
import { gnuWords } from "#shell/option-words";
import { parseOptions } from "#shell/options";

export const touch: Command = {
  options: {
    options: [
      { name: "no-create", short: "c", long: "no-create" },
      { name: "access", short: "a" },
      { name: "modified", short: "m" },
    ],
  },
  run: (process) => {
    const given = parseOptions(touch.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("touch", given.problem)}\nTry 'touch --help' for more information.\n`);
      return 1;
    }
    if (given.operands.length === 0) {
      process.stderr.write("touch: missing file operand\nTry 'touch --help' for more information.\n");
      return 1;
    }
    const tree = process.machine.files;
    let code = 0;
    for (const name of given.operands) {
      const path = resolvePath(process.cwd, name);
      const found = lookup(tree, path);
      if (found.ok && "changed" in found.entry) found.entry.changed = tree.now();
      if (found.ok || given.has("no-create")) continue;
      const made = open(tree, path);
      if (made.ok) continue;
      process.stderr.write(`touch: cannot touch '${name}': ${errorText[made.errno]}\n`);
      code = 1;
    }
    return code;
  },
};
