/**
 * A scenario to the plan of its network: nodes, devices and cables, with every default filled in.
 *
 * No configuration: files, sysctls, setups and programs are for whoever runs the lab.
 */

import type { Nanos } from "#sim/engine/time";
import { plainCable } from "#sim/link/cable";
import type { CablePlan, DevicePlan, NetworkPlan, NodePlan, SegmentPlan } from "#sim/network";
import { ethernetMtu } from "#sim/wire/ethernet";
import type { Device, Impairments, Scenario, ScenarioNode, Segment } from "./scenario.ts";
import { defaultMac } from "./scenario.ts";

/** How much later a frame arrives that others overtake: long enough for a few of any size. */
const reorderDelay = 1_000_000 as Nanos;

/** The plan of a scenario's network; `seed` in place of the scenario's own, if given. */
export function planOf(scenario: Scenario, seed: number = scenario.seed): NetworkPlan {
  return {
    seed,
    segments: scenario.segments.map(segmentPlan),
    nodes: scenario.nodes.map((node, index) => nodePlan(scenario, node, index)),
  };
}

const segmentPlan = ({ name, kind, mtu, ageing }: Segment): SegmentPlan => ({
  name,
  kind,
  mtu: mtu ?? ethernetMtu,
  ...(ageing === undefined ? {} : { ageing }),
});

const nodePlan = (scenario: Scenario, node: ScenarioNode, index: number): NodePlan => ({
  name: node.name,
  kind: node.kind,
  preset: node.preset ?? scenario.preset,
  ...(node.kernel === undefined ? {} : { kernel: node.kernel }),
  devices: node.devices.map((device, deviceIndex) =>
    devicePlan(device, segmentNamed(scenario, device.segment), defaultMac(index, deviceIndex)),
  ),
});

const segmentNamed = ({ segments }: Scenario, name: string): Segment | undefined =>
  segments.find((segment) => segment.name === name);

function devicePlan(device: Device, segment: Segment | undefined, mac: DevicePlan["mac"]): DevicePlan {
  const { name, txqueuelen, vlan, trunk } = device;
  return {
    name,
    segment: device.segment,
    mac: device.mac ?? mac,
    mtu: device.mtu ?? segment?.mtu ?? ethernetMtu,
    cable: cablePlan({ ...segment, ...device }),
    ...(txqueuelen === undefined ? {} : { txqueuelen }),
    ...(vlan === undefined ? {} : { vlan }),
    ...(trunk === undefined ? {} : { trunk }),
  };
}

/** The cable of a device: what the device says of it, else its segment, else a plain one. */
function cablePlan(impairments: Impairments): CablePlan {
  const { lossPerMillion = 0, duplicatePerMillion = 0, reorderPerMillion = 0 } = impairments;
  const isWhole = lossPerMillion + duplicatePerMillion + reorderPerMillion === 0;
  return {
    delay: impairments.delay ?? plainCable.delay,
    rateBitsPerSecond: impairments.rateBitsPerSecond ?? plainCable.rateBitsPerSecond,
    impairment: isWhole
      ? plainCable.impairment
      : { lossPerMillion, duplicatePerMillion, reorderPerMillion, reorderDelay },
  };
}
