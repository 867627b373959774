/**
 * The layouts of ipvsadm's service tables: which one the options ask for, its titles, and one line of a
 * service or a server in it.
 */

import type { DestinationRow, ServiceRow } from "#sim/ipvs/listing";
import type { Counters } from "#sim/ipvs/stats";
import { formatIpv4 } from "#sim/wire/address";
import type { OptionName } from "./option-table.ts";
import { flagsText } from "./scheduler-flags.ts";

export type Layout = "stats" | "rate" | "thresholds" | "persistent-conn" | "tun-info" | "plain";

const layouts = ["stats", "rate", "thresholds", "persistent-conn", "tun-info"] as const;

/** The first of the layouts that is asked for. */
export const layoutOf = (given: ReadonlySet<OptionName>): Layout =>
  layouts.find((layout) => given.has(layout)) ?? "plain";

const local = "Prot LocalAddress:Port";
const remote = "  -> RemoteAddress:Port";
const tunnelTitle = "Forward TunnelInfo    Weight ActiveConn InActConn";

/** The two lines above a table. */
export function titles(layout: Layout): string {
  switch (layout) {
    case "stats":
      return numbersTitle(["Conns", "InPkts", "OutPkts", "InBytes", "OutBytes"]);
    case "rate":
      return numbersTitle(["CPS", "InPPS", "OutPPS", "InBPS", "OutBPS"]);
    case "thresholds":
      return `${padded(local, 33)} Uthreshold Lthreshold ActiveConn ${padded("InActConn", 10)}\n${remote}\n`;
    case "persistent-conn":
      return `${padded(local, 33)} Weight    PersistConn ActiveConn ${padded("InActConn", 10)}\n${remote}\n`;
    case "tun-info":
      return `${local} Scheduler Flags\n${padded(remote, 33)} ${tunnelTitle}\n`;
    case "plain":
      return `${local} Scheduler Flags\n${padded(remote, 33)} Forward Weight ActiveConn InActConn\n`;
  }
}

const numbersTitle = (names: readonly string[]): string =>
  `${padded(local, 33)}${names.map((name) => ` ${name.padStart(8)}`).join("")}\n${remote}\n`;

const padded = (value: string | number, width: number): string => String(value).padEnd(width);

/** The line of a service under its name, such as `TCP  10.0.0.100:80`. */
export function serviceLine(layout: Layout, row: ServiceRow, name: string, isExact: boolean): string {
  if (layout === "stats") return `${padded(name, 33)}${counted(row.sums, isExact)}\n`;
  if (layout === "rate") return `${padded(name, 33)}${counted(row.rates, isExact)}\n`;
  return `${name} ${row.scheduler}${settingsText(row)}\n`;
}

const everyBit = 0xffffffff;

function settingsText(row: ServiceRow): string {
  const parts = [
    row.schedulerFlags === 0 ? "" : ` (${flagsText(row.schedulerFlags, row.scheduler)})`,
    row.persistent === undefined ? "" : ` persistent ${row.persistent}`,
    row.persistent === undefined || row.netmask === everyBit ? "" : ` mask ${formatIpv4(row.netmask)}`,
    row.persistent === undefined || row.engine === undefined ? "" : ` pe ${row.engine}`,
    row.isOnePacket ? " ops" : "",
  ];
  return parts.join("");
}

/** The line of a server under its name. */
export function serverLine(layout: Layout, row: DestinationRow, name: string, isExact: boolean): string {
  const start = `  -> ${padded(name, 28)}`;
  const method = padded(row.forwarder.listed, 7);
  const loads = `${padded(row.activeConnections, 10)} ${padded(row.inactiveConnections, 10)}\n`;
  switch (layout) {
    case "stats":
      return `${start}${counted(row.sums, isExact)}\n`;
    case "rate":
      return `${start}${ratesOfServer(row.rates, isExact)}\n`;
    case "thresholds":
      return `${start} ${padded(row.upperThreshold, 10)} ${padded(row.lowerThreshold, 10)} ${loads}`;
    case "persistent-conn":
      return `${start} ${padded(row.weight, 9)} ${padded(row.persistentConnections, 11)} ${loads}`;
    case "tun-info":
      return `${start} ${method} ${padded(tunnelInfo(row), 13)} ${padded(row.weight, 6)} ${loads}`;
    case "plain":
      return `${start} ${method} ${padded(row.weight, 6)} ${loads}`;
  }
}

const checksums = { none: "-c", full: "+c", remote: "r+c" } as const;

function tunnelInfo({ tunnel }: DestinationRow): string {
  if (tunnel === undefined) return "n/a";
  if (tunnel.type === "ipip") return "ipip";
  const port = tunnel.type === "gue" ? `:${tunnel.port}` : "";
  return `${tunnel.type}${port}:${checksums[tunnel.checksum]}`;
}

const counted = (
  { connections, inPackets, outPackets, inBytes, outBytes }: Counters,
  isExact: boolean,
): string =>
  [connections, inPackets, outPackets, inBytes, outBytes]
    .map((value) => largeNumber(value, isExact))
    .join("");

/** Of a server, the rates of connections and packets are never shortened. */
function ratesOfServer(
  { connections, inPackets, outPackets, inBytes, outBytes }: Counters,
  isExact: boolean,
): string {
  const whole = [connections, inPackets, outPackets].map((value) => ` ${String(value).padStart(8)}`).join("");
  return whole + largeNumber(inBytes, isExact) + largeNumber(outBytes, isExact);
}

const units: readonly (readonly [number, number, string])[] = [
  [1e8, 1, ""],
  [1e9, 1e3, "K"],
  [1e11, 1e6, "M"],
  [1e14, 1e9, "G"],
  [Number.POSITIVE_INFINITY, 1e12, "T"],
];

/**
 * A number of width 9, in units from a hundred million on; `isExact`: all digits, with a blank before them.
 */
export function largeNumber(value: number, isExact: boolean): string {
  if (isExact) return String(value).padStart(Math.max(9, String(value).length + 1));
  const [, divisor, letter] = units.find(([below]) => value < below) ?? [0, 1, ""];
  return `${String(Math.floor(value / divisor)).padStart(9 - letter.length)}${letter}`;
}
