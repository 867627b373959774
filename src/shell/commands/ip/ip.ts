/**
 * ip: the options before the object, the objects by their beginnings, and batches of commands from a file.
 *
 * Speaks as iproute2 6.1. Leaves out JSON, colours, and the objects that LVS labs have no use for.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { errorText, read } from "#shell/files/change";
import { resolvePath } from "#shell/files/tree";
import { runAddress } from "./address.ts";
import type { Call, Family, IpOptions, Run } from "./call.ts";
import { runFou } from "./fou.ts";
import { runLink } from "./link.ts";
import { runMaddress } from "./maddress.ts";
import { runMonitor } from "./monitor.ts";
import { runNeighbour } from "./neighbour.ts";
import { runRoute } from "./route.ts";
import { runRule } from "./rule.ts";
import { runTunnel } from "./tunnel.ts";
import { begins, misused, Refusal } from "./words.ts";

/** The objects in the order in which ip looks for one that begins as typed. */
const objects: readonly (readonly [string, Run | undefined])[] = [
  ["address", runAddress],
  ["addrlabel", undefined],
  ["maddress", runMaddress],
  ["route", runRoute],
  ["rule", runRule],
  ["neighbor", runNeighbour],
  ["neighbour", runNeighbour],
  ["ntable", undefined],
  ["ntbl", undefined],
  ["link", runLink],
  ["l2tp", undefined],
  ["fou", runFou],
  ["macsec", undefined],
  ["tunnel", runTunnel],
  ["tunl", runTunnel],
  ["tuntap", undefined],
  ["tap", undefined],
  ["token", undefined],
  ["tcp_metrics", undefined],
  ["tcpmetrics", undefined],
  ["monitor", runMonitor],
  ["xfrm", undefined],
  ["mroute", undefined],
  ["mrule", undefined],
  ["netns", undefined],
  ["netconf", undefined],
  ["vrf", undefined],
  ["sr", undefined],
  ["nexthop", undefined],
  ["mptcp", undefined],
];

export const ip: Command = {
  cost: netTool,
  run: async (process) => {
    const reading: Reading = { at: 0, options: { ...plain }, batch: undefined };
    try {
      readOptions(process, reading);
      if (reading.batch !== undefined) return await runBatch(process, reading.options, reading.batch);
      return await runLine(process, reading.options, process.argv.slice(reading.at));
    } catch (error) {
      return report(process, error);
    }
  },
};

const plain: IpOptions = {
  family: "any",
  statistics: 0,
  details: false,
  oneline: false,
  brief: false,
  human: false,
  iec: false,
  timestamp: "none",
  numeric: false,
  force: false,
};

function report(process: Process, error: unknown): number {
  if (!(error instanceof Refusal)) throw error;
  if (error.message !== "") process.stderr.write(`${error.message}\n`);
  return error.code;
}

async function runLine(process: Process, options: IpOptions, words: readonly string[]): Promise<number> {
  const [object] = words;
  if (object === undefined || begins(object, "help")) return help(process);
  const found = objects.find(([name]) => begins(object, name));
  if (found === undefined) throw new Refusal(`Object "${object}" is unknown, try "ip help".`, 1);
  const [name, run] = found;
  if (run === undefined) {
    process.stderr.write(`not modelled in LVS Lab: ip ${name}\n`);
    return 0;
  }
  const { machine } = process;
  const call: Call = { process, machine, stack: machine.stack, options, words: { list: words, at: 1 } };
  return run(call);
}

function help(process: Process): number {
  process.stderr.write(
    [
      "Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }",
      "       ip [ -force ] -batch filename",
      "where  OBJECT := { address | fou | link | monitor | neighbour | route | rule | tunnel }",
      "       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -h[uman-readable] | -iec |",
      "                    -f[amily] { inet | link } | -4 | -0 | -br[ief] | -o[neline] |",
      "                    -t[imestamp] | -ts[hort] | -b[atch] [filename] }",
      "",
    ].join("\n"),
  );
  return misused;
}

interface Reading {
  at: number;
  options: IpOptions;
  /** The file of `-batch`. */
  batch: string | undefined;
}

function readOptions(process: Process, reading: Reading): void {
  const { argv } = process;
  for (; reading.at < argv.length; reading.at++) {
    const word = argv[reading.at] ?? "";
    if (word === "--") {
      reading.at++;
      return;
    }
    if (!word.startsWith("-")) return;
    readOption(process, reading, word.replace(/^--?/, "-"));
  }
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
  } else if (begins(word, "-help")) throw new Refusal("", help(process));
  else if (begins(word, "-json")) throw new Refusal("not modelled in LVS Lab: ip -json", 0);
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

function familyOf(name: string): Family {
  if (name === "inet" || name === "inet6" || name === "link" || name === "bridge") return name;
  throw new Refusal(`Error: argument "${name}" is wrong: invalid protocol family`, misused);
}

/** Runs every line of a file; the first that fails ends it, unless -force was given. */
async function runBatch(process: Process, options: IpOptions, file: string): Promise<number> {
  const content = file === "-" ? undefined : read(process.machine.files, resolvePath(process.cwd, file));
  if (content !== undefined && !content.ok) {
    throw new Refusal(`Cannot open file "${file}" for reading: ${errorText[content.errno]}`, 1);
  }
  const text = content === undefined ? await process.stdin.readAll() : content.text;
  let code = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const words = wordsOfLine(line);
    if (words.length === 0) continue;
    let lineCode = 0;
    try {
      lineCode = await runLine(process, options, words);
    } catch (error) {
      // A word that ip cannot take ends the whole program, as exit() does.
      if (error instanceof Refusal && error.code === misused) throw error;
      lineCode = report(process, error);
    }
    if (lineCode === 0) continue;
    process.stderr.write(`Command failed ${file}:${index + 1}\n`);
    code = 1;
    if (!options.force) break;
  }
  return code;
}

const wordsOfLine = (line: string): string[] =>
  (line.replace(/(?:^|\s)#.*/, "").match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) =>
    word.replace(/^(["'])(.*)\1$/, "$2"),
  );
