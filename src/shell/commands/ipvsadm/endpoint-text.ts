/** Addresses with ports as ipvsadm prints them. */

import type { Machine } from "#shell/machine";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { nameOfHost } from "../network/host-names.ts";
import { serviceName } from "../network/service-names.ts";
import { transportOf } from "./endpoint.ts";

export interface EndpointParts {
  readonly address: Ipv4Address;
  readonly port: number;
  readonly protocol: number;
}

/** How endpoints are printed: in numbers, or by name where there is one. */
export type EndpointText = (parts: EndpointParts) => string;

export const numericEndpoint: EndpointText = ({ address, port }) => `${formatIpv4(address)}:${port}`;

/** What fits where ipvsadm makes up a name. */
const longestName = 59;

/** `onFailure` is told of every address that has no name. */
export const namedEndpoint =
  (machine: Machine, onFailure: () => void): EndpointText =>
  ({ address, port, protocol }) => {
    const transport = transportOf(protocol);
    const name = transport === undefined ? undefined : serviceName(port, transport);
    const host = nameOfHost(machine, address);
    if (host === undefined) onFailure();
    return `${host ?? formatIpv4(address)}:${name ?? port}`.slice(0, longestName);
  };
