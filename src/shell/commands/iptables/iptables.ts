/**
 * iptables: the rules of the packet filter, as version 1.8.9 has them. The program of today and the legacy
 * one have rule sets of their own.
 */

import type { Command, Process } from "#shell/command";
import { moduleRequest, netTool } from "#shell/costs";
import { loadModule, moduleNamed } from "#shell/modules/loading";
import type { Generation } from "#sim/stack/netfilter/netfilter";
import type { TableName } from "#sim/stack/netfilter/rule";
import { baseChains } from "#sim/stack/netfilter/tables";
import { execute } from "./execute.ts";
import { help } from "./help.ts";
import { readLine } from "./line.ts";
import type { Problem, Speaker } from "./problem.ts";

const speakers: { readonly [generation in Generation]: Speaker } = {
  nft: { name: "iptables", version: "iptables v1.8.9 (nf_tables)", generation: "nft" },
  legacy: { name: "iptables", version: "iptables v1.8.9 (legacy)", generation: "legacy" },
};

function isTable(name: string): name is TableName {
  return Object.hasOwn(baseChains, name);
}

function noTable({ version, generation }: Speaker, name: string): Problem {
  const text =
    generation === "nft"
      ? `table '${name}' does not exist`
      : `can't initialize iptables table \`${name}': Table does not exist (do you need to insmod?)`;
  return { text: `${version}: ${text}\nPerhaps iptables or your kernel needs to be upgraded.\n`, code: 3 };
}

function complain({ stderr }: Process, { text, code }: Problem): number {
  stderr.write(text);
  return code;
}

/** Modules that the kernel fetches when the first rule with such a target comes; others are at hand. */
const modulesOfTargets: ReadonlyMap<string, string> = new Map([["REJECT", "ipt_REJECT"]]);

async function fetchModule({ machine, sleep }: Process, target: string | undefined): Promise<void> {
  const module = moduleNamed(modulesOfTargets.get(target ?? "") ?? "");
  if (module === undefined || machine.modules.has(module.name)) return;
  loadModule(machine, module);
  if (machine.takesTime) await sleep(moduleRequest);
}

async function run(process: Process, speaker: Speaker): Promise<number> {
  const { machine, argv, stdout, stderr } = process;
  const line = readLine(speaker, argv);
  if ("problem" in line) return complain(process, line.problem);
  if ("answer" in line) {
    stdout.write(line.answer === "version" ? `${speaker.version}\n` : help(speaker.version));
    return 0;
  }
  if (!isTable(line.table)) return complain(process, noTable(speaker, line.table));
  const { stack } = machine;
  await fetchModule(process, line.target?.extension.name);
  const { out, problem } = execute({ speaker, stack, table: line.table, line });
  stdout.write(out);
  const isListing = line.command.letter === "L" || line.command.letter === "S";
  if (isListing && speaker.generation === "nft" && stack.netfilter.sets.legacy.tables.size > 0) {
    stderr.write("# Warning: iptables-legacy tables present, use iptables-legacy to see them\n");
  }
  return problem === undefined ? 0 : complain(process, problem);
}

export const iptables: Command = {
  cost: netTool,
  run: (process) => run(process, speakers.nft),
};

export const iptablesLegacy: Command = {
  cost: netTool,
  run: (process) => run(process, speakers.legacy),
};
