/**
 * The options of ip that stand before the object.
 */

import type { Process } from "#shell/command";
import { type Family, type IpOptions, type OptionsRead, plainOptions } from "./call.ts";
import { helpText } from "./help.ts";
import { begins, misused, Refusal } from "./words.ts";

interface Reading {
  at: number;
  options: IpOptions;
  batch: string | undefined;
}

/** Reads the words up to the object. */
export function readOptions(process: Process): OptionsRead {
  const { argv } = process;
  const reading: Reading = { at: 0, options: plainOptions, batch: undefined };
  for (; argv[reading.at]?.startsWith("-") === true; reading.at++) {
    const word = argv[reading.at] ?? "";
    if (word !== "--") readOption(process, reading, word.replace(/^--?/, "-"));
    else {
      reading.at++;
      break;
    }
  }
  return { rest: argv.slice(reading.at), options: reading.options, batch: reading.batch };
}

function value(argv: readonly string[], reading: Reading): string {
  const word = argv[++reading.at];
  if (word === undefined) throw new Refusal('Command line is not complete. Try option "help"', misused);
  return word;
}

/** Beginnings that stand for an option with a value: -batch and -family. */
const taken = ["-b", "-f"];

/** The options by their beginnings, in ip's order: the first that fits counts. */
function readOption(process: Process, reading: Reading, word: string): void {
  const { argv } = process;
  const flag = flags.find(([name]) => begins(word, name));
  if (word.length > 1 && !taken.includes(word) && flag !== undefined) {
    reading.options = { ...reading.options, ...flag[1](reading.options) };
    return;
  }
  if (begins(word, "-family")) {
    reading.options = { ...reading.options, family: familyOf(value(argv, reading)) };
  } else if (begins(word, "-batch")) reading.batch = value(argv, reading);
  else if (begins(word, "-netns")) {
    const name = value(argv, reading);
    throw new Refusal(`Cannot open network namespace "${name}": No such file or directory`, misused);
  } else if (begins(word, "-loops", "-rcvbuf")) value(argv, reading);
  else if (begins(word, "-Version")) {
    process.stdout.write("ip utility, iproute2-6.1.0, libbpf 1.1.2\n");
    throw new Refusal("", 0);
  } else if (begins(word, "-help")) {
    process.stderr.write(helpText("ip"));
    throw new Refusal("", misused);
  } else if (begins(word, "-json")) throw new Refusal("not modelled in LVS Lab: ip -json", 0);
  else throw new Refusal(`Option "${word}" is unknown, try "ip -help".`, misused);
}

type Change = (options: IpOptions) => Partial<IpOptions>;

const flags: readonly (readonly [string, Change])[] = [
  ["-4", () => ({ family: "inet" })],
  ["-6", () => ({ family: "inet6" })],
  ["-0", () => ({ family: "link" })],
  ["-B", () => ({ family: "bridge" })],
  ["-human-readable", () => ({ human: true })],
  ["-iec", () => ({ iec: true, human: true })],
  ["-stats", ({ statistics }) => ({ statistics: statistics + 1 })],
  ["-statistics", ({ statistics }) => ({ statistics: statistics + 1 })],
  ["-details", () => ({ details: true })],
  ["-resolve", () => ({})],
  ["-oneline", () => ({ oneline: true })],
  ["-timestamp", () => ({ timestamp: "long" })],
  ["-tshort", () => ({ timestamp: "short" })],
  ["-force", () => ({ force: true })],
  ["-brief", () => ({ brief: true })],
  ["-color", () => ({})],
  ["-Numeric", () => ({ numeric: true })],
  ["-pretty", () => ({})],
];

/** The options as ip names them in full. */
export const optionNames: readonly string[] = [
  ...flags.map(([name]) => name),
  "-Version",
  "-batch",
  "-family",
  "-help",
];

function familyOf(name: string): Family {
  if (name === "inet" || name === "inet6" || name === "link" || name === "bridge") return name;
  throw new Refusal(`Error: argument "${name}" is wrong: invalid protocol family`, misused);
}
