/**
 * service and chkconfig: the commands of SysV for the same services that systemctl has.
 */

import type { Command, Process } from "#shell/command";
import type { Service } from "#shell/machine";
import { restartService, serviceNamed, startService, stopService } from "#shell/services/control";
import { isUnmodelled, unmodelledLine } from "#shell/services/unmodelled";
import { showStatus } from "./status.ts";

const usage = "Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n";

/** What scripts of SysV understand. */
const actions = "start|stop|status|restart|reload|force-reload";

export const service: Command = {
  operands: () => ["SERVICE", actions],
  run: (process) => {
    const [name, action] = process.argv;
    if (name === "--status-all") return statusAll(process);
    if (name === undefined || action === undefined) {
      process.stderr.write(usage);
      return 1;
    }
    const found = serviceNamed(process.machine, name);
    if (found !== undefined) return act(process, found, action);
    process.stderr.write(isUnmodelled(name) ? unmodelledLine(name) : `${name}: unrecognized service\n`);
    return 1;
  },
};

function statusAll({ machine, stdout }: Process): number {
  for (const each of new Set(machine.services.values())) {
    stdout.write(` [ ${each.isRunning ? "+" : "-"} ]  ${each.name}\n`);
  }
  return 0;
}

const invalidArgument = 2;

async function act(process: Process, found: Service, action: string): Promise<number> {
  switch (action) {
    case "start":
      return report(process, await startService(process, found));
    case "stop":
      await stopService(process, found);
      return 0;
    case "restart":
    case "force-reload":
      return report(process, await restartService(process, found));
    case "condrestart":
    case "try-restart":
      return found.isRunning ? report(process, await restartService(process, found)) : 0;
    case "reload":
      await found.reload?.(process);
      return 0;
    case "status":
      return showStatus(process, [found.name]);
    case "save":
      return save(process, found);
  }
  process.stderr.write(`Usage: /etc/init.d/${found.name} {${actions}}\n`);
  return invalidArgument;
}

async function save(process: Process, { name, save: write }: Service): Promise<number> {
  if (write === undefined) {
    process.stderr.write(`Usage: /etc/init.d/${name} {${actions}}\n`);
    return invalidArgument;
  }
  const said = await write(process);
  process.stdout.write(said);
  return said.includes("FAILED") ? 1 : 0;
}

function report({ stderr }: Process, complaint: string | undefined): number {
  if (complaint === undefined) return 0;
  stderr.write(complaint);
  return 1;
}

const runLevels = [0, 1, 2, 3, 4, 5, 6];
const usualLevels: readonly number[] = [2, 3, 4, 5];

const levelsLine = ({ name, isEnabled }: Service): string => {
  const levels = runLevels.map(
    (level) => `${level}:${isEnabled && usualLevels.includes(level) ? "on" : "off"}`,
  );
  return `${name.padEnd(15)}\t${levels.join("\t")}\n`;
};

export const chkconfig: Command = {
  operands: () => ["SERVICE", "on|off"],
  run: (process) => {
    const { machine, stdout } = process;
    // The levels of --level make no difference: nothing boots here.
    const words = process.argv.filter((word, at, all) => word !== "--level" && all[at - 1] !== "--level");
    const isList = words[0] === "--list" || words.length === 0;
    const [name, action] = words.filter((word) => !word.startsWith("--"));
    if (isList && name === undefined) {
      for (const each of new Set(machine.services.values())) stdout.write(levelsLine(each));
      return 0;
    }
    const found = serviceNamed(machine, name ?? "");
    if (found === undefined) return unknownService(process, name ?? "");
    if (isList) stdout.write(levelsLine(found));
    else if (action === "on" || action === "off") found.isEnabled = action === "on";
    else if (action === undefined && !words.includes("--add")) return found.isEnabled ? 0 : 1;
    return 0;
  },
};

function unknownService({ stderr }: Process, name: string): number {
  stderr.write(
    isUnmodelled(name)
      ? unmodelledLine(name)
      : `error reading information on service ${name}: No such file or directory\n`,
  );
  return 1;
}
