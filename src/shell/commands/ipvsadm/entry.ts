/** What one line of ipvsadm says, read and not yet done. */

import type { Forwarder } from "#sim/ipvs/forwarder";
import { direct } from "#sim/ipvs/forwarders/direct";
import type { Ipv4Address } from "#sim/wire/address";
import type { CommandName, OptionName } from "./option-table.ts";

export type Family = "inet" | "inet6";

export interface Entry {
  readonly command: CommandName;
  readonly given: Set<OptionName>;
  readonly service: ServiceWords;
  readonly server: ServerWords;
  readonly timeouts: { tcp: number; tcpFin: number; udp: number };
  readonly daemon: DaemonWords;
  readonly local: LocalAddressWords;
}

export interface ServiceWords {
  /** `undefined` before one is given. */
  family: Family | undefined;
  protocol: number;
  address: Ipv4Address;
  port: number;
  /** 0: none. */
  mark: number;
  scheduler: string;
  /** `-b` as given: which names make sense shows when the scheduler is known. */
  flagNames: string;
  schedulerFlags: number;
  /** Seconds; `undefined`: not persistent. */
  persistent: number | undefined;
  netmask: Ipv4Address;
  engine: string | undefined;
  isOnePacket: boolean;
}

export interface ServerWords {
  family: Family | undefined;
  address: Ipv4Address;
  port: number;
  forwarder: Forwarder;
  weight: number;
  upperThreshold: number;
  lowerThreshold: number;
  tunnelType: "ipip" | "gue" | "gre";
  tunnelPort: number;
  checksum: "none" | "full" | "remote";
}

export interface DaemonWords {
  state: "master" | "backup";
  interface: string;
  syncId: number;
  /** 0 and "": the kernel's own. */
  maxLength: number;
  group: string;
  port: number;
  ttl: number;
}

/** A local address of FULLNAT. */
export interface LocalAddressWords {
  address: Ipv4Address;
  /** `undefined`: not given. */
  device: string | undefined;
}

const everyBit = 0xffffffff as Ipv4Address;
const none = 0 as Ipv4Address;

/** A line that says nothing but its command. */
export const emptyEntry = (command: CommandName): Entry => ({
  command,
  given: new Set(),
  service: {
    family: undefined,
    protocol: 0,
    address: none,
    port: 0,
    mark: 0,
    scheduler: "",
    flagNames: "",
    schedulerFlags: 0,
    persistent: undefined,
    netmask: everyBit,
    engine: undefined,
    isOnePacket: false,
  },
  server: {
    family: undefined,
    address: none,
    port: 0,
    forwarder: direct,
    weight: 1,
    upperThreshold: 0,
    lowerThreshold: 0,
    tunnelType: "ipip",
    tunnelPort: 0,
    checksum: "none",
  },
  timeouts: { tcp: 0, tcpFin: 0, udp: 0 },
  daemon: { state: "master", interface: "", syncId: 0, maxLength: 0, group: "", port: 0, ttl: 0 },
  local: { address: none, device: undefined },
});
