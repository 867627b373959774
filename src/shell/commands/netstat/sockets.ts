/** The sockets of a machine as netstat prints them. */

import type { Machine } from "#shell/machine";
import type { Given } from "#shell/options";
import { anyAddress, formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { nameOfHost } from "../network/host-names.ts";
import { serviceName } from "../network/service-names.ts";
import { type SocketRow, socketRows } from "../network/socket-rows.ts";

/** The table with its titles; without -t, -u and -w also the empty one of UNIX sockets. */
export function socketsText(machine: Machine, given: Given): string {
  const chosen = ["tcp", "udp", "raw"].filter((name) => given.has(name));
  const isUnixOnly = chosen.length === 0 && given.has("unix");
  const which = given.has("all")
    ? "servers and established"
    : given.has("listening")
      ? "only servers"
      : "w/o servers";
  const protocols = chosen.length > 0 ? chosen : ["tcp", "udp", "raw"];
  const rows = socketRows(machine).filter((row) => protocols.includes(row.protocol) && isWanted(row, given));
  const ordered = ["tcp", "udp", "raw"].flatMap((name) => rows.filter(({ protocol }) => protocol === name));
  const lines = [
    `Active Internet connections (${which})\n`,
    titles,
    given.has("programs") ? ` ${"PID/Program name".padEnd(20)}` : "",
    given.has("timers") ? " Timer\n" : "\n",
    ...ordered.map((row) => `${rowText(machine, given, row)}\n`),
  ];
  const withUnix = chosen.length === 0;
  return `${isUnixOnly ? "" : lines.join("")}${withUnix ? unixText(which, given) : ""}`;
}

const titles = "Proto Recv-Q Send-Q Local Address           Foreign Address         State      ";

function unixText(which: string, given: Given): string {
  const program = given.has("programs") ? "PID/Program name     " : "";
  const columns = `Proto RefCnt Flags       Type       State         I-Node   ${program}Path`;
  return `Active UNIX domain sockets (${which})\n${columns}\n`;
}

function isWanted({ state, protocol }: SocketRow, given: Given): boolean {
  const isServer = state === "LISTEN" || (protocol !== "tcp" && state === "CLOSE");
  if (given.has("all")) return true;
  return given.has("listening") ? isServer : !isServer;
}

function rowText(machine: Machine, given: Given, row: SocketRow): string {
  const { protocol, localAddress, localPort, remoteAddress, remotePort } = row;
  const isWide = given.has("wide");
  const end = (address: Ipv4Address, port: number): string => {
    const text = endText(machine, given, { address, port, protocol });
    return (isWide ? text : text.slice(0, 23)).padEnd(23);
  };
  const state = protocol === "udp" && row.state === "CLOSE" ? "" : protocol === "raw" ? "7" : row.state;
  // A listening socket is shown without its backlog.
  const sendQueue = row.state === "LISTEN" ? 0 : row.sendQueue;
  const queues = `${String(row.receiveQueue).padStart(6)} ${String(sendQueue).padStart(6)}`;
  const ends = `${end(localAddress, localPort)} ${end(remoteAddress, remotePort)}`;
  const owner = row.owner === undefined ? "-" : `${row.owner.pid}/${row.owner.name}`;
  const program = given.has("programs") ? ` ${owner.slice(0, 19).padEnd(20)}` : "";
  const timer = given.has("timers") ? ` ${timerText(row)}` : "";
  return `${protocol.padEnd(5)} ${queues} ${ends} ${state.padEnd(11)}${program}${timer}`;
}

function endText(
  machine: Machine,
  given: Given,
  { address, port, protocol }: { address: Ipv4Address; port: number; protocol: string },
): string {
  const isNumeric = given.has("numeric");
  const name = isNumeric || address === anyAddress ? undefined : nameOfHost(machine, address);
  const host = name ?? formatIpv4(address);
  const transport = protocol === "udp" ? "udp" : "tcp";
  const service = port === 0 ? "*" : ((isNumeric ? undefined : serviceName(port, transport)) ?? String(port));
  return `${host}:${service}`;
}

function timerText({ timer }: SocketRow): string {
  if (timer === undefined) return "off (0.00/0/0)";
  const left = (timer.left / 1e9).toFixed(2);
  return `${timer.kind} (${left}/${timer.kind === "on" ? timer.fired : 0}/0)`;
}
