/**
 * ipvsadm: the tables of the load balancer, changed and listed. What prints them is in show.ts, loaded when
 * first needed.
 *
 * IPv6 services answer what a kernel without IPv6 answers.
 */

import type { Command, Process } from "#shell/command";
import { ipvsadmTool } from "#shell/costs";
import { loadModule, moduleNamed } from "#shell/modules/loading";
import { needed } from "#shell/needed";
import type { Ipvs } from "#sim/ipvs/ipvs";
import { act, type Complaint } from "./act.ts";
import { type Entry, emptyEntry } from "./entry.ts";
import { type Ended, type Failure, goesOn, tryHelp } from "./failure.ts";
import { readLine } from "./read-line.ts";

const kernel = () => import("./kernel-words.ts");
const help = () => import("./fullnat-help.ts");
const showing = () => import("./show.ts");

export const ipvsadm: Command = {
  cost: ipvsadmTool,
  run: async (process) => {
    const ipvs = startIpvs(process);
    if (ipvs === undefined) return 2;
    if (process.argv.length > 0) return (await runLine(process, ipvs, process.argv, false)).code;
    const { show } = await needed(process.machine, showing);
    return (await show(process, ipvs, emptyEntry("list"))).code;
  },
};

/** The program looks for the load balancer before anything else, and has its module loaded if need be. */
function startIpvs({ machine, stderr }: Process): Ipvs | undefined {
  const module = moduleNamed("ip_vs");
  if (machine.node.ipvs === undefined && module !== undefined) loadModule(machine, module);
  if (machine.node.ipvs === undefined) {
    stderr.write("Can't initialize ipvs: Protocol not available\n");
    stderr.write("Are you sure that IP Virtual Server is built in the kernel or as module?\n");
  }
  return machine.node.ipvs;
}

async function runLine(
  process: Process,
  ipvs: Ipvs,
  words: readonly string[],
  isRestoring: boolean,
): Promise<Ended> {
  const line = await readLine(process.machine, words);
  if (!line.ok) return giveUp(process, line);
  if (line.kind !== "entry") {
    const { answerTo } = await needed(process.machine, help);
    process.stdout.write(answerTo(line.kind, process.machine.node.kernel));
    return { code: 0, endsProgram: true };
  }
  const { entry } = line;
  if (entry.command === "restore") return isRestoring ? giveUp(process, tryHelp) : restore(process, ipvs);
  return runEntry(process, ipvs, entry);
}

function giveUp({ stderr }: Process, { text, code, endsProgram }: Failure): Ended {
  stderr.write(text);
  return { code, endsProgram };
}

async function runEntry(process: Process, ipvs: Ipvs, entry: Entry): Promise<Ended> {
  const { command } = entry;
  if (command === "restore") return goesOn(0);
  if (command === "list" || command === "get-laddr" || command === "save") {
    return (await needed(process.machine, showing)).show(process, ipvs, entry);
  }
  const complaint = await act(process.machine, ipvs, { ...entry, command });
  if (complaint === undefined) return goesOn(0);
  process.stderr.write(`${await wordsOf(process, complaint)}\n`);
  return goesOn(255);
}

async function wordsOf({ machine }: Process, complaint: NonNullable<Complaint>): Promise<string> {
  if ("text" in complaint) return complaint.text;
  return (await needed(machine, kernel)).kernelWords(complaint.asked, complaint.errno);
}

/** A word ends at a null character, as a string of C does. */
const splitLine = (line: string): string[] => line.split(/[ \t\r]+/).map((word) => word.replace(/\0.*/s, ""));

/** `-R`: every line of standard input is a command; the program's own name in it is passed over. */
async function restore(process: Process, ipvs: Ipvs): Promise<Ended> {
  let code = 0;
  for (;;) {
    const line = await process.stdin.readLine();
    if (line === undefined) return goesOn(code);
    const words = splitLine(line).filter((word) => word !== "" && word !== "ipvsadm");
    if (words.length === 0) continue;
    const ended = await runLine(process, ipvs, words, true);
    if (ended.endsProgram) return ended;
    code = ended.code;
  }
}
