/** The two scripts that come with ipvsadm. */

import type { Command } from "#shell/command";
import { shellStart } from "#shell/costs";
import { textSource } from "#shell/pipe";

export const ipvsadmSave: Command = {
  name: "ipvsadm-save",
  summary: "print the tables of the load balancer as commands (-n: in numbers)",
  cost: shellStart,
  run: (process) => {
    const isNumeric = process.argv[0] === "-n";
    if (process.argv.length > 1 || (process.argv.length === 1 && !isNumeric)) {
      process.stderr.write("Usage: ipvsadm-save [-n]\n");
      return 1;
    }
    return process.execute(["ipvsadm", isNumeric ? "-Sn" : "-S"]);
  },
};

export const ipvsadmRestore: Command = {
  name: "ipvsadm-restore",
  summary: "clear the tables of the load balancer and read them from standard input",
  cost: shellStart,
  run: async (process) => {
    await process.execute(["ipvsadm", "-C"]);
    const text = await process.stdin.readAll();
    const commands = text.split("\n").filter((line) => !line.startsWith("#"));
    return process.execute(["ipvsadm", "-R"], { stdin: textSource(commands.join("\n")) });
  },
};
