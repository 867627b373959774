/**
 * A network: its nodes, the switches between them and the cables, as one plan says; nothing is configured
 * yet.
 */

import { Simulation } from "./engine/simulation.ts";
import type { Nanos } from "./engine/time.ts";
import type { KernelBuild } from "./ipvs/kernel-build.ts";
import { addPort, type Bridge, emptyBridge, setAgeing } from "./link/bridge.ts";
import { type Cable, join } from "./link/cable.ts";
import { type NetDevice, netDevice, type Veth } from "./link/device.ts";
import type { Impairment } from "./link/impairment.ts";
import { noImpairment } from "./link/impairment.ts";
import { kindOf } from "./nodes/index.ts";
import { addEthernet, type NodeFields, type SharedKernel } from "./nodes/linux.ts";
import { loadIpipModule } from "./nodes/modules.ts";
import type { NetNode, NodeKindName } from "./nodes/node.ts";
import { emptyLog } from "./stack/kernel-log.ts";
import type { SysctlPreset } from "./stack/sysctl.ts";
import type { NetworkEvent } from "./trace.ts";
import type { MacAddress } from "./wire/address.ts";

/** What the cables of a segment do to frames. */
export interface CablePlan {
  readonly delay: Nanos;
  /** 0: no limit. */
  readonly rateBitsPerSecond: number;
  readonly impairment: Impairment;
}

export interface SegmentPlan {
  readonly name: string;
  /** `switch` learns, `hub` repeats, `cable` joins exactly two devices. */
  readonly kind: "switch" | "hub" | "cable";
  readonly mtu: number;
  /** How long the switch remembers; `undefined`: 300 s. */
  readonly ageing?: Nanos;
  /** What the switch calls itself, where that is not the segment's name. */
  readonly bridgeName?: string;
}

export interface DevicePlan {
  readonly name: string;
  readonly segment: string;
  readonly mac: MacAddress;
  readonly mtu: number;
  readonly txqueuelen?: number;
  readonly cable: CablePlan;
  /** VLAN of its port of the switch; `undefined`: the switch does not filter for its sake. */
  readonly vlan?: number;
  /** VLANs that its port carries tagged. */
  readonly trunk?: readonly number[];
  /** Where the device is to show itself as one of a virtual pair, as in a namespace. */
  readonly veth?: Veth;
  /** What the switch calls the port. */
  readonly portName?: string;
}

export interface NodePlan {
  readonly name: string;
  readonly kind: NodeKindName;
  readonly preset: SysctlPreset;
  /** Debian's if nothing is said. */
  readonly kernel?: KernelBuild;
  readonly devices: readonly DevicePlan[];
  /** Modules that are loaded before the devices appear. */
  readonly modules?: readonly "ipip"[];
}

export interface NetworkPlan {
  readonly seed: number;
  readonly segments: readonly SegmentPlan[];
  readonly nodes: readonly NodePlan[];
  /** Really encode and decode every frame on every cable. */
  readonly asBytes?: boolean;
  /** All nodes are namespaces of one kernel: `dmesg` shows the lines of all. */
  readonly isOneKernel?: boolean;
}

export interface Network {
  readonly simulation: Simulation<NetworkEvent>;
  readonly nodes: Map<string, NetNode>;
  /** The switches, by the name of their segment. */
  readonly segments: Map<string, Bridge>;
  readonly cables: Cable[];
}

/** Makes the network of a plan: every cable plugged in, every device down, no address anywhere. */
export function buildNetwork(plan: NetworkPlan): Network {
  const simulation = new Simulation<NetworkEvent>(plan.seed);
  const network: Network = { simulation, nodes: new Map(), segments: new Map(), cables: [] };
  for (const segment of plan.segments) {
    if (segment.kind !== "cable") network.segments.set(segment.name, switchOf(segment, simulation));
  }
  const shared: Shared = {
    loose: new Map(),
    ...(plan.isOneKernel === true ? { kernel: { log: emptyLog(), proven: new Set<number>() } } : {}),
  };
  for (const node of plan.nodes) addNode(network, plan, node, shared);
  return network;
}

function switchOf(segment: SegmentPlan, simulation: Simulation<NetworkEvent>): Bridge {
  const { name, kind, ageing, bridgeName } = segment;
  const bridge = emptyBridge(bridgeName ?? name, simulation, { isHub: kind === "hub" });
  if (ageing !== undefined) setAgeing(bridge, ageing);
  return bridge;
}

interface Shared {
  /** First ends of direct cables that wait for their second. */
  readonly loose: Map<string, NetDevice>;
  readonly kernel?: SharedKernel;
}

function addNode(network: Network, plan: NetworkPlan, node: NodePlan, shared: Shared): void {
  const fields: NodeFields = {
    name: node.name,
    kind: node.kind,
    preset: node.preset,
    ...(node.kernel === undefined ? {} : { kernel: node.kernel }),
    simulation: network.simulation,
    ...(shared.kernel === undefined ? {} : { sharedKernel: shared.kernel }),
  };
  const made = kindOf(node.kind).make(fields);
  network.nodes.set(node.name, made);
  if (node.modules?.includes("ipip") === true) loadIpipModule(made);
  for (const device of node.devices) plugIn(network, plan, { node: made, device, loose: shared.loose });
}

interface Plugging {
  readonly node: NetNode;
  readonly device: DevicePlan;
  readonly loose: Map<string, NetDevice>;
}

function plugIn(network: Network, plan: NetworkPlan, { node, device, loose }: Plugging): void {
  const { stack } = node;
  const made = addEthernet(stack, { name: device.name, mac: device.mac, mtu: device.mtu }).device;
  if (device.txqueuelen !== undefined) made.txqueuelen = device.txqueuelen;
  made.veth = device.veth;
  const bridge = network.segments.get(device.segment);
  const other =
    bridge === undefined ? loose.get(device.segment) : portFor(network, bridge, node.name, device);
  if (other === undefined) {
    loose.set(device.segment, made);
    return;
  }
  const { delay, rateBitsPerSecond, impairment } = device.cable;
  const name = `${node.name}:${device.name}`;
  const fields = { name, delay, rateBitsPerSecond, impairment, asBytes: plan.asBytes ?? false };
  network.cables.push(join(made, other, fields, network.simulation));
}

/** A port of a switch for a device, up, with the VLANs that the plan gives it. */
function portFor(network: Network, bridge: Bridge, node: string, plan: DevicePlan): NetDevice {
  const device = netDevice({
    node: bridge.name,
    name: plan.portName ?? `p-${node}-${plan.name}`,
    index: bridge.ports.length + 2,
    kind: "ethernet",
    mac: (0x06_00_00_00_00_00 + network.cables.length + 1) as MacAddress,
    mtu: plan.mtu,
  });
  device.isUp = true;
  const { vlans } = addPort(bridge, device);
  if (plan.vlan === undefined && plan.trunk === undefined) return device;
  bridge.filtersVlans = true;
  const pvid = plan.vlan ?? 1;
  vlans.pvid = pvid;
  vlans.allowed.clear();
  vlans.untagged.clear();
  for (const id of [pvid, ...(plan.trunk ?? [])]) vlans.allowed.add(id);
  vlans.untagged.add(pvid);
  return device;
}

/** A cable without limit or fault, 10 µs long in time. */
export const plainCablePlan: CablePlan = {
  delay: 10_000 as Nanos,
  rateBitsPerSecond: 0,
  impairment: noImpairment,
};
