/**
 * Addresses with ports as ipvsadm reads them: `host[:port]`, by number or by name; `[address]:port` is IPv6.
 */

import type { Machine } from "#shell/machine";
import { needed } from "#shell/needed";
import type { Ipv4Address } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import { isSixthAddress, resolveHost } from "../network/host-names.ts";
import type { Transport } from "../network/service-names.ts";
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
export async function readEndpoint(
  machine: Machine,
  text: string,
  protocol: number,
): Promise<ReadEndpoint | undefined> {
  if (/^\d*$/.test(text)) return undefined;
  const bracketed = /^\[([^\]]*)\]:(.*)$/s.exec(text);
  if (bracketed === null) return text.startsWith("[") ? undefined : readHost(machine, text, protocol);
  const [, inner = "", port = ""] = bracketed;
  if (!isSixthAddress(inner)) return readHost(machine, inner, protocol);
  const number = await readPort(machine, port, protocol);
  return number === undefined ? undefined : { address: undefined, port: number };
}

async function readHost(machine: Machine, text: string, protocol: number): Promise<ReadEndpoint | undefined> {
  if (isSixthAddress(text)) return { address: undefined, port: undefined };
  const colon = text.lastIndexOf(":");
  const address = resolveHost(machine, colon < 0 ? text : text.slice(0, colon));
  if (address === undefined) return undefined;
  if (colon < 0) return { address, port: undefined };
  const port = await readPort(machine, text.slice(colon + 1), protocol);
  return port === undefined ? undefined : { address, port };
}

const serviceNames = () => import("../network/service-names.ts");

/** A port by number, or by the name of its service. */
async function readPort(machine: Machine, text: string, protocol: number): Promise<number | undefined> {
  const number = numberBetween(text, 0, 65_535);
  const transport = transportOf(protocol);
  if (number !== undefined || transport === undefined || /^[-+\d]/.test(text)) return number;
  return (await needed(machine, serviceNames)).servicePort(text, transport);
}

/** The protocol as lists of services name it. */
export const transportOf = (protocol: number): Transport | undefined => {
  if (protocol === protocols.tcp) return "tcp";
  if (protocol === protocols.udp) return "udp";
  return protocol === protocols.sctp ? "sctp" : undefined;
};
