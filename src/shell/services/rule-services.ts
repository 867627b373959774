/**
 * Services that only put rules into the kernel and take them out again: ipvsadm and iptables. Their rules are
 * in /etc/sysconfig, in the format of `ipvsadm -S` and `iptables-save`.
 *
 * The unit of systemd needs the file of ipvsadm; the SysV script starts without one, with nothing to put in.
 */

import type { Process } from "../command.ts";
import { exists } from "../files/tree.ts";
import type { Service } from "../machine.ts";
import { isSysV, jobFailed } from "./control.ts";

const folder = "/etc/sysconfig";

/** The width at which SysV scripts say how it went. */
const outcomeColumn = 59;

const outcome = (text: string, code: number): string =>
  `${text.padEnd(outcomeColumn)}${code === 0 ? "[  OK  ]" : "[FAILED]"}\n`;

interface RuleService {
  readonly name: string;
  readonly description: string;
  readonly isRunning: boolean;
  /** Shell lines that put the rules of the file in, take all of them out, and write them down. */
  readonly restore: string;
  readonly clear: string;
  readonly write: string;
  readonly saving: string;
  /** Whether systemd's unit fails without the file. */
  readonly needsFile: boolean;
}

function ruleService({ name, description, isRunning, ...lines }: RuleService): Service {
  const path = `${folder}/${name}`;
  const shell = (process: Process, text: string): Promise<number> =>
    process.script({ text, zero: name, parameters: [], dialect: "bash" });
  return {
    name,
    description,
    isOneShot: true,
    isRunning,
    isEnabled: isRunning,
    since: undefined,
    start: async (process) => {
      const isThere = exists(process.machine.files, path);
      if (!isThere) return lines.needsFile && !isSysV(process) ? jobFailed(name) : undefined;
      return (await shell(process, `${lines.restore} < ${path}`)) === 0 ? undefined : jobFailed(name);
    },
    stop: async (process) => {
      await shell(process, lines.clear);
    },
    save: async (process) =>
      outcome(lines.saving, await shell(process, `mkdir -p ${folder} && ${lines.write} > ${path}`)),
  };
}

/** The table of virtual services, from and to /etc/sysconfig/ipvsadm. */
export const ipvsadmService = (): Service =>
  ruleService({
    name: "ipvsadm",
    description: "Initialise the Linux Virtual Server",
    isRunning: false,
    restore: "ipvsadm-restore",
    clear: "ipvsadm -C",
    write: "ipvsadm -S -n",
    saving: "ipvsadm: Saving IPVS table to /etc/sysconfig/ipvsadm:",
    needsFile: true,
  });

const clearTables = [
  "for chain in INPUT FORWARD OUTPUT; do iptables -P $chain ACCEPT; done",
  "for table in filter nat mangle raw; do iptables -t $table -F; iptables -t $table -X; done",
].join("\n");

/** The packet filter, from and to /etc/sysconfig/iptables. It counts as running: there are no rules yet. */
export const iptablesService = (): Service =>
  ruleService({
    name: "iptables",
    description: "IPv4 firewall with iptables",
    isRunning: true,
    restore: "iptables-restore",
    clear: clearTables,
    write: "iptables-save",
    saving: "iptables: Saving firewall rules to /etc/sysconfig/iptables:",
    needsFile: false,
  });
