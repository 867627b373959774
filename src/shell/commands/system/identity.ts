/** Who and what this machine is: hostname, uname, whoami, id, uptime, which, clear. */

import type { Command, Process } from "#shell/command";
import { read, write } from "#shell/files/change";
import { programPath } from "#shell/find-program";
import { nameOfKernel } from "#shell/kernel-names";
import { ownAddresses } from "./own-addresses.ts";

export const hostname: Command = {
  operands: () => [],
  run: (process) => {
    const [option] = process.argv;
    const { machine, stdout, stderr } = process;
    if (option === undefined || option === "-s" || option === "-f" || option === "--fqdn") {
      stdout.write(`${machine.hostname}\n`);
      return 0;
    }
    if (option === "-I" || option === "--all-ip-addresses") {
      stdout.write(
        `${ownAddresses(machine.stack)
          .map((address) => `${address} `)
          .join("")}\n`,
      );
      return 0;
    }
    if (option === "-i" || option === "--ip-address") return byName(process);
    if (option.startsWith("-")) {
      stderr.write(`hostname: invalid option -- '${option.replace(/^-+/, "").charAt(0)}'\n`);
      return 4;
    }
    machine.hostname = option;
    write(machine.files, "/etc/hostname", `${option}\n`);
    return 0;
  },
};

/** The address that /etc/hosts gives this machine's name. */
function byName({ machine, stdout, stderr }: Process): number {
  const hosts = read(machine.files, "/etc/hosts");
  const lines = hosts.ok ? hosts.text.split("\n") : [];
  const line = lines.find((text) => text.replace(/#.*/, "").split(/\s+/).slice(1).includes(machine.hostname));
  if (line === undefined) {
    stderr.write("hostname: Name or service not known\n");
    return 1;
  }
  stdout.write(`${line.split(/\s+/)[0]}\n`);
  return 0;
}

export const uname: Command = {
  operands: () => [],
  run: ({ argv, machine, stdout, stderr }) => {
    const { release, version } = nameOfKernel(machine.node.kernel);
    const letters = argv.join("").replaceAll("-", "") || "s";
    const parts: readonly (readonly [string, string])[] = [
      ["s", "Linux"],
      ["n", machine.hostname],
      ["r", release],
      ["v", version],
      ["m", "x86_64"],
      ["o", "GNU/Linux"],
    ];
    const unknown = [...letters].find((letter) => !"asnrvmpio".includes(letter));
    if (unknown !== undefined) {
      stderr.write(`uname: invalid option -- '${unknown}'\nTry 'uname --help' for more information.\n`);
      return 1;
    }
    const shown = parts.filter(([letter]) => letters.includes("a") || letters.includes(letter));
    stdout.write(`${shown.map(([, text]) => text).join(" ")}\n`);
    return 0;
  },
};

const says = (text: string): Command => ({
  run: ({ stdout }) => {
    stdout.write(text);
    return 0;
  },
});

export const whoami = says("root\n");
export const clear = says("\x1b[H\x1b[2J\x1b[3J");
export const nproc = says("1\n");

export const id: Command = {
  operands: () => [],
  run: ({ argv, stdout }) => {
    const [option] = argv;
    const text = option === "-u" || option === "-g" ? "0" : "uid=0(root) gid=0(root) groups=0(root)";
    stdout.write(`${option === "-un" ? "root" : text}\n`);
    return 0;
  },
};

export const which: Command = {
  operands: () => ["PROGRAM"],
  run: ({ argv, machine, cwd, stdout }) => {
    let code = 0;
    for (const name of argv.filter((arg) => !arg.startsWith("-"))) {
      const path = programPath(machine, cwd, name);
      if (path === undefined) code = 1;
      else stdout.write(`${path}\n`);
    }
    return code;
  },
};

export const uptime: Command = {
  operands: () => [],
  run: ({ machine, stdout }) => {
    const seconds = Math.floor(machine.simulation.now / 1e9);
    const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
    const clock = `${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
    stdout.write(` ${clock} up ${Math.floor(seconds / 60)} min,  1 user,  load average: 0.00, 0.00, 0.00\n`);
    return 0;
  },
};
