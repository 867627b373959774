/**
 * A device as the IPv4 stack sees it: its addresses, its sysctls and its neighbours (the kernel's in_device).
 */

import type { NetDevice } from "../link/device.ts";
import type { Ipv4Address } from "../wire/address.ts";
import type { ArpState } from "./arp-state.ts";
import type { GroupState } from "./group-state.ts";
import type { Neighbour } from "./neighbour.ts";
import type { DeviceSysctls, NeighbourSysctls } from "./sysctl.ts";

/** How far an address or route reaches; the numbers are the kernel's, the narrower the larger. */
export type Scope = number & { readonly unit: "scope" };

export const scopes = {
  global: 0 as Scope,
  site: 200 as Scope,
  link: 253 as Scope,
  host: 254 as Scope,
  nowhere: 255 as Scope,
} as const;

/** One address of an interface. */
export interface InterfaceAddress {
  readonly address: Ipv4Address;
  readonly length: number;
  readonly broadcast: Ipv4Address | undefined;
  readonly scope: Scope;
  /** The device's name, or an alias such as `eth0:1`. */
  readonly label: string;
  /** Another address of the same prefix came first. */
  isSecondary: boolean;
}

export interface Interface {
  readonly device: NetDevice;
  /** `net.ipv4.conf.<name>.*` */
  readonly conf: DeviceSysctls;
  /** `net.ipv4.neigh.<name>.*` */
  readonly neighbourConf: NeighbourSysctls;
  /** Primaries first, in order of addition, then secondaries. */
  readonly addresses: InterfaceAddress[];
  readonly neighbours: Map<Ipv4Address, Neighbour>;
  readonly arp: ArpState;
  readonly groups: GroupState;
}
