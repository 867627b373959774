/**
 * A command line of arptables, read word by word.
 */

import type { ArpChanges, ArpRuleSpec, ArpTarget } from "#sim/stack/netfilter/arp-rule";
import type { Generation } from "#sim/stack/netfilter/netfilter";
import { parseIpv4, parseMac } from "#sim/wire/address";
import {
  noConditions,
  type numberOptions,
  type Read,
  readAddress,
  readDevice,
  readMac,
  readNumber,
} from "./rule-options.ts";

export type Letter = "A" | "D" | "E" | "F" | "I" | "L" | "N" | "P" | "R" | "S" | "X" | "Z";

export interface ArpLine {
  letter: Letter | undefined;
  chain: string | undefined;
  /** What follows the chain: a place counted from 1, a policy, a new name. */
  second: string | undefined;
  readonly flags: Set<"n" | "v" | "numbers" | "help" | "version">;
  conditions: Omit<ArpRuleSpec, "target" | "text">;
  jump: string | undefined;
  changes: ArpChanges;
  counters: { readonly packets: number; readonly bytes: number } | undefined;
  refusal: string | undefined;
  table: string;
  /** A word that is no option. */
  stray: string | undefined;
}

interface Reading extends ArpLine {
  readonly argv: readonly string[];
  /** The older tool passes over options that it does not know, and those that lack their value. */
  readonly isLegacy: boolean;
  at: number;
  isInverted: boolean;
}

const noChanges: ArpChanges = {
  senderIp: undefined,
  targetIp: undefined,
  senderMac: undefined,
  targetMac: undefined,
  fate: "accept",
};

/** Commands with their long names, and whether a chain must follow. */
const commandWords: readonly (readonly [Letter, string, boolean])[] = [
  ["A", "--append", true],
  ["D", "--delete", true],
  ["E", "--rename-chain", true],
  ["F", "--flush", false],
  ["I", "--insert", true],
  ["L", "--list", false],
  ["N", "--new-chain", true],
  ["P", "--policy", true],
  ["R", "--replace", true],
  ["S", "--list-rules", false],
  ["X", "--delete-chain", false],
  ["Z", "--zero", false],
];

/** Options by all their names, each with what is done to read it. */
type Reader = (reading: Reading) => void;

const readers: ReadonlyMap<string, Reader> = new Map([
  ...commandReaders(),
  ...pairs(["-s", "--source-ip", "--src-ip", "--source", "--src"], address("sender")),
  ...pairs(["-d", "--destination-ip", "--dst-ip", "--destination", "--dst"], address("receiver")),
  ...pairs(["--source-mac", "--src-mac"], mac("senderMac")),
  ...pairs(["--destination-mac", "--dst-mac"], mac("receiverMac")),
  ...pairs(["-i", "--in-interface"], device("input")),
  ...pairs(["-o", "--out-interface"], device("output")),
  ...pairs(["--opcode"], number("operation")),
  ...pairs(["-l", "--h-length"], number("hardwareLength")),
  ...pairs(["--h-type"], number("hardwareType")),
  ...pairs(["--proto-type"], number("protocolType")),
  ...pairs(["-j", "--jump"], (reading) => {
    reading.jump = value(reading);
  }),
  ...pairs(["-n", "--numeric"], flag("n")),
  ...pairs(["-v", "--verbose"], flag("v")),
  ...pairs(["--line-numbers"], flag("numbers")),
  ...pairs(["-h", "--help"], flag("help")),
  ...pairs(["-V", "--version"], flag("version")),
  ...pairs(["-t", "--table"], tableName),
  ...pairs(["-c", "--set-counters"], counters),
  ...pairs(["--mangle-ip-s"], change("senderIp", parseIpv4)),
  ...pairs(["--mangle-ip-d"], change("targetIp", parseIpv4)),
  ...pairs(["--mangle-mac-s"], change("senderMac", parseMac)),
  ...pairs(["--mangle-mac-d"], change("targetMac", parseMac)),
  ...pairs(["--mangle-target"], afterwards),
]);

function pairs(names: readonly string[], what: Reader): readonly (readonly [string, Reader])[] {
  return names.map((name) => [name, what] as const);
}

function flag(name: "n" | "v" | "numbers" | "help" | "version"): Reader {
  return ({ flags }) => {
    flags.add(name);
  };
}

/** Reads the words of a command line; the first thing wrong ends the reading. */
export function readLine(argv: readonly string[], generation: Generation): ArpLine {
  const reading: Reading = {
    argv,
    isLegacy: generation === "legacy",
    table: "filter",
    at: 0,
    isInverted: false,
    letter: undefined,
    chain: undefined,
    second: undefined,
    flags: new Set(),
    conditions: noConditions,
    jump: undefined,
    changes: noChanges,
    counters: undefined,
    refusal: undefined,
    stray: undefined,
  };
  while (reading.at < argv.length && reading.refusal === undefined && reading.stray === undefined) {
    readWord(reading, argv[reading.at++] ?? "");
  }
  return reading;
}

