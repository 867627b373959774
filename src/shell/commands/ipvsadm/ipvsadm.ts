/**
 * ipvsadm, with ipvsadm-save and ipvsadm-restore: the tables of the load balancer, changed and listed.
 *
 * IPv6 services answer what a kernel without IPv6 answers.
 */

import type { Command, Process } from "#shell/command";
import { failedLookup, ipvsadmConnection, ipvsadmService, ipvsadmTool } from "#shell/costs";
import { loadModule, moduleNamed } from "#shell/modules/loading";
import type { Nanos } from "#sim/engine/time";
import type { Ipvs } from "#sim/ipvs/ipvs";
import { act, nameOfService } from "./act.ts";
import { type EndpointText, namedEndpoint, numericEndpoint } from "./endpoint.ts";
import type { Entry } from "./entry.ts";
import type { Failure } from "./failure.ts";
import { tryHelp } from "./failure.ts";
import { helpFor } from "./fullnat-help.ts";
import { versionText } from "./help-text.ts";
import { kernelWords } from "./kernel-words.ts";
import { allServices, connections, daemons, type Listing, oneService, timeouts } from "./listing.ts";
import { localAddresses } from "./local-addresses.ts";
import { readLine } from "./read-line.ts";
import { savedRules } from "./saving.ts";

export const ipvsadm: Command = {
  cost: ipvsadmTool,
  run: async (process) => {
    const ipvs = startIpvs(process);
    if (ipvs === undefined) return 2;
    if (process.argv.length === 0) {
      await writeListing(process, servicesCost(ipvs), (text) =>
        allServices({ ipvs, given: new Set(), text: text(false) }),
      );
      return 0;
    }
    const { code } = await runLine(process, ipvs, process.argv, false);
    return code;
  },
};

/** How endpoints are printed, by whether only numbers are wanted. */
type Texts = (isNumeric: boolean) => EndpointText;

const servicesCost = ({ services }: Ipvs): number => services.all.length * ipvsadmService;

/** Prints what `make` answers, after the time that it takes and that looking for names takes. */
async function writeListing<Text extends string | undefined>(
  process: Process,
  cost: number,
  make: (texts: Texts) => Text,
): Promise<Text> {
  const { machine } = process;
  let failures = 0;
  const named = namedEndpoint(machine, () => failures++);
  const text = make((isNumeric) => (isNumeric ? numericEndpoint : named));
  const time = cost + failures * failedLookup;
  if (machine.takesTime && time > 0) await process.sleep(time as Nanos);
  if (text !== undefined) process.stdout.write(text);
  return text;
}

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
    process.stdout.write(line.kind === "help" ? helpFor(process.machine.node.kernel) : versionText);
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
  const { command, given } = entry;
  if (command === "list" || command === "get-laddr") return list(process, ipvs, entry);
  if (command === "save") {
    await writeListing(process, servicesCost(ipvs), (text) => savedRules(ipvs, text(given.has("numeric"))));
    return goesOn(0);
  }
  if (command === "restore") return goesOn(0);
  const complaint = act(process.machine, ipvs, { ...entry, command });
  if (complaint === undefined) return goesOn(0);
  process.stderr.write(`${complaint}\n`);
  return goesOn(255);
}

async function list(process: Process, ipvs: Ipvs, entry: Entry): Promise<Ended> {
  const { given } = entry;
  const isSixth = entry.service.family === "inet6";
  const text = await writeListing(process, listingCost(ipvs, given), (texts) =>
    isSixth ? undefined : listed({ ipvs, given, text: texts(given.has("numeric")) }, entry),
  );
  if (text !== undefined) return goesOn(0);
  process.stderr.write(`${kernelWords("service", isSixth ? "EAFNOSUPPORT" : "ESRCH")}\n`);
  return { code: 1, endsProgram: true };
}

function listingCost(ipvs: Ipvs, given: Entry["given"]): number {
  if (given.has("timeout") || given.has("daemon")) return 0;
  if (given.has("connection")) return ipvs.connections.count * ipvsadmConnection;
  return given.has("service-address") ? ipvsadmService : servicesCost(ipvs);
}

function listed(listing: Listing, { command, given, service }: Entry): string | undefined {
  if (command === "get-laddr") {
    const name = given.has("service-address") ? nameOfService(service) : undefined;
    return localAddresses(listing.ipvs, listing.text, name);
  }
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
