/**
 * A network as the doctor sees it: the machines' own tables and settings, behind copies of everything that a
 * look would change. Whoever asks how a packet would be routed is counted and remembered by the stack, as
 * `ip route get` is; none of that may reach the lab that is looked at.
 */

import type { NetDevice } from "#sim/link/device";
import type { Network } from "#sim/network";
import type { NetNode } from "#sim/nodes/node";
import type { Interface } from "#sim/stack/interface";
import { emptyLog } from "#sim/stack/kernel-log";
import { isConfigured } from "#sim/stack/source-address";
import type { Stack } from "#sim/stack/stack";
import type { Ipv4Address } from "#sim/wire/address";
import { type PortOfBridge, portsOf } from "./link.ts";

/** A device of a machine, where packets and ARP messages come in and go out. */
export interface Place {
  readonly node: NetNode;
  readonly iface: Interface;
}

export interface World {
  readonly nodes: readonly NetNode[];
  /** By device: whose it is. */
  readonly places: ReadonlyMap<NetDevice, Place>;
  /** By device: the bridge that it is a port of. */
  readonly ports: ReadonlyMap<NetDevice, PortOfBridge>;
}

/** The world of a network as it stands now. Nothing that is asked of it changes the network. */
export function worldOf({ nodes, segments }: Network): World {
  const seen = [...nodes.values()].map((node): NetNode => ({ ...node, stack: quiet(node.stack) }));
  const places = new Map<NetDevice, Place>();
  for (const node of seen) {
    for (const iface of node.stack.interfaces.values()) places.set(iface.device, { node, iface });
  }
  const bridges = [...segments.values(), ...seen.flatMap((node) => [...node.bridges.values()])];
  return { nodes: seen, places, ports: portsOf(bridges) };
}

/** The same stack with counters, log and remembered routes of its own. */
function quiet(stack: Stack): Stack {
  const { fib, snmp } = stack;
  const remembered = { generation: 0, matches: new Map(), outputs: new Map(), inputs: new Map() };
  return {
    ...stack,
    fib: { ...fib, counters: { ...fib.counters }, remembered },
    snmp: { ...snmp },
    kernelLog: emptyLog(),
  };
}

/** The machines that have an address. */
export const ownersOf = ({ nodes }: World, address: Ipv4Address): NetNode[] =>
  nodes.filter(({ stack }) => isConfigured(stack, address));

export const nodeNamed = ({ nodes }: World, name: string): NetNode | undefined =>
  nodes.find((node) => node.name === name);
