/** Options of ipvsadm that describe a virtual service. */

import type { Machine } from "#shell/machine";
import { protocols } from "#sim/wire/ipv4";
import { resolveHost } from "../network/host-names.ts";
import { readEndpoint } from "./endpoint.ts";
import type { Entry } from "./entry.ts";
import { type Failure, fail } from "./failure.ts";
import { longestTimeout, numberBetween } from "./numbers.ts";

/** What follows an option changes the entry, or is wrong. */
export type OptionReader = (
  entry: Entry,
  value: string,
  machine: Machine,
) => Failure | undefined | Promise<Failure | undefined>;

const virtualService =
  (protocol: number): OptionReader =>
  async ({ service }, value, machine) => {
    service.protocol = protocol;
    const endpoint = await readEndpoint(machine, value, protocol);
    if (endpoint === undefined) return fail("illegal virtual server address[:port] specified");
    service.family = endpoint.address === undefined ? "inet6" : "inet";
    service.address = endpoint.address ?? service.address;
    service.port = endpoint.port ?? 0;
    return undefined;
  };

const readMark: OptionReader = ({ service }, value) => {
  const mark = numberBetween(value, 1, 2 ** 32 - 1);
  if (mark === undefined) return fail(`invalid fwmark value \`${value}' specified`);
  service.family = "inet";
  service.protocol = protocols.tcp;
  service.mark = mark;
  return undefined;
};

const readNetmask: OptionReader = ({ service }, value, machine) => {
  if (service.family === "inet6") {
    // Digits at the front count.
    const length = Number.parseInt(value, 10);
    return length >= 1 && length <= 128 ? undefined : fail("illegal ipv6 netmask specified");
  }
  const mask = resolveHost(machine, value);
  if (mask === undefined) return fail("illegal virtual server persistent mask specified");
  service.netmask = mask;
  return undefined;
};

/** Persistence without a number, in seconds. */
const usualPersistence = 360;

/** `-p [SECONDS]`. */
export function readPersistence({ service }: Entry, value: string | undefined): Failure | undefined {
  const timeout = value === undefined ? usualPersistence : numberBetween(value, 1, longestTimeout);
  if (timeout === undefined) return fail(`invalid timeout value \`${value}' specified`);
  service.persistent = timeout;
  return undefined;
}

/** Longer names are cut. */
const longestScheduler = 15;
const longestEngine = 16;

export const serviceReaders: Readonly<Record<string, OptionReader>> = {
  "tcp-service": virtualService(protocols.tcp),
  "udp-service": virtualService(protocols.udp),
  "sctp-service": virtualService(protocols.sctp),
  "fwmark-service": readMark,
  ipv6: ({ service }) => {
    if (service.mark === 0) return fail("-6 used before -f\n");
    service.family = "inet6";
    return undefined;
  },
  scheduler: ({ service }, value) => {
    service.scheduler = value.slice(0, longestScheduler);
    return undefined;
  },
  netmask: readNetmask,
  ops: ({ service }) => {
    service.isOnePacket = true;
    return undefined;
  },
  pe: ({ service }, value) => {
    // The kernel takes an empty name for none.
    service.engine = value === "" ? undefined : value.slice(0, longestEngine);
    return undefined;
  },
  "sched-flags": ({ service }, value) => {
    service.flagNames = value;
    return undefined;
  },
};
