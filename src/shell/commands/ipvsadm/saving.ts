/**
 * `ipvsadm -S`: the tables as lines that ipvsadm reads again. Thresholds, time-outs and daemons are not
 * among them.
 */

import type { Ipvs } from "#sim/ipvs/ipvs";
import { type DestinationRow, type ServiceRow, serviceRows } from "#sim/ipvs/listing";
import { formatIpv4 } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import type { EndpointText } from "./endpoint-text.ts";
import { hasFullnat } from "./fullnat-options.ts";
import { namingProtocol } from "./listing.ts";
import { savedLocalAddresses } from "./local-addresses.ts";
import { flagsText } from "./scheduler-flags.ts";
import { sortedServers, sortedServices } from "./sorting.ts";

/** All services and servers, as commands. */
export const savedRules = (ipvs: Ipvs, text: EndpointText): string =>
  sortedServices(serviceRows(ipvs))
    .map((row) => savedService(ipvs, row, text))
    .join("");

function savedService(ipvs: Ipvs, row: ServiceRow, text: EndpointText): string {
  const name = row.fwmark !== 0 ? `-f ${row.fwmark | 0}` : `${serviceOption(row.protocol)} ${text(row)}`;
  const servers = sortedServers(row.destinations).map((server) => {
    const address = text({ address: server.address, port: server.port, protocol: namingProtocol(row) });
    return `-a ${name} -r ${address} ${methodOption(server)} -w ${server.weight}${tunnelOptions(server)}\n`;
  });
  const flagsOption = hasFullnat(ipvs.kernel) ? "--sched-flags" : "-b";
  const service = `-A ${name} -s ${row.scheduler}${serviceOptions(row, flagsOption)}\n`;
  return service + savedLocalAddresses(ipvs, row, name) + servers.join("");
}

const serviceOption = (protocol: number): string => {
  if (protocol === protocols.udp) return "-u";
  return protocol === protocols.sctp ? "--sctp-service" : "-t";
};

const everyBit = 0xffffffff;

function serviceOptions(row: ServiceRow, flagsOption: string): string {
  const parts = [
    row.persistent === undefined ? "" : ` -p ${row.persistent}`,
    row.persistent === undefined || row.netmask === everyBit ? "" : ` -M ${formatIpv4(row.netmask)}`,
    row.engine === undefined ? "" : ` --pe ${row.engine}`,
    row.isOnePacket ? " -o" : "",
    row.schedulerFlags === 0 ? "" : ` ${flagsOption} ${flagsText(row.schedulerFlags, row.scheduler)}`,
  ];
  return parts.join("");
}

function methodOption({ forwarder: { option } }: DestinationRow): string {
  return option?.short === undefined ? `--${option?.long}` : `-${option.short}`;
}

const checksumOptions = { none: "--tun-nocsum", full: "--tun-csum", remote: "--tun-remcsum" } as const;

function tunnelOptions({ tunnel }: DestinationRow): string {
  if (tunnel === undefined) return "";
  const port = tunnel.type === "gue" ? ` --tun-port ${tunnel.port}` : "";
  const checksum = tunnel.type === "ipip" ? "" : ` ${checksumOptions[tunnel.checksum]}`;
  return ` --tun-type ${tunnel.type}${port}${checksum}`;
}
