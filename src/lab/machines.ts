/**
 * The machines of a network: every node with files, commands and switches, ready for a shell.
 */

import { createMachine } from "#shell/create-machine";
import type { Dialect, Machine } from "#shell/machine";
import { logModulesOfBoot } from "#shell/modules/loading";
import { switchesOf } from "#shell/switches";
import type { Turns } from "#shell/turns";
import type { Network } from "#sim/network";
import type { NetNode } from "#sim/nodes/node";
import { setUp } from "#sim/stack/interfaces";

/** Makes a machine of every node, in the order of the network. */
export function machinesOf(network: Network, turns: Turns, dialect: Dialect): Map<string, Machine> {
  const machines = new Map<string, Machine>();
  for (const node of network.nodes.values()) {
    const machine = machineOf(node, { network, turns, dialect });
    logModulesOfBoot(machine);
    machines.set(node.name, machine);
  }
  return machines;
}

interface Surroundings {
  readonly network: Network;
  readonly turns: Turns;
  readonly dialect: Dialect;
}

/** The machine of one node. */
export const machineOf = (node: NetNode, { network, turns, dialect }: Surroundings): Machine =>
  createMachine({
    name: node.name,
    node,
    stack: node.stack,
    simulation: network.simulation,
    turns,
    dialect,
    switches: switchesOf(node.stack.sysctl),
  });

/** Brings every Ethernet device of a node up, as a system does at boot. */
export function bringUp({ stack }: NetNode): void {
  for (const iface of stack.interfaces.values()) {
    if (iface.device.kind === "ethernet") setUp(stack, iface);
  }
}