function readWord(reading: Reading, word: string): void {
  if (word === "!") {
    reading.isInverted = true;
    return;
  }
  if (!word.startsWith("-")) {
    reading.stray = word;
    return;
  }
  const bundled = /^-[nv]{2,}|^-[nv]+(?=[A-Z]$)/.exec(word)?.[0];
  const words = bundled === undefined ? [word] : [...word.slice(1)].map((letter) => `-${letter}`);
  for (const each of words) {
    const read = readers.get(each);
    if (read !== undefined && !lacksValue(reading, each)) read(reading);
    else if (!reading.isLegacy) reading.refusal ??= unreadable(each, read);
  }
  reading.isInverted = false;
}

/** Options that stand alone; every other takes the word after it. */
const alone = ["-n", "--numeric", "-v", "--verbose", "--line-numbers", "-h", "--help", "-V", "--version"];
const optional = [
  "-F",
  "--flush",
  "-L",
  "--list",
  "-S",
  "--list-rules",
  "-X",
  "--delete-chain",
  "-Z",
  "--zero",
];

const lacksValue = ({ argv, at }: Reading, option: string): boolean =>
  at >= argv.length && !alone.includes(option) && !optional.includes(option);

const unreadable = (option: string, read: Reader | undefined): string =>
  read === undefined ? `unknown option "${option}"` : `option "${option}" requires an argument`;

const value = (reading: Reading): string => reading.argv[reading.at++] ?? "";

function operand(reading: Reading): string | undefined {
  const word = reading.argv[reading.at];
  if (word === undefined || word.startsWith("-") || word === "!") return undefined;
  reading.at++;
  return word;
}

function commandReaders(): readonly (readonly [string, Reader])[] {
  return commandWords.flatMap(([letter, long, needsChain]) =>
    pairs([`-${letter}`, long], (reading) => takeCommand(reading, letter, needsChain)),
  );
}

const clash = ({ isLegacy, letter }: Reading, other: Letter): string =>
  isLegacy ? `Can't use -${other} with -${letter}\n` : `Cannot use -${other} with -${letter}`;

function takeCommand(reading: Reading, letter: Letter, needsChain: boolean): void {
  if (reading.letter !== undefined) {
    reading.refusal ??= clash(reading, letter);
    return;
  }
  reading.letter = letter;
  reading.chain = needsChain ? value(reading) : operand(reading);
  if (reading.chain !== undefined && letter !== "A") reading.second = operand(reading);
}

function keep<Name extends keyof Reading["conditions"]>(
  reading: Reading,
  name: Name,
  read: Read<NonNullable<Reading["conditions"][Name]>>,
): void {
  if ("refusal" in read) reading.refusal ??= read.refusal;
  else reading.conditions = { ...reading.conditions, [name]: read.means };
}

function address(name: "sender" | "receiver") {
  return (reading: Reading): void => keep(reading, name, readAddress(value(reading), reading.isInverted));
}

function mac(name: "senderMac" | "receiverMac") {
  return (reading: Reading): void =>
    keep(
      reading,
      name,
      readMac(value(reading), reading.isInverted, name === "senderMac" ? "source" : "destination"),
    );
}

function device(name: "input" | "output") {
  return (reading: Reading): void =>
    keep(reading, name, { means: readDevice(value(reading), reading.isInverted) });
}

function number(name: keyof typeof numberOptions) {
  return (reading: Reading): void =>
    keep(reading, name, readNumber(name, value(reading), reading.isInverted));
}

/** The older tool has one table, whatever it is told. */
function tableName(reading: Reading): void {
  const name = value(reading);
  if (!reading.isLegacy) reading.table = name;
}

function counters(reading: Reading): void {
  const packets = Number(value(reading));
  const bytes = Number(value(reading));
  reading.counters = { packets, bytes };
}

function change<Name extends "senderIp" | "targetIp" | "senderMac" | "targetMac">(
  name: Name,
  parse: (text: string) => ArpChanges[Name],
) {
  return (reading: Reading): void => {
    const text = value(reading);
    const changed = parse(text);
    if (changed === undefined) reading.refusal ??= `host/network \`${text}' not found`;
    else reading.changes = { ...reading.changes, [name]: changed };
  };
}

function afterwards(reading: Reading): void {
  const text = value(reading);
  const fate = (["accept", "drop", "continue"] as const).find((word) => word === text.toLowerCase());
  if (fate === undefined) reading.refusal ??= `bad target for --mangle-target`;
  else reading.changes = { ...reading.changes, fate };
}

/** The target of a line; a name that is none of the known ones is a chain's. */
export function targetOf({ jump, changes }: ArpLine): ArpTarget {
  switch (jump) {
    case undefined:
      return { kind: "count" };
    case "ACCEPT":
      return { kind: "accept" };
    case "DROP":
      return { kind: "drop" };
    case "RETURN":
      return { kind: "return" };
    case "mangle":
      return { kind: "mangle", changes };
  }
  return { kind: "chain", chain: jump };
}
