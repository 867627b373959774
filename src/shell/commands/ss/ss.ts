/**
 * ss (iproute2 6.1): the sockets of this machine.
 *
 * Leaves out UNIX, netlink and packet sockets, memory (-m), inode numbers (-e), and killing (-K).
 */

import type { Command, Process } from "#shell/command";
import { netTool } from "#shell/costs";
import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import type { TcpState } from "#sim/stack/tcp/state";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { nameOfHost } from "../network/host-names.ts";
import { serviceName } from "../network/service-names.ts";
import { type SocketRow, type SocketTimer, socketRows } from "../network/socket-rows.ts";
import { type SsRow, tableText } from "./columns.ts";
import { everyState, readFilter, usualStates, WrongFilter } from "./filter.ts";

const ssOptions: OptionSpec = {
  options: [
    { name: "ipv4", short: "4", long: "ipv4" },
    { name: "ipv6", short: "6", long: "ipv6" },
    { name: "all", short: "a", long: "all", what: "listening and closed ones too" },
    { name: "extended", short: "e", long: "extended" },
    { name: "family", short: "f", long: "family", takes: "value" },
    { name: "help", short: "h", long: "help" },
    { name: "no-header", short: "H", long: "no-header", what: "no titles" },
    { name: "info", short: "i", long: "info", what: "what TCP knows" },
    { name: "listening", short: "l", long: "listening", what: "listening ones only" },
    { name: "memory", short: "m", long: "memory" },
    { name: "numeric", short: "n", long: "numeric", what: "numbers, not names of ports" },
    { name: "timers", short: "o", long: "options", what: "timers" },
    { name: "oneline", short: "O", long: "oneline" },
    { name: "processes", short: "p", long: "processes", what: "whose they are" },
    { name: "resolve", short: "r", long: "resolve", what: "names of hosts" },
    { name: "summary", short: "s", long: "summary", what: "counts only" },
    { name: "tcp", short: "t", long: "tcp" },
    { name: "udp", short: "u", long: "udp" },
    { name: "version", short: "V", long: "version" },
    { name: "raw", short: "w", long: "raw" },
    { name: "unix", short: "x", long: "unix" },
  ],
};

