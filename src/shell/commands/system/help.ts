/** help: what this lab models, and every command there is. */

import type { Command } from "#shell/command";
import { byBytes } from "#shell/files/tree";

const introduction = `LVS Lab: a network of simulated Linux 6.1 machines with a load balancer (IPVS).
The shell is bash's language; time passes only in commands that wait, and everybody is root.
IPv6, processes other than your own, disks and users are not modelled.

`;

export const help: Command = {
  operands: () => [],
  run: ({ machine, stdout }) => {
    const commands = [...new Set(machine.commands.values())].sort((one, other) =>
      byBytes(one.name, other.name),
    );
    const width = Math.max(...commands.map(({ name }) => name.length));
    const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`);
    stdout.write(`${introduction}${lines.join("")}`);
    return 0;
  },
};
