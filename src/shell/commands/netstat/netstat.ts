/**
 * netstat (net-tools 2.10): sockets, routes, interfaces and counters.
 *
 * Leaves out UNIX sockets (there are none), multicast groups, masquerading, users and inodes.
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import { seconds } from "#sim/engine/time";
import type { NetDevice } from "#sim/link/device";
import { namesOf, tableOf } from "../ifconfig/listing.ts";
import { isAlias } from "../network/device-names.ts";
import { routeTable } from "../route/listing.ts";
import { socketsText } from "./sockets.ts";
import { statisticsText } from "./statistics.ts";

const netstatOptions: OptionSpec = {
  options: [
    { name: "ipv4", short: "4" },
    { name: "ipv6", short: "6" },
    { name: "all", short: "a", long: "all", what: "listening sockets too" },
    { name: "continuous", short: "c", long: "continuous", what: "again every second" },
    { name: "extend", short: "e", long: "extend" },
    { name: "fib", short: "F", long: "fib" },
    { name: "groups", short: "g", long: "groups" },
    { name: "help", short: "h", long: "help" },
    { name: "interfaces", short: "i", long: "interfaces", what: "the interfaces" },
    { name: "listening", short: "l", long: "listening", what: "listening sockets only" },
    { name: "masquerade", short: "M", long: "masquerade" },
    { name: "numeric", short: "n", long: "numeric", what: "no names" },
    { name: "numeric", long: "numeric-hosts" },
    { name: "numeric", long: "numeric-ports" },
    { name: "symbolic", short: "N", long: "symbolic" },
    { name: "timers", short: "o", long: "timers", what: "timers" },
    { name: "programs", short: "p", long: "programs", what: "whose sockets they are" },
    { name: "route", short: "r", long: "route", what: "the routes" },
    { name: "statistics", short: "s", long: "statistics", what: "the counters" },
    { name: "tcp", short: "t", long: "tcp" },
    { name: "udp", short: "u", long: "udp" },
    { name: "verbose", short: "v", long: "verbose" },
    { name: "version", short: "V", long: "version" },
    { name: "raw", short: "w", long: "raw" },
    { name: "wide", short: "W", long: "wide" },
    { name: "unix", short: "x", long: "unix" },
  ],
};

export const netstat: Command = {
  options: netstatOptions,
  operands: () => [],
  cost: netTool,
  run: async (process) => {
    const given = parseOptions(netstatOptions, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("netstat", given.problem)}\n${usageText}`);
      return 3;
    }
    if (given.has("help")) {
      process.stdout.write(usageText);
      return 0;
    }
    if (given.has("version")) {
      process.stdout.write("net-tools 2.10\n");
      return 0;
    }
    process.stdout.write(textFor(process, given));
    while (given.has("continuous")) {
      await process.sleep(seconds(1));
      process.stdout.write(textFor(process, given));
    }
    return 0;
  },
};

function textFor({ machine }: Process, given: Given): string {
  const { stack } = machine;
  if (given.has("route")) return routeTable(machine, { isNumeric: given.has("numeric"), hasSizes: true });
  if (given.has("statistics")) return statisticsText(stack, { tcp: given.has("tcp"), udp: given.has("udp") });
  if (given.has("groups") || given.has("masquerade")) return "netstat: not modelled in LVS Lab: this table\n";
  if (!given.has("interfaces")) return socketsText(machine, given);
  const names = namesOf(stack).filter(
    (name) => given.has("all") || stack.interfaces.get(name.split(":")[0] ?? "")?.device.isUp,
  );
  if (given.has("extend")) return `Kernel Interface table\n${tableOf(stack, names)}`;
  return interfaceTable(names, (name) => stack.interfaces.get(name.split(":")[0] ?? "")?.device);
}

const titles = "Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n";

function interfaceTable(names: readonly string[], deviceOf: (name: string) => NetDevice | undefined): string {
  const rows = names.map((name) => {
    const device = deviceOf(name);
    if (device === undefined) return "";
    const { counters: c, mtu } = device;
    const start = `${name.padEnd(15)} ${String(mtu).padStart(5)} `;
    if (isAlias(name)) return `${start}${"     - no statistics available -".padEnd(63)} ${flagsOf(device)}\n`;
    const dropped = `${wide(c.rxDropped, 6)} ${"0".padEnd(6)}`;
    const received = `${wide(c.rxPackets, 8)} ${wide(c.rxErrors, 6)} ${dropped}`;
    const sent = `${wide(c.txPackets, 8)} ${wide(c.txErrors, 6)} ${wide(c.txDropped, 6)} ${wide(0, 6)}`;
    return `${start}${received} ${sent} ${flagsOf(device)}\n`;
  });
  return `Kernel Interface table\n${titles}${rows.join("")}`;
}

const wide = (value: number, width: number): string => String(value).padStart(width);

function flagsOf({ kind, isUp, usesArp, hasCarrier, promiscuous }: NetDevice): string {
  const isLoopback = kind === "loopback";
  const flags = [
    usesArp ? "B" : "",
    isLoopback ? "L" : "",
    usesArp && !isLoopback ? "M" : "",
    !usesArp && !isLoopback ? "O" : "",
    promiscuous > 0 ? "P" : "",
    hasCarrier() ? "R" : "",
    isUp ? "U" : "",
  ];
  return flags.join("");
}

const usageText = `usage: netstat [-vWeenNcCF] [<Af>] -r         netstat {-V|--version|-h|--help}
       netstat [-vWnNcaeol] [<Socket> ...]
       netstat { [-vWeenNac] -i | [-cnNe] -M | -s [-6tuw] }

        -r, --route              display routing table
        -i, --interfaces         display interface table
        -g, --groups             display multicast group memberships
        -s, --statistics         display networking statistics (like SNMP)
        -M, --masquerade         display masqueraded connections

        -v, --verbose            be verbose
        -W, --wide               don't truncate IP addresses
        -n, --numeric            don't resolve names
        --numeric-hosts          don't resolve host names
        --numeric-ports          don't resolve port names
        --numeric-users          don't resolve user names
        -N, --symbolic           resolve hardware names
        -e, --extend             display other/more information
        -p, --programs           display PID/Program name for sockets
        -o, --timers             display timers
        -c, --continuous         continuous listing

        -l, --listening          display listening server sockets
        -a, --all                display all sockets (default: connected)
`;
