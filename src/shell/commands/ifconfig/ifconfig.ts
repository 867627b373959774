/**
 * ifconfig: the interfaces of a machine as net-tools shows and sets them.
 *
 * Its words are worked off one after another, each with a call to the kernel, and go on after one that fails.
 * Leaves out hardware other than Ethernet, and IPv6.
 */

import type { Command, Process } from "#shell/command";
import { baseOf, deviceNamed, exactDevice, isAlias } from "#shell/commands/network/device-names";
import { errnoWords } from "#shell/commands/network/errno-words";
import { netTool } from "#shell/costs";
import { setMac, setMtu } from "#sim/stack/link-settings";
import { type Ipv4Address, maskOf, parseIpv4, parseMac } from "#sim/wire/address";
import { classLength, labelled, setAddress, setBroadcast, setNetmask, setRunning } from "./address-calls.ts";
import { blockOf, namesOf, tableOf } from "./listing.ts";

export const ifconfig: Command = {
  operands: () => ["DEV|LABEL", [...actions.keys()].join("|")],
  cost: netTool,
  run: (process) => {
    const options = { isAll: false, isShort: false };
    const words = [...process.argv];
    while (words[0]?.startsWith("-")) {
      const option = words.shift();
      if (option === "-a") options.isAll = true;
      else if (option === "-s") options.isShort = true;
      else if (option !== "-v") return misused(process, option ?? "");
    }
    const [name, ...rest] = words;
    if (name === undefined) return list(process, options);
    return rest.length === 0 ? showOne(process, name, options) : configure(process, name, rest);
  },
};

function misused({ stderr }: Process, option: string): number {
  if (option !== "--help" && option !== "-h") {
    stderr.write(
      `ifconfig: option \`${option}' not recognised.\nifconfig: \`--help' gives usage information.\n`,
    );
    return 1;
  }
  stderr.write(
    [
      "Usage:",
      "  ifconfig [-a] [-v] [-s] <interface> [[<AF>] <address>]",
      "  [add <address>[/<prefixlen>]] [del <address>[/<prefixlen>]]",
      "  [[-]broadcast [<address>]] [netmask <address>]",
      "  [hw ether <address>] [mtu <NN>] [txqueuelen <NN>]",
      "  [[-]arp] [[-]promisc] [[-]allmulti] [multicast] [up|down] ...",
      "",
    ].join("\n"),
  );
  return 0;
}

interface ListOptions {
  readonly isAll: boolean;
  readonly isShort: boolean;
}

function list({ machine, stdout }: Process, { isAll, isShort }: ListOptions): number {
  const { stack } = machine;
  const names = namesOf(stack).filter((name) => isAll || stack.interfaces.get(baseOf(name))?.device.isUp);
  if (isShort) stdout.write(tableOf(stack, names));
  else {
    for (const name of names) {
      const iface = stack.interfaces.get(baseOf(name));
      if (iface !== undefined) stdout.write(blockOf(stack, name, iface));
    }
  }
  return 0;
}

function showOne({ machine, stdout, stderr }: Process, name: string, { isShort }: ListOptions): number {
  const iface = deviceNamed(machine, name);
  if (iface === undefined) {
    stderr.write(`${name}: error fetching interface information: Device not found\n`);
    return 1;
  }
  stdout.write(isShort ? tableOf(machine.stack, [name]) : blockOf(machine.stack, name, iface));
  return 0;
}

/** A run over the words of one interface. */
interface Run {
  readonly process: Process;
  readonly name: string;
  readonly words: readonly string[];
  at: number;
  /** Some call failed. */
  hasFailed: boolean;
  /** It cannot go on: the exit code. */
  end: number | undefined;
}

function configure(process: Process, name: string, words: readonly string[]): number {
  const run: Run = { process, name, words, at: 0, hasFailed: false, end: undefined };
  exactDevice(process.machine, baseOf(name));
  while (run.at < words.length && run.end === undefined) {
    const word = words[run.at++] ?? "";
    const action = actions.get(word);
    if (action !== undefined) action(run);
    else if (word !== "inet") setHost(run, word);
  }
  return run.end ?? (run.hasFailed ? failure : 0);
}

/** The exit code where a call was refused: -1. */
const failure = 255;

type Action = (run: Run) => void;

const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["up", (run) => setFlag(run, (name) => setRunning(run.process.machine, name, true))],
  ["down", (run) => setFlag(run, (name) => setRunning(run.process.machine, name, false))],
  ["arp", (run) => setDevice(run, ({ device }) => (device.usesArp = true))],
  ["-arp", (run) => setDevice(run, ({ device }) => (device.usesArp = false))],
  ["promisc", (run) => setPromiscuous(run, true)],
  ["-promisc", (run) => setPromiscuous(run, false)],
  ["allmulti", (run) => setDevice(run, ({ device }) => (device.flags.allMulticast = true))],
  ["-allmulti", (run) => setDevice(run, ({ device }) => (device.flags.allMulticast = false))],
  ["multicast", (run) => setDevice(run, ({ device }) => (device.flags.multicast = true))],
  ["-multicast", (run) => setDevice(run, ({ device }) => (device.flags.multicast = false))],
  ["netmask", (run) => withAddress(run, (mask) => report(run, "SIOCSIFNETMASK", netmask(run, mask)))],
  ["broadcast", (run) => withAddress(run, (all) => report(run, "SIOCSIFBRDADDR", broadcast(run, all)))],
  ["-broadcast", () => undefined],
  ["mtu", setLargestUnit],
  ["txqueuelen", setQueue],
  ["hw", setHardware],
  ["add", addAlias],
  ["del", deleteAlias],
]);

const netmask = ({ process, name }: Run, mask: Ipv4Address) => setNetmask(process.machine, name, mask);
const broadcast = ({ process, name }: Run, all: Ipv4Address) => setBroadcast(process.machine, name, all);

