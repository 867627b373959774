/**
 * What an administrator does to the local addresses of FULLNAT: what `ipvsadm -P -Q -G` ask of a kernel that
 * has it.
 */

import type { Ipv4Address } from "../wire/address.ts";
import { formatIpv4 } from "../wire/address.ts";
import { type Configured, done, failed, tableChanged } from "./configured.ts";
import type { Ipvs } from "./ipvs.ts";
import { localAddressesOf, takeAway } from "./local-addresses.ts";
import { inKernelOrder, type Service, type ServiceName, serviceNamed, serviceText } from "./service.ts";

/** A local address as `ipvsadm -P` names it. */
export interface LocalAddressFields {
  readonly address: Ipv4Address;
  /** The interface that has the address; left out: any. */
  readonly device?: string | undefined;
}

/**
 * `ipvsadm -P`. ESRCH: no service. ENODEV: no such interface. EEXIST: the service has it already.
 * Whether any interface has the address is not asked, as in DPVS: without it replies do not come back.
 */
export function addLocalAddress(ipvs: Ipvs, name: ServiceName, fields: LocalAddressFields): Configured {
  const { localEnds, stack } = ipvs;
  const service = serviceNamed(ipvs.services, name);
  if (service === undefined || localEnds === undefined) return failed("ESRCH");
  if (fields.device !== undefined && !stack.interfaces.has(fields.device)) return failed("ENODEV");
  const rows = localAddressesOf(localEnds, service);
  if (rows.some(({ address }) => address === fields.address)) return failed("EEXIST");
  rows.push({ address: fields.address, conflicts: 0, connections: 0 });
  tableChanged(ipvs, rowOf(service, fields.address), "added");
  return done;
}

/** `ipvsadm -Q`: connections keep their local ends. ESRCH: no service. ENOENT: it has no such address. */
export function deleteLocalAddress(ipvs: Ipvs, name: ServiceName, address: Ipv4Address): Configured {
  const { localEnds } = ipvs;
  const service = serviceNamed(ipvs.services, name);
  if (service === undefined || localEnds === undefined) return failed("ESRCH");
  if (!takeAway(localEnds, service, address)) return failed("ENOENT");
  tableChanged(ipvs, rowOf(service, address), "removed");
  return done;
}

const rowOf = (service: Service, address: Ipv4Address): string =>
  `${serviceText(service)} local address ${formatIpv4(address)}`;

/** The local addresses of one service. */
export interface LocalAddressRows {
  readonly protocol: number;
  readonly address: Ipv4Address;
  readonly port: number;
  readonly fwmark: number;
  readonly rows: readonly {
    readonly address: Ipv4Address;
    readonly conflicts: number;
    readonly connections: number;
  }[];
}

/** `ipvsadm -G`: of all services in the kernel's order, or of one. `undefined`: there is no such service. */
export function localAddressRows(ipvs: Ipvs, name?: ServiceName): LocalAddressRows[] | undefined {
  const one = name === undefined ? undefined : serviceNamed(ipvs.services, name);
  if (name !== undefined && one === undefined) return undefined;
  const services = one === undefined ? inKernelOrder(ipvs.services) : [one];
  return services.map((service) => ({
    protocol: service.protocol,
    address: service.address,
    port: service.port,
    fwmark: service.fwmark,
    rows:
      ipvs.localEnds === undefined
        ? []
        : localAddressesOf(ipvs.localEnds, service).map((row) => ({ ...row })),
  }));
}
