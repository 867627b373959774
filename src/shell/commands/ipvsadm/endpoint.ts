/**
 * Addresses with ports as ipvsadm reads and prints them: `host[:port]`, by number or by name;
 * `[address]:port` is IPv6.
 */

import type { Machine } from "#shell/machine";
import { formatIpv4, type Ipv4Address } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import { isSixthAddress, nameOfHost, resolveHost } from "../network/host-names.ts";
import { serviceName, servicePort, type Transport } from "../network/service-names.ts";
import { numberBetween } from "./numbers.ts";

/** `address` is `undefined` for IPv6, which the lab's kernels do not have. */
export interface ReadEndpoint {
  readonly address: Ipv4Address | undefined;
  /** `undefined` where none was given. */
  readonly port: number | undefined;
}

/**
 * Reads `host[:port]` of a protocol; `undefined` for what is none. Brackets around anything but an IPv6
 * address hide the port behind them.
 */
export function readEndpoint(machine: Machine, text: string, protocol: number): ReadEndpoint | undefined {
  if (/^\d*$/.test(text)) return undefined;
  const bracketed = /^\[([^\]]*)\]:(.*)$/s.exec(text);
  if (bracketed === null) return text.startsWith("[") ? undefined : readHost(machine, text, protocol);
  const [, inner = "", port = ""] = bracketed;
  return isSixthAddress(inner) ? withPort(undefined, port, protocol) : readHost(machine, inner, protocol);
}

function readHost(machine: Machine, text: string, protocol: number): ReadEndpoint | undefined {
  if (isSixthAddress(text)) return { address: undefined, port: undefined };
  const colon = text.lastIndexOf(":");
  const address = resolveHost(machine, colon < 0 ? text : text.slice(0, colon));
  if (address === undefined) return undefined;
  return colon < 0 ? { address, port: undefined } : withPort(address, text.slice(colon + 1), protocol);
}

function withPort(
  address: Ipv4Address | undefined,
  text: string,
  protocol: number,
): ReadEndpoint | undefined {
  const port = numberBetween(text, 0, 65_535) ?? namedPort(text, protocol);
  return port === undefined ? undefined : { address, port };
}

function namedPort(text: string, protocol: number): number | undefined {
  const transport = transportOf(protocol);
  return transport === undefined || /^[-+\d]/.test(text) ? undefined : servicePort(text, transport);
}

const transportOf = (protocol: number): Transport | undefined => {
  if (protocol === protocols.tcp) return "tcp";
  if (protocol === protocols.udp) return "udp";
  return protocol === protocols.sctp ? "sctp" : undefined;
};

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
