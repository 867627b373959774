/**
 * What the services ipvsadm and iptables do. Their rules are in /etc/sysconfig, in the format of `ipvsadm -S`
 * and `iptables-save`.
 *
 * The unit of systemd needs the file of ipvsadm; the SysV script starts without one, with nothing to put in.
 */

import type { Process } from "../command.ts";
import { exists } from "../files/tree.ts";
import { isSysV } from "./control.ts";
import { jobFailed } from "./job-failed.ts";

const folder = "/etc/sysconfig";

/** The width at which SysV scripts say how it went. */
const outcomeColumn = 59;

const outcome = (text: string, code: number): string =>
  `${text.padEnd(outcomeColumn)}${code === 0 ? "[  OK  ]" : "[FAILED]"}\n`;

/** Shell lines that put the rules of the file in, take all of them out, and write them down. */
interface RuleLines {
  readonly restore: string;
  readonly clear: string;
  readonly write: string;
  readonly saving: string;
  /** Whether systemd's unit fails without the file. */
  readonly needsFile: boolean;
}

export type RuleServiceName = "ipvsadm" | "iptables";

const linesOf: { readonly [name in RuleServiceName]: RuleLines } = {
  ipvsadm: {
    restore: "ipvsadm-restore",
    clear: "ipvsadm -C",
    write: "ipvsadm -S -n",
    saving: "ipvsadm: Saving IPVS table to /etc/sysconfig/ipvsadm:",
    needsFile: true,
  },
  iptables: {
    restore: "iptables-restore",
    clear: [
      "for chain in INPUT FORWARD OUTPUT; do iptables -P $chain ACCEPT; done",
      "for table in filter nat mangle raw; do iptables -t $table -F; iptables -t $table -X; done",
    ].join("\n"),
    write: "iptables-save",
    saving: "iptables: Saving firewall rules to /etc/sysconfig/iptables:",
    needsFile: false,
  },
};

const run = (process: Process, name: RuleServiceName, text: string): Promise<number> =>
  process.script({ text, zero: name, parameters: [], dialect: "bash" });

/** Starts the service; answers what to say where it fails. */
export async function putRulesIn(process: Process, name: RuleServiceName): Promise<string | undefined> {
  const { restore, needsFile } = linesOf[name];
  const path = `${folder}/${name}`;
  const isThere = exists(process.machine.files, path);
  if (!isThere) return needsFile && !isSysV(process) ? jobFailed(name) : undefined;
  return (await run(process, name, `${restore} < ${path}`)) === 0 ? undefined : jobFailed(name);
}

/** Stops the service. */
export async function takeRulesOut(process: Process, name: RuleServiceName): Promise<void> {
  await run(process, name, linesOf[name].clear);
}

/** Writes the rules down; answers what the SysV script says. */
export async function saveRules(process: Process, name: RuleServiceName): Promise<string> {
  const { saving, write } = linesOf[name];
  return outcome(saving, await run(process, name, `mkdir -p ${folder} && ${write} > ${folder}/${name}`));
}