const take = (run: Run): string | undefined => run.words[run.at++];

/** Says what a call answered; the run goes on. */
function report(run: Run, call: string, result: string): void {
  if (result === "ok") return;
  run.process.stderr.write(`${call}: ${errnoWords(result)}\n`);
  run.hasFailed = true;
}

/** Flags are read before they are set, and the words differ with which of the two fails. */
function setFlag(run: Run, change: (name: string) => string): void {
  const { process, name } = run;
  if (deviceNamed(process.machine, name) === undefined) {
    process.stderr.write(`${name}: ERROR while getting interface flags: No such device\n`);
    run.hasFailed = true;
    return;
  }
  report(run, "SIOCSIFFLAGS", change(name));
}

function setDevice(run: Run, change: (iface: NonNullable<ReturnType<typeof deviceNamed>>) => unknown): void {
  setFlag(run, (name) => {
    const iface = deviceNamed(run.process.machine, name);
    if (iface !== undefined) change(iface);
    return "ok";
  });
}

function setPromiscuous(run: Run, isOn: boolean): void {
  setDevice(run, ({ device }) => {
    if (device.flags.promiscuous === isOn) return;
    device.flags.promiscuous = isOn;
    device.promiscuous += isOn ? 1 : -1;
  });
}

function withAddress(run: Run, use: (address: Ipv4Address) => void): void {
  const word = take(run);
  const address = word === undefined ? undefined : parseIpv4(word);
  if (word === undefined) run.end = misused(run.process, "--help");
  else if (address === undefined) unknownHost(run, word);
  else use(address);
}

function unknownHost(run: Run, word: string): void {
  run.process.stderr.write(`${word}: Unknown host\nifconfig: \`--help' gives usage information.\n`);
  run.end = 1;
}

/** Whether a length is none, or one an address can have. */
const isLength = (text: string | undefined): boolean =>
  text === undefined || (/^\d{1,2}$/.test(text) && Number(text) <= 32);

/** An address, perhaps with a length, for the interface itself; it goes up with it. */
function setHost(run: Run, word: string): void {
  const { process, name } = run;
  const [text = "", lengthText] = word.split("/");
  const address = parseIpv4(text);
  if (address === undefined || !isLength(lengthText)) {
    unknownHost(run, word);
    return;
  }
  report(run, "SIOCSIFADDR", setAddress(process.machine, name, address));
  setFlag(run, (own) => setRunning(process.machine, own, true));
  if (lengthText !== undefined) report(run, "SIOCSIFNETMASK", netmask(run, maskOf(Number(lengthText))));
}

/** The number in the next word; without one the run ends. */
function countIn(run: Run): number | undefined {
  const word = take(run) ?? "";
  if (/^\d+$/.test(word)) return Number(word);
  run.end = misused(run.process, word);
  return undefined;
}

function setQueue(run: Run): void {
  const length = countIn(run);
  if (length !== undefined) setDevice(run, ({ device }) => (device.txqueuelen = length));
}

function setLargestUnit(run: Run): void {
  const { machine } = run.process;
  const mtu = countIn(run);
  if (mtu === undefined) return;
  const iface = deviceNamed(machine, run.name);
  if (iface === undefined) {
    report(run, "SIOCSIFMTU", "ENODEV");
    return;
  }
  const result = setMtu(machine.stack, iface, mtu);
  report(run, "SIOCSIFMTU", result.ok ? "ok" : result.errno);
}

function setHardware(run: Run): void {
  const { machine, stderr } = run.process;
  const kind = take(run);
  const text = take(run) ?? "";
  const mac = parseMac(text);
  if (kind !== "ether" || mac === undefined) {
    stderr.write(
      kind === "ether" ? `${text}: invalid ether address.\n` : `hw address type \`${kind}' has no handler\n`,
    );
    run.end = failure;
    return;
  }
  const iface = deviceNamed(machine, run.name);
  if (iface === undefined) {
    report(run, "SIOCSIFHWADDR", "ENODEV");
    return;
  }
  const result = setMac(machine.stack, iface, mac);
  report(run, "SIOCSIFHWADDR", result.ok ? "ok" : result.errno);
}

/** `add A`: as the first alias that is free. */
function addAlias(run: Run): void {
  const { process, name } = run;
  const [text = "", lengthText] = (take(run) ?? "").split("/");
  const address = parseIpv4(text);
  const iface = deviceNamed(process.machine, name);
  if (address === undefined || !isLength(lengthText)) {
    unknownHost(run, text);
    return;
  }
  if (iface === undefined) {
    report(run, "SIOCSIFADDR", "ENODEV");
    return;
  }
  let number = 0;
  while (labelled(iface, `${baseOf(name)}:${number}`) !== undefined) number++;
  const alias = `${baseOf(name)}:${number}`;
  report(run, "SIOCSIFADDR", setAddress(process.machine, alias, address));
  const length = lengthText === undefined ? classLength(address) : Number(lengthText);
  report(run, "SIOCSIFNETMASK", setNetmask(process.machine, alias, maskOf(length)));
}

/** `del A`: the alias that has it. */
function deleteAlias(run: Run): void {
  const { process, name } = run;
  const [text = ""] = (take(run) ?? "").split("/");
  const address = parseIpv4(text);
  if (address === undefined) {
    unknownHost(run, text);
    return;
  }
  const found = deviceNamed(process.machine, name)?.addresses.find(
    (own) => own.address === address && isAlias(own.label),
  );
  if (found === undefined) {
    report(run, "SIOCDIFADDR", "EADDRNOTAVAIL");
    return;
  }
  report(run, "SIOCSIFFLAGS", setRunning(process.machine, found.label, false));
}
