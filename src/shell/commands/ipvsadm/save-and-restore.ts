/** The two scripts that come with ipvsadm. */

import type { Command } from "#shell/command";
import { bashScript } from "#shell/costs";
import { textSource } from "#shell/pipe";

const saveUsage = `ipvsadm-save: Script to save the IPVS table to stdout.
   With the -n option, prints out the table in numeric format.
`;

export const ipvsadmSave: Command = {
  cost: bashScript,
  run: (process) => {
    if (process.argv.some((word) => word.startsWith("-") && word !== "-n")) {
      process.stderr.write(saveUsage);
      return 1;
    }
    return process.execute(["ipvsadm", process.argv.includes("-n") ? "-Sn" : "-S"]);
  },
};

export const ipvsadmRestore: Command = {
  cost: bashScript,
  run: async (process) => {
    await process.execute(["ipvsadm", "-C"]);
    const text = await process.stdin.readAll();
    const commands = text.split("\n").filter((line) => !line.startsWith("#"));
    return process.execute(["ipvsadm", "-R"], { stdin: textSource(commands.join("\n")) });
  },
};
