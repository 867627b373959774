/**
 * ipvsadm, with ipvsadm-save and ipvsadm-restore: the tables of the load balancer, changed and listed.
 *
 * IPv6 services answer what a kernel without IPv6 answers.
 */

import type { Command, Process } from "#shell/command";
import { ipvsadmListing, ipvsadmTool } from "#shell/costs";
import { loadModule, moduleNamed } from "#shell/modules/loading";
import type { Ipvs } from "#sim/ipvs/ipvs";
import { act, nameOfService } from "./act.ts";
import { namedEndpoint, numericEndpoint } from "./endpoint.ts";
import type { Entry } from "./entry.ts";
import type { Failure } from "./failure.ts";
import { tryHelp } from "./failure.ts";
import { helpText, versionText } from "./help-text.ts";
import { kernelWords } from "./kernel-words.ts";
import { allServices, connections, daemons, type Listing, oneService, timeouts } from "./listing.ts";
import { readLine } from "./read-line.ts";
import { savedRules } from "./saving.ts";

export const ipvsadm: Command = {
  name: "ipvsadm",
  summary: "change and list the tables of the load balancer",
  cost: ipvsadmTool,
  run: async (process) => {
    const ipvs = startIpvs(process);
    if (ipvs === undefined) return 2;
    if (process.machine.takesTime && isListing(process.argv)) await process.sleep(ipvsadmListing);
    if (process.argv.length === 0) {
      process.stdout.write(allServices({ ipvs, given: new Set(), text: namedEndpoint(process.machine) }));
      return 0;
    }
    const { code } = await runLine(process, ipvs, process.argv, false);
    return code;
  },
};

const isListing = ([first]: readonly string[]): boolean =>
  first === undefined || /^(-[lL]|--list)/.test(first);

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

/** How a line ended: its exit code, and whether the program itself is to end. */
interface Ended {
  readonly code: number;
  readonly endsProgram: boolean;
}

const goesOn = (code: number): Ended => ({ code, endsProgram: false });

async function runLine(
  process: Process,
  ipvs: Ipvs,
  words: readonly string[],
  isRestoring: boolean,
): Promise<Ended> {
  const line = readLine(process.machine, words);
  if (!line.ok) return giveUp(process, line);
  if (line.kind !== "entry") {
    process.stdout.write(line.kind === "help" ? helpText(process.machine.node.kernel) : versionText);
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

function runEntry(process: Process, ipvs: Ipvs, entry: Entry): Ended {
  const { command } = entry;
  if (command === "list") return list(process, ipvs, entry);
  if (command === "save") {
    process.stdout.write(savedRules(ipvs, textOf(process, entry)));
    return goesOn(0);
  }
  if (command === "restore") return goesOn(0);
  const complaint = act(process.machine, ipvs, { ...entry, command });
  if (complaint === undefined) return goesOn(0);
  process.stderr.write(`${complaint}\n`);
  return goesOn(255);
}

const textOf = ({ machine }: Process, { given }: Entry): Listing["text"] =>
  given.has("numeric") ? numericEndpoint : namedEndpoint(machine);

function list(process: Process, ipvs: Ipvs, entry: Entry): Ended {
  const { stdout, stderr } = process;
  const { given } = entry;
  const isSixth = entry.service.family === "inet6";
  const text = isSixth ? undefined : listed({ ipvs, given, text: textOf(process, entry) }, entry);
  if (text === undefined) {
    stderr.write(`${kernelWords("service", isSixth ? "EAFNOSUPPORT" : "ESRCH")}\n`);
    return { code: 1, endsProgram: true };
  }
  stdout.write(text);
  return goesOn(0);
}

function listed(listing: Listing, { given, service }: Entry): string | undefined {
  if (given.has("connection")) return connections(listing);
  if (given.has("service-address")) return oneService(listing, nameOfService(service));
  if (given.has("timeout")) return timeouts(listing.ipvs);
  return given.has("daemon") ? daemons(listing.ipvs) : allServices(listing);
}

/** A word ends at a null character, as a string of C does. */
const wordsOf = (line: string): string[] => line.split(/[ \t\r]+/).map((word) => word.replace(/\0.*/s, ""));

/** `-R`: every line of standard input is a command; the program's own name in it is passed over. */
async function restore(process: Process, ipvs: Ipvs): Promise<Ended> {
  let code = 0;
  for (;;) {
    const line = await process.stdin.readLine();
    if (line === undefined) return goesOn(code);
    const words = wordsOf(line).filter((word) => word !== "" && word !== "ipvsadm");
    if (words.length === 0) continue;
    const ended = await runLine(process, ipvs, words, true);
    if (ended.endsProgram) return ended;
    code = ended.code;
  }
}
