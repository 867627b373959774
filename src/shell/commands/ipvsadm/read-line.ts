/**
 * One line of ipvsadm read as a whole: the command first, then its options in order, then what is left over.
 */

import type { Machine } from "#shell/machine";
import { tunnel } from "#sim/ipvs/forwarders/tunnel";
import { protocols } from "#sim/wire/ipv4";
import { checkOptions } from "./check-options.ts";
import { type Entry, emptyEntry } from "./entry.ts";
import { type Failure, fail, misread, tryHelp } from "./failure.ts";
import { fullnatReaders, grammarFor } from "./fullnat-options.ts";
import { longestTimeout, numberBetween } from "./numbers.ts";
import { kindOf } from "./option-kinds.ts";
import type { Grammar, OptionName } from "./option-table.ts";
import { lastWord, nextOption, type PoptReading, startReading, takeLeftOver } from "./popt.ts";
import { checkTunnel, daemonReaders, readDaemonState, serverReaders } from "./read-server.ts";
import { readPersistence, serviceReaders } from "./read-service.ts";
import { readFlags } from "./scheduler-flags.ts";

export type Line =
  | { readonly ok: true; readonly kind: "help" | "version" }
  | { readonly ok: true; readonly kind: "entry"; readonly entry: Entry }
  | Failure;

/** Reads the words of a line, without the program's name. */
export async function readLine(machine: Machine, words: readonly string[]): Promise<Line> {
  const grammar = grammarFor(machine.node.kernel);
  const reading = startReading(grammar.options, words);
  const first = nextOption(reading);
  if (first.kind !== "option") return tryHelp;
  if (first.name === "help" || first.name === "version") return { ok: true, kind: first.name };
  const command = grammar.commandOf[first.name];
  if (command === undefined) return tryHelp;
  const entry = emptyEntry(command);
  const failure =
    (first.value === undefined ? undefined : readDaemonState(entry, first.value)) ??
    (await readOptions(machine, grammar, reading, entry)) ??
    readLeftOver(reading, entry) ??
    readSchedulerFlags(entry) ??
    checkOptions(grammar, command, entry.given) ??
    checkEntry(entry);
  return failure ?? { ok: true, kind: "entry", entry };
}

async function readOptions(
  machine: Machine,
  { optionNames }: Grammar,
  reading: PoptReading,
  entry: Entry,
): Promise<Failure | undefined> {
  for (;;) {
    const next = nextOption(reading);
    if (next.kind === "end") return undefined;
    if (next.kind === "bad") return misread(next.word, next.why);
    const { name, value } = next;
    const kind = optionNames.find((option) => option === kindOf(name));
    const failure = await readOption(machine, reading, { entry, name, kind, value });
    if (failure !== undefined) return failure;
  }
}

interface Occurrence {
  readonly entry: Entry;
  readonly name: string;
  /** As messages name it; `undefined`: none of the options of any command. */
  readonly kind: OptionName | undefined;
  readonly value: string | undefined;
}

const readers = { ...serviceReaders, ...serverReaders, ...daemonReaders, ...fullnatReaders };

async function readOption(
  machine: Machine,
  reading: PoptReading,
  { entry, name, kind, value }: Occurrence,
): Promise<Failure | undefined> {
  // Sorting is what listings do anyway.
  if (name === "sort") return undefined;
  if (kind === undefined && name !== "ipv6") return fail(`invalid option \`${lastWord(reading)}'`);
  if (kind !== undefined) {
    if (entry.given.has(kind)) return fail(`multiple '${kind}' options specified`);
    entry.given.add(kind);
  }
  if (name === "persistent") return readPersistence(entry, value);
  return readers[name]?.(entry, value ?? "", machine);
}

function readLeftOver(reading: PoptReading, entry: Entry): Failure | undefined {
  const failure = entry.command === "set" ? readTimeouts(reading, entry) : undefined;
  if (failure !== undefined) return failure;
  const left = takeLeftOver(reading);
  return left === undefined ? undefined : fail(`unexpected argument ${left}`);
}

function readTimeouts(reading: PoptReading, { timeouts }: Entry): Failure | undefined {
  const words = [takeLeftOver(reading), takeLeftOver(reading), takeLeftOver(reading)];
  if (words.includes(undefined)) return fail("--set option requires 3 timeout values");
  const numbers: number[] = [];
  for (const word of words) {
    const number = numberBetween(word ?? "", 0, longestTimeout);
    if (number === undefined) return fail(`invalid timeout value \`${word}' specified`);
    numbers.push(number);
  }
  [timeouts.tcp, timeouts.tcpFin, timeouts.udp] = [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
  return undefined;
}

function readSchedulerFlags({ service }: Entry): Failure | undefined {
  const flags = readFlags(service.flagNames, service.scheduler);
  if (!flags.ok) return flags;
  service.schedulerFlags = flags.bits;
  return undefined;
}

const defaultScheduler = "wlc";
const defaultInterface = "eth0";

/** What holds for a command as a whole, and what is left out and therefore the usual. */
function checkEntry(entry: Entry): Failure | undefined {
  switch (entry.command) {
    case "add-service":
    case "edit-service":
      return checkService(entry);
    case "add-server":
    case "edit-server":
      return checkServer(entry);
    case "list":
      return checkList(entry);
    case "start-daemon":
      if (entry.daemon.interface === "") entry.daemon.interface = defaultInterface;
      return undefined;
    case "delete-service":
    case "delete-server":
    case "flush":
    case "set":
    case "stop-daemon":
    case "restore":
    case "save":
    case "zero":
    case "add-laddr":
    case "del-laddr":
    case "get-laddr":
      return undefined;
  }
}

function checkService({ service }: Entry): Failure | undefined {
  const { mark, port, persistent, protocol } = service;
  if (mark === 0 && port === 0 && persistent === undefined) {
    return fail("Zero port specified for non-persistent service");
  }
  if (service.isOnePacket && mark === 0 && protocol !== protocols.udp) {
    return fail("One-Packet Scheduling is only for UDP virtual services");
  }
  if (service.scheduler === "") service.scheduler = defaultScheduler;
  return undefined;
}

function checkServer(entry: Entry): Failure | undefined {
  const { service, server } = entry;
  // Methods that do not rewrite a packet cannot change its port.
  if (service.mark === 0 && !server.forwarder.rewritesDestination) server.port = service.port;
  if (server.family !== service.family && server.forwarder !== tunnel) {
    return fail("Different address family is allowed only for tunneling servers");
  }
  return checkTunnel(entry);
}

function checkList({ given }: Entry): Failure | undefined {
  const hasOne = (...names: readonly OptionName[]): boolean => names.some((name) => given.has(name));
  const isOther = hasOne("connection", "timeout", "daemon") && hasOne("stats", "rate", "thresholds");
  const isBoth = hasOne("timeout", "daemon") && given.has("persistent-conn");
  return isOther || isBoth ? fail("options conflicts in the list command") : undefined;
}
