/** The listings of ipvsadm: services with their servers, connections, time-outs, daemons. */

import type { Ipvs } from "#sim/ipvs/ipvs";
import {
  type ConnectionRow,
  connectionRows,
  type ServiceRow,
  serviceRow,
  serviceRows,
  tableSize,
} from "#sim/ipvs/listing";
import type { ServiceName } from "#sim/ipvs/service";
import { shownTimeouts } from "#sim/ipvs/service-admin";
import { protocols } from "#sim/wire/ipv4";
import { layoutOf, serverLine, serviceLine, titles } from "./columns.ts";
import type { EndpointText } from "./endpoint-text.ts";
import { hasFullnat } from "./fullnat-options.ts";
import type { OptionName } from "./option-table.ts";
import { sortedServers, sortedServices } from "./sorting.ts";

/** How to list: by name or number, and what the options ask for. */
export interface Listing {
  readonly ipvs: Ipvs;
  readonly given: ReadonlySet<OptionName>;
  readonly text: EndpointText;
}

export const versionLine = `IP Virtual Server version 1.2.1 (size=${tableSize})\n`;

/** All services. */
export function allServices(listing: Listing): string {
  const { ipvs, given } = listing;
  const rows = serviceRows(ipvs);
  const ordered = given.has("nosort") ? rows : sortedServices(rows);
  const lines = ordered.map((row) => serviceLines(listing, row));
  return `${versionLine}${titles(layoutOf(given))}${lines.join("")}`;
}

/** One service; `undefined` when there is none of that name. */
export function oneService(listing: Listing, name: ServiceName): string | undefined {
  const row = serviceRow(listing.ipvs, name);
  return row === undefined ? undefined : titles(layoutOf(listing.given)) + serviceLines(listing, row);
}

/** Names longer than this are cut. */
const longestServer = 28;
const longestService = 33;

function serviceLines(listing: Listing, row: ServiceRow): string {
  const { given, text } = listing;
  const layout = layoutOf(given);
  const isExact = given.has("exact");
  const servers = given.has("nosort") ? row.destinations : sortedServers(row.destinations);
  const lines = servers.map((server) => {
    const name = text({ address: server.address, port: server.port, protocol: namingProtocol(row) });
    return serverLine(layout, server, name.slice(0, longestServer), isExact);
  });
  return serviceLine(layout, row, serviceName(row, text), isExact) + lines.join("");
}

/** A service by mark has no protocol, so the ports of its servers have no names. */
export const namingProtocol = ({ fwmark, protocol }: ServiceRow): number => (fwmark === 0 ? protocol : 0);

function serviceName(row: ServiceRow, text: EndpointText): string {
  if (row.fwmark !== 0) return `FWM  ${row.fwmark | 0}`;
  return `${protocolName(row.protocol).padEnd(4)} ${text(row)}`.slice(0, longestService);
}

const protocolName = (protocol: number): string => {
  if (protocol === protocols.udp) return "UDP";
  return protocol === protocols.sctp ? "SCTP" : "TCP";
};

const protocolNumbers: Readonly<Record<string, number>> = { TCP: protocols.tcp, UDP: protocols.udp };

/**
 * All connection entries, in the order of the table. With FULLNAT the local end stands between the virtual
 * one and the destination.
 */
export function connections({ ipvs, given, text }: Listing): string {
  const withEngine = given.has("persistent-conn");
  const withLocal = hasFullnat(ipvs.kernel);
  const local = withLocal ? ["local"] : [];
  const head = connectionLine(["pro", "expire", "state", "source", "virtual", ...local]);
  const title = withEngine
    ? `${head} ${"destination".padEnd(18)} ${"pe name".padEnd(16)} pe_data`
    : `${head} destination`;
  const lines = connectionRows(ipvs).map((row) => {
    const protocol = protocolNumbers[row.protocol] ?? 0;
    const named = (one: ConnectionRow["client"]): string => text({ ...one, protocol });
    const ends = [named(row.client), named(row.virtual)];
    if (withLocal) ends.push(row.local === undefined ? "-" : named(row.local));
    const start = connectionLine([row.protocol, clock(row.secondsLeft), row.state, ...ends]);
    const destination = named(row.destination);
    if (!withEngine || row.engine === undefined) return `${start} ${destination}\n`;
    const { name, data } = row.engine;
    return `${start} ${destination.padEnd(16)} ${name.padEnd(18)} ${data}\n`;
  });
  return `IPVS connection entries\n${title}\n${lines.join("")}`;
}

const connectionWidths = [3, 6, 11, 18, 18, 18];

const connectionLine = (cells: readonly string[]): string =>
  cells.map((cell, index) => cell.padEnd(connectionWidths[index] ?? 0)).join(" ");

const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
const clock = (seconds: number): string => `${two(seconds / 60)}:${two(seconds % 60)}`;

/** The three time-outs. */
export function timeouts(ipvs: Ipvs): string {
  const { tcp, tcpFin, udp } = shownTimeouts(ipvs);
  return `Timeout (tcp tcpfin udp): ${tcp} ${tcpFin} ${udp}\n`;
}

/** The daemons that run, the master first. */
export function daemons({ syncDaemons }: Ipvs): string {
  const lines = (["master", "backup"] as const).map((role) => {
    const daemon = syncDaemons.get(role);
    if (daemon === undefined) return "";
    const { interface: name, syncId, maxLength, group, port, ttl } = daemon;
    const end = `group=${group}, port=${port}, ttl=${ttl}`;
    return `${role} sync daemon (mcast=${name}, syncid=${syncId}, maxlen=${maxLength}, ${end})\n`;
  });
  return lines.join("");
}
