/**
 * Kernel modules that change what a node can do: ip_vs brings the load balancer, ipip the device tunl0.
 */

import { loadIpvs } from "../ipvs/ipvs.ts";
import type { Interface } from "../stack/interface.ts";
import { removeInterface } from "../stack/interfaces.ts";
import type { Stack } from "../stack/stack.ts";
import { unregister } from "../stack/sysctl-register.ts";
import { overhead, receiveTunnelled } from "../stack/tunnel.ts";
import { anyAddress, type MacAddress } from "../wire/address.ts";
import { protocols } from "../wire/ipv4.ts";
import { attach, deviceOf } from "./linux.ts";
import type { NetNode } from "./node.ts";

/** `modprobe ip_vs`: the node can be a director from now on. Doing it twice changes nothing. */
export function loadIpvsModule(node: NetNode): void {
  node.ipvs ??= loadIpvs(node.stack, node.kernel);
}

/** `modprobe -r ip_vs`: entries and switches go. EBUSY: there are services or daemons. */
export function unloadIpvsModule(node: NetNode): "ok" | "EBUSY" {
  const { ipvs, stack } = node;
  if (ipvs === undefined) return "ok";
  if (ipvs.services.all.length > 0 || ipvs.syncDaemons.size > 0) return "EBUSY";
  ipvs.wheel.clear();
  unregister(stack.sysctl, "net.ipv4.vs");
  stack.netfilter.matches.ipvs = undefined;
  node.ipvs = undefined;
  return "ok";
}

const ethernetMtu = 1500;

/** `modprobe ipip`: packets of protocol 4 are unwrapped, and tunl0 exists (down). */
export function loadIpipModule({ stack }: NetNode): void {
  if (stack.interfaces.has("tunl0")) return;
  stack.protocols.set(protocols.ipip, (context) => receiveTunnelled(stack, context));
  const iface = addTunnelDevice(stack, "tunl0", ethernetMtu - overhead);
  const ends = { local: anyAddress, remote: anyAddress };
  stack.tunnels.tunnels.push({ interface: iface, ...ends, ttl: 0, tos: 1, pathMtuDiscovery: false });
}

/** `modprobe -r ipip`: tunl0 and all other tunnels go, and packets of protocol 4 are nobody's. */
export function unloadIpipModule({ stack }: NetNode): void {
  for (const { interface: iface } of stack.tunnels.tunnels.splice(0)) removeInterface(stack, iface);
  stack.protocols.delete(protocols.ipip);
}

/** A tunnel device, down; what its ends are stands in the tunnel table. */
export function addTunnelDevice(stack: Stack, name: string, mtu: number): Interface {
  const iface = attach(stack, deviceOf(stack, { name, kind: "ipip", mac: 0 as MacAddress, mtu }));
  iface.device.txqueuelen = 1000;
  return iface;
}
