/**
 * Devices that an administrator adds to a node: VLANs, dummies, bridges (`ip link add`).
 */

import { addPort, type Bridge, emptyBridge, removePort, sendFromBridge } from "../link/bridge.ts";
import { isTunnel, type NetDevice, transmit } from "../link/device.ts";
import { receiveFrame } from "../stack/input.ts";
import type { Interface } from "../stack/interface.ts";
import { followMtu, inheritMac, removeInterface } from "../stack/interfaces.ts";
import { logLimited } from "../stack/kernel-log.ts";
import type { Stack } from "../stack/stack.ts";
import { fallbackNames } from "../stack/tunnel.ts";
import { formatMac, type MacAddress } from "../wire/address.ts";
import { ethernet } from "../wire/ethernet.ts";
import { attach, deviceOf } from "./linux.ts";
import type { NetNode } from "./node.ts";

/** `ip link add link LOWER name NAME type vlan id ID`: frames are tagged below and untagged above. */
export function addVlan(stack: Stack, lower: Interface, name: string, id: number): Interface {
  const below = lower.device;
  const vlan = { id, lower: below };
  const device = deviceOf(stack, { name, kind: "vlan", mac: below.mac, mtu: below.mtu, vlan });
  device.hasCarrier = () => below.isUp && below.hasCarrier();
  device.onSend = (frame) => {
    const tagged = ethernet(frame.dst, frame.src, frame.payload, { id, priority: 0 });
    transmit(below, tagged, stack.simulation);
  };
  return attach(stack, device);
}

/** `ip link add NAME type dummy`: a device that swallows what it is given; addresses live on it. */
export function addDummy(stack: Stack, name: string): Interface {
  const mac = localMac(stack);
  const iface = attach(stack, deviceOf(stack, { name, kind: "dummy", mac, mtu: 1500 }));
  iface.device.usesArp = false;
  return iface;
}

/** `ip link add NAME type bridge`: a switch inside the node, with a device of its own. */
export function addBridge(node: NetNode, name: string): Bridge {
  const { stack } = node;
  const device = deviceOf(stack, { name, kind: "bridge", mac: localMac(stack), mtu: 1500 });
  const bridge = emptyBridge(name, stack.simulation, {
    device,
    onOwnSource: (port, mac, vlan) => {
      const where = `${name}: received packet on ${port.device.name}`;
      const what = `own address as source address (addr:${formatMac(mac)}, vlan:${vlan})`;
      logLimited(stack, `${where} with ${what}`);
    },
  });
  device.hasCarrier = () => bridge.ports.some((port) => port.device.isUp && port.device.hasCarrier());
  device.onSend = (frame) => sendFromBridge(bridge, frame);
  attach(stack, device);
  node.bridges.set(name, bridge);
  return bridge;
}

/** `ip link set DEV master BRIDGE`. */
export function enslave(stack: Stack, bridge: Bridge, iface: Interface): void {
  addPort(bridge, iface.device);
  iface.device.promiscuous++;
  followPorts(stack, bridge);
}

/** A bridge has the least MAC address and the least MTU of its ports, unless it was given its own. */
function followPorts(stack: Stack, { name, ports }: Bridge): void {
  const iface = stack.interfaces.get(name);
  const [first, ...rest] = ports.map(({ device }) => device);
  if (iface === undefined || first === undefined) return;
  const least = (pick: (device: NetDevice) => number): number => Math.min(...[first, ...rest].map(pick));
  inheritMac(stack, iface, least(({ mac }) => mac) as MacAddress);
  if (!iface.device.hasOwnMtu)
    followMtu(
      stack,
      iface,
      least(({ mtu }) => mtu),
    );
}

/** `ip link set DEV nomaster`: its frames go to the stack again. */
export function release(stack: Stack, bridge: Bridge, iface: Interface): void {
  removePort(bridge, iface.device);
  iface.device.promiscuous--;
  followPorts(stack, bridge);
  iface.device.onFrame = (frame) => receiveFrame(stack, iface, frame);
}

/**
 * `ip link del DEV` for devices that were added, a pair at once; cards, loopback and the devices that modules
 * bring stay.
 */
export function deleteDevice(node: NetNode, iface: Interface): "ok" | "EOPNOTSUPP" {
  const { kind, name, veth } = iface.device;
  const isCard = kind === "ethernet" && veth?.peerName === undefined;
  if (isCard || kind === "loopback") return "EOPNOTSUPP";
  // A module's own tunnels stay, and nobody is told.
  const isFallback = isTunnel(iface.device) && Object.values(fallbackNames).includes(name);
  if (isFallback || kind === "gretap" || kind === "erspan") return "ok";
  forget(node, iface);
  const peer = node.stack.interfaces.get(veth?.peerName ?? "");
  if (peer !== undefined) forget(node, peer);
  return "ok";
}

/** Takes a device out of everything that knows it. */
function forget(node: NetNode, iface: Interface): void {
  const { stack, bridges } = node;
  const { name, master } = iface.device;
  const above = bridges.get(master?.name ?? "");
  if (above !== undefined) release(stack, above, iface);
  const bridge = bridges.get(name);
  for (const port of [...(bridge?.ports ?? [])]) {
    const member = stack.interfaces.get(port.device.name);
    if (bridge !== undefined && member !== undefined) release(stack, bridge, member);
  }
  bridges.delete(name);
  const { tunnels } = stack.tunnels;
  const index = tunnels.findIndex((tunnel) => tunnel.interface === iface);
  if (index >= 0) tunnels.splice(index, 1);
  for (const other of [...stack.interfaces.values()]) {
    if (other.device.vlan?.lower === iface.device) forget(node, other);
  }
  removeInterface(stack, iface);
}

/** A locally administered address (IEEE 802 bit 1 of the first byte), the same in every run. */
function localMac(stack: Stack): MacAddress {
  const random = stack.simulation.random(`mac addresses of ${stack.name}`);
  return (0x0a0000000000 + random.below(256) * 2 ** 32 + random.next()) as MacAddress;
}
