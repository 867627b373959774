/**
 * Routes: entries of the routing tables and what a lookup answers.
 */

import type { Ipv4Address } from "../wire/address.ts";
import type { Interface, Scope } from "./interface.ts";

export type RouteType =
  | "unicast"
  | "local"
  | "broadcast"
  | "multicast"
  | "unreachable"
  | "prohibit"
  | "blackhole"
  | "throw";

export interface NextHop {
  /** `undefined`: the destination itself is on this link. */
  readonly gateway: Ipv4Address | undefined;
  /** The gateway was this node's own when the route was made: packets go straight to the destination. */
  readonly isOwnGateway?: boolean;
  readonly interface: Interface;
  readonly onlink: boolean;
}

export interface Route {
  readonly type: RouteType;
  readonly table: number;
  readonly destination: Ipv4Address;
  readonly length: number;
  readonly tos: number;
  readonly metric: number;
  readonly scope: Scope;
  /** Who made it: kernel, boot (by hand), static, dhcp. */
  readonly protocol: string;
  readonly preferredSource: Ipv4Address | undefined;
  /** Empty for unreachable, prohibit, blackhole, throw. */
  readonly nextHops: readonly NextHop[];
  /** 0: that of the device. */
  readonly mtu: number;
  /** Packets leave without DF, and nothing is learnt of the path. */
  readonly isMtuLocked?: boolean;
  /** 0: MTU less 40. */
  readonly advmss: number;
}

/** A route chosen for one packet: what kind, out of where, to whom. */
export interface ResolvedRoute {
  readonly type: RouteType;
  readonly route: Route;
  readonly output: Interface;
  /** The address to ask ARP for: the gateway, or the destination itself. */
  readonly nextHop: Ipv4Address;
  readonly gateway: Ipv4Address | undefined;
  /** The address own packets get as source when they have none; the source asked for, where one was. */
  readonly source: Ipv4Address;
  /** Priority of the policy rule that led to the route's table. */
  readonly rule?: number;
  /** What events say of it; made once, when somebody looks. */
  facts?: RouteFacts;
}

/** A chosen route as plain values. */
export interface RouteFacts {
  readonly table: number;
  readonly destination: Ipv4Address;
  readonly length: number;
  readonly type: RouteType;
  readonly device: string;
  readonly gateway: Ipv4Address | undefined;
  /** The rule that led to the table, by priority. */
  readonly rule: number;
}

export const tables = { default: 253, main: 254, local: 255 } as const;
