/**
 * The network of a case: namespaces of one kernel on bridges, as the recordings were made.
 *
 * The bridges live in a namespace of their own, `fabric`: br0, br1, … in the order in which segments are
 * first named, with ports p0, p1, … in the order of the interfaces.
 */

import { micros } from "#sim/engine/time";
import { buildNetwork, type CablePlan, type Network, type NetworkPlan, plainCablePlan } from "#sim/network";
import { bringLoopbackUp, makeLinux } from "#sim/nodes/linux";
import { type MacAddress, parseMac } from "#sim/wire/address";
import { ethernetMtu } from "#sim/wire/ethernet";
import type { Case, CaseNode } from "./case.ts";

/**
 * A virtual Ethernet pair with the processing behind it: half of what one hop took when the cases were
 * recorded.
 */
const hop: CablePlan = { ...plainCablePlan, delay: micros(15) };
export const fabricName = "fabric";

/** Builds the network of a case, with the namespace of its bridges. */
export function networkOf(one: Case): Network {
  const network = buildNetwork(planOf(one));
  const { simulation } = network;
  const fabric = makeLinux({ name: fabricName, kind: "host", preset: "kernel", simulation });
  bringLoopbackUp(fabric.stack);
  for (const bridge of network.segments.values()) fabric.bridges.set(bridge.name, bridge);
  network.nodes.set(fabricName, fabric);
  return network;
}

function planOf(one: Case): NetworkPlan {
  const segments = [...new Set(one.nodes.flatMap((node) => node.ifaces.map(({ seg }) => seg)))];
  const ports = one.nodes.flatMap((node) => node.ifaces.map(({ name }) => `${node.name} ${name}`));
  return {
    seed: 1,
    isOneKernel: true,
    segments: segments.map((name, index) => ({
      name,
      kind: "switch" as const,
      mtu: ethernetMtu,
      bridgeName: `br${index}`,
    })),
    nodes: one.nodes.map((node) => ({
      name: node.name,
      kind: "director" as const,
      preset: "kernel" as const,
      modules: ["ipip" as const],
      devices: node.ifaces.map((iface) => deviceOf(node, iface, { ports, bridges: segments.length })),
    })),
  };
}

/** Indexes below those of the bridges in the fabric: loopback and tunl0. */
const firstBridgeIndex = 3;

function deviceOf(
  node: CaseNode,
  iface: CaseNode["ifaces"][number],
  { ports, bridges }: { readonly ports: readonly string[]; readonly bridges: number },
) {
  const port = ports.indexOf(`${node.name} ${iface.name}`);
  return {
    name: iface.name,
    segment: iface.seg,
    mac: parseMac(iface.mac) ?? (0 as MacAddress),
    mtu: iface.mtu ?? ethernetMtu,
    cable: hop,
    portName: `p${port}`,
    veth: { peerIndex: firstBridgeIndex + bridges + port, namespace: fabricName },
  };
}
