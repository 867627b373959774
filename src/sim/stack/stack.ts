/**
 * What one node's IPv4 stack is made of: a record of parts. Functions live beside the parts and take the
 * stack first; `nodes/` assembles one.
 */

import type { Simulation } from "../engine/simulation.ts";
import type { Nanos } from "../engine/time.ts";
import type { NetDevice } from "../link/device.ts";
import type { LinkEvent } from "../link/link-events.ts";
import type { EthernetFrame } from "../wire/ethernet.ts";
import type { ArpHooks } from "./arp-hooks.ts";
import type { Fib } from "./fib.ts";
import type { Hooks } from "./hooks.ts";
import type { IcmpState } from "./icmp-limits.ts";
import type { Interface } from "./interface.ts";
import type { KernelLog } from "./kernel-log.ts";
import type { Neighbour } from "./neighbour.ts";
import type { Netfilter } from "./netfilter/netfilter.ts";
import type { PacketContext } from "./packet-context.ts";
import type { PathCache } from "./path-cache.ts";
import type { ProvenPackets } from "./proven-packets.ts";
import type { Reassembly } from "./reassembly.ts";
import type { SnmpCounters } from "./snmp.ts";
import type { SocketTable } from "./socket.ts";
import type { StackEvent } from "./stack-events.ts";
import type { SysctlTable } from "./sysctl.ts";
import type { TunnelTable } from "./tunnel.ts";

/** Takes packets of one IP protocol that are for this node. Answers whether anybody wanted it. */
export type ProtocolHandler = (context: PacketContext) => void;

export interface Stack {
  readonly name: string;
  readonly simulation: Simulation<StackEvent | LinkEvent>;
  readonly sysctl: SysctlTable;
  /** By name; iteration in the order of their indexes. */
  readonly interfaces: Map<string, Interface>;
  readonly loopback: Interface;
  readonly fib: Fib;
  /** What was learnt of paths: MTUs and redirects, by destination. */
  readonly paths: PathCache;
  readonly hooks: Hooks;
  readonly arpHooks: ArpHooks;
  readonly netfilter: Netfilter;
  readonly snmp: SnmpCounters;
  readonly icmp: IcmpState;
  readonly reassembly: Reassembly;
  /** Frames on their way back by loopback, with what was noted of their packets (mark, IPVS, conntrack). */
  readonly looped: WeakMap<EthernetFrame, PacketContext>;
  readonly sockets: SocketTable;
  readonly tunnels: TunnelTable;
  readonly kernelLog: KernelLog;
  /** Only where nodes are namespaces of one kernel; one set for all of them. */
  readonly proven?: ProvenPackets | undefined;
  /** Local delivery by IP protocol number: TCP, UDP, ICMP, IPIP register here. */
  readonly protocols: Map<number, ProtocolHandler>;
  /** Numbers handed out: device indexes, packet origins, hashed IP identifications. */
  readonly counters: StackCounters;
  /** Devices that this stack adds later (tunnels, VLANs, dummies) are announced to whoever captures. */
  readonly onDeviceAdded: ((device: NetDevice) => void)[];
  /** Told of neighbours that come, change or go, where somebody keeps rows of them. */
  onNeighbourTouched: ((entry: Neighbour) => void) | undefined;
  /** How long TIME_WAIT lasts; a parameter of the bench, 60 s otherwise. */
  timeWait: Nanos;
}

export interface StackCounters {
  nextDeviceIndex: number;
  nextIpId: number;
}