export const ss: Command = {
  options: ssOptions,
  operands: () => [],
  cost: netTool,
  run: (process) => {
    const given = parseOptions(ssOptions, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("ss", given.problem)}\n${usageText}`);
      return 255;
    }
    if (given.has("help") || given.has("version")) {
      process.stdout.write(given.has("help") ? usageText : "ss utility, iproute2-6.1.0\n");
      return 0;
    }
    if (given.has("summary")) {
      process.stdout.write(summaryText(socketRows(process.machine)));
      return 0;
    }
    return show(process, given);
  },
};

function show(process: Process, given: Given): number {
  try {
    const asked = readFilter(process.machine, given.operands);
    const wanted = statesFor(given, asked.states);
    const protocols = protocolsFor(given);
    const rows = socketRows(process.machine).filter(
      (row) => protocols.has(row.protocol) && wanted.includes(row.state) && asked.test(row),
    );
    const text = tableText(
      rows.map((row) => rowText(process, given, row)),
      {
        hasNetid: protocols.size > 1,
        hasState: wanted.length > 1,
        hasTitles: !given.has("no-header"),
        width: process.isTerminal ? process.columns : undefined,
      },
    );
    process.stdout.write(
      given.has("ipv6") && !given.has("ipv4") ? (text.split("\n")[0] ?? "").concat("\n") : text,
    );
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof WrongFilter)) throw thrown;
    process.stderr.write(`${thrown.message}\n`);
    return 255;
  }
}

function statesFor(given: Given, asked: readonly TcpState[] | undefined): readonly TcpState[] {
  if (asked !== undefined) return asked;
  if (given.has("all")) return everyState;
  return given.has("listening") ? ["LISTEN", "CLOSE"] : usualStates;
}

function protocolsFor(given: Given): ReadonlySet<string> {
  const chosen = ["tcp", "udp", "raw"].filter((name) => given.has(name));
  if (chosen.length > 0) return new Set(given.has("unix") ? [...chosen, "unix"] : chosen);
  return given.has("unix") ? new Set(["unix", "u_seq"]) : new Set(["tcp", "udp", "raw", "unix"]);
}

const stateNames: Readonly<Record<TcpState, string>> = {
  CLOSE: "UNCONN",
  LISTEN: "LISTEN",
  SYN_SENT: "SYN-SENT",
  SYN_RECV: "SYN-RECV",
  ESTABLISHED: "ESTAB",
  FIN_WAIT1: "FIN-WAIT-1",
  FIN_WAIT2: "FIN-WAIT-2",
  CLOSING: "CLOSING",
  TIME_WAIT: "TIME-WAIT",
  CLOSE_WAIT: "CLOSE-WAIT",
  LAST_ACK: "LAST-ACK",
};

function rowText({ machine }: Process, given: Given, row: SocketRow): SsRow {
  const host = (address: Ipv4Address, device?: string): string => {
    const name = given.has("resolve") ? nameOfHost(machine, address) : undefined;
    return `${name ?? formatIpv4(address)}${device === undefined ? "" : `%${device}`}:`;
  };
  const port = (number: number): string => {
    if (number === 0) return "*";
    const transport = row.protocol === "udp" ? "udp" : "tcp";
    return (given.has("numeric") ? undefined : serviceName(number, transport)) ?? String(number);
  };
  const ends = [
    host(row.localAddress, row.device),
    row.protocol === "raw" ? (row.localPort === 1 ? "icmp" : String(row.localPort)) : port(row.localPort),
    host(row.remoteAddress),
    port(row.remotePort),
  ];
  const more = [
    given.has("processes") ? ownerText(row) : "",
    given.has("timers") ? timerText(row.timer) : "",
  ];
  const info = given.has("info") && row.socket !== undefined ? infoText(row.socket) : "";
  const cells = [
    ...[row.protocol, stateNames[row.state], String(row.receiveQueue), String(row.sendQueue), ...ends],
    more.map((text) => (text === "" ? "" : ` ${text}`)).join(""),
  ];
  return { cells, below: info };
}

const ownerText = ({ owner }: SocketRow): string =>
  owner === undefined ? "" : `users:(("${owner.name}",pid=${owner.pid},fd=${owner.fd}))`;

const timerText = (timer: SocketTimer | undefined): string =>
  timer === undefined ? "" : `timer:(${timer.kind},${leftText(timer.left)},${timer.fired})`;

/** As much of minutes, seconds and milliseconds as matters. */
function leftText(nanos: number): string {
  const whole = Math.floor(nanos / 1e6);
  const minutes = Math.floor(whole / 60_000);
  const seconds = Math.floor(whole / 1000) % 60;
  const millis = minutes > 0 || seconds > 9 ? 0 : whole % 1000;
  let text = minutes > 0 ? `${minutes}min` : "";
  if (seconds > 0 && minutes <= 9) text += `${seconds}${millis > 0 ? "." : "sec"}`;
  if (millis > 0) text += `${String(millis).padStart(3, "0")}ms`;
  return text === "" ? "000ms" : text;
}

/** What the simulation knows of what `ss -i` tells; the congestion control is Reno. */
function infoText(socket: NonNullable<SocketRow["socket"]>): string {
  const { srtt, rttVariation, peerMss, pathMtu, cwnd, receiver } = socket;
  const parts = ["reno"];
  if (srtt > 0) parts.push(`rtt:${srtt / 1000}/${rttVariation / 1000}`);
  parts.push(`mss:${peerMss}`, `pmtu:${pathMtu}`, `rcvmss:${receiver.mss}`, `cwnd:${cwnd}`);
  return `\t ${parts.join(" ")}\n`;
}

/** `-s`: how many of each kind. */
function summaryText(rows: readonly SocketRow[]): string {
  const count = (test: (row: SocketRow) => boolean): number => rows.filter(test).length;
  const timeWait = count(({ state }) => state === "TIME_WAIT");
  const tcp = count(({ protocol }) => protocol === "tcp");
  const udp = count(({ protocol }) => protocol === "udp");
  const raw = count(({ protocol }) => protocol === "raw");
  const established = count(({ protocol, state }) => protocol === "tcp" && state === "ESTABLISHED");
  const orphaned = count(({ socket }) => socket?.isOrphan === true);
  const line = (name: string, number: number): string =>
    `${name}\t  ${String(number).padEnd(9)} ${String(number).padEnd(9)} ${"0".padEnd(9)}\n`;
  const open = tcp - timeWait;
  return [
    `Total: ${open + udp + raw}\n`,
    `TCP:   ${tcp} (estab ${established}, closed ${timeWait}, `,
    `orphaned ${orphaned}, timewait ${timeWait})\n\n`,
    "Transport Total     IP        IPv6\n",
    line("RAW", raw),
    line("UDP", udp),
    line("TCP", open),
    line("INET", open + udp + raw),
    line("FRAG", 0),
    "\n",
  ].join("");
}

const usageText = `Usage: ss [ OPTIONS ]
       ss [ OPTIONS ] [ FILTER ]
   -h, --help          this message
   -V, --version       output version information
   -n, --numeric       don't resolve service names
   -r, --resolve       resolve host names
   -a, --all           display all sockets
   -l, --listening     display listening sockets
   -o, --options       show timer information
   -p, --processes     show process using socket
   -i, --info          show internal TCP information
   -s, --summary       show socket usage summary

   -4, --ipv4          display only IP version 4 sockets
   -t, --tcp           display only TCP sockets
   -u, --udp           display only UDP sockets
   -w, --raw           display only RAW sockets
   -H, --no-header     Suppress header line

       FILTER := [ state STATE-FILTER ] [ EXPRESSION ]
       STATE-FILTER := {all|connected|synchronized|bucket|big|TCP-STATES}
         TCP-STATES := {established|syn-sent|syn-recv|fin-wait-{1,2}|time-wait|closed|\
close-wait|last-ack|listening|closing}
`;
