/**
 * The names of every switch of a node that has eth0 and the load balancer: what a scenario may set. Those
 * that only some kernels have are among them.
 */

import { seconds } from "#sim/engine/time";
import { buildNetwork, plainCablePlan } from "#sim/network";
import { loadIpvsModule } from "#sim/nodes/modules";
import type { MacAddress } from "#sim/wire/address";

const anyMac = 0x020000000001 as MacAddress;

/** The names, in the order in which the node registers them. */
export function knownSysctls(): readonly string[] {
  const eth0 = { name: "eth0", segment: "lan", mac: anyMac, mtu: 1500, cable: plainCablePlan };
  const network = buildNetwork({
    seed: 1,
    segments: [{ name: "lan", kind: "switch", mtu: 1500, ageing: seconds(300) }],
    nodes: [{ name: "any", kind: "director", preset: "kernel", kernel: "fullnat", devices: [eth0] }],
  });
  const [node] = network.nodes.values();
  if (node === undefined) return [];
  loadIpvsModule(node);
  return [...node.stack.sysctl.byName.keys()];
}
