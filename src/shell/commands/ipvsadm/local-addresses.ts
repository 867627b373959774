/** The local addresses of FULLNAT as ipvsadm lists them (`-G`) and saves them. */

import type { Ipvs } from "#sim/ipvs/ipvs";
import { type LocalAddressRows, localAddressRows } from "#sim/ipvs/local-address-admin";
import type { ServiceName } from "#sim/ipvs/service";
import { formatIpv4 } from "#sim/wire/address";
import type { EndpointText } from "./endpoint-text.ts";

/** `-G`: of all services, or of one; `undefined` when there is none of that name. */
export function localAddresses(
  ipvs: Ipvs,
  text: EndpointText,
  name: ServiceName | undefined,
): string | undefined {
  const services = localAddressRows(ipvs, name);
  if (services === undefined) return undefined;
  const title = line(["VIP:VPORT", "TOTAL", "SNAT_IP", "CONFLICTS", "CONNS"]);
  return title + services.map((service) => serviceLines(service, text)).join("");
}

const widths = [20, 8, 20, 10, 0];

const line = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell, index) => String(cell).padEnd(widths[index] ?? 0)).join(" ")}\n`;

function serviceLines(service: LocalAddressRows, text: EndpointText): string {
  const name = service.fwmark === 0 ? text(service) : `FWM ${service.fwmark}`;
  const rows = service.rows.map(({ address, conflicts, connections }) =>
    line(["", "", formatIpv4(address), conflicts, connections]),
  );
  return `${line([name, service.rows.length]).trimEnd()}\n${rows.join("")}`;
}

/** Commands that give a service its local addresses again. `named` is how they name the service. */
export function savedLocalAddresses(ipvs: Ipvs, service: ServiceIdentity, named: string): string {
  const { protocol, address, port, fwmark } = service;
  const name: ServiceName =
    fwmark === 0 ? { kind: "endpoint", protocol, address, port } : { kind: "mark", mark: fwmark };
  const [found] = localAddressRows(ipvs, name) ?? [];
  return (found?.rows ?? []).map((row) => `-P ${named} -z ${formatIpv4(row.address)}\n`).join("");
}

type ServiceIdentity = Pick<LocalAddressRows, "protocol" | "address" | "port" | "fwmark">;
