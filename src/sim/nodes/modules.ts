/**
 * Kernel modules that change what a node can do: ip_vs brings the load balancer, ipip the device tunl0,
 * ip_gre the devices of GRE, fou UDP ports that take packets of tunnels, toa the clients behind FULLNAT.
 *
 * The devices gretap0 and erspan0 are there because they are listed: frames within GRE are left out.
 */

import { loadIpvs } from "../ipvs/ipvs.ts";
import { registerGre } from "../stack/gre.ts";
import type { Interface } from "../stack/interface.ts";
import { removeInterface } from "../stack/interfaces.ts";
import type { Stack } from "../stack/stack.ts";
import { unregister } from "../stack/sysctl-register.ts";
import { startTellingClients, stopTellingClients } from "../stack/tcp/peer-name.ts";
import {
  fallbackNames,
  fallbackTunnel,
  overheadOf,
  receiveTunnelled,
  type TunnelKind,
} from "../stack/tunnel.ts";
import { learnFromTunnelError } from "../stack/tunnel-errors.ts";
import { closeUdp } from "../stack/udp-socket.ts";
import type { MacAddress } from "../wire/address.ts";
import { ethernetMtu } from "../wire/ethernet.ts";
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

/** `modprobe ipip`: packets of protocol 4 are unwrapped, and tunl0 exists (down). */
export function loadIpipModule({ stack }: NetNode): void {
  if (stack.interfaces.has(fallbackNames.ipip)) return;
  stack.protocols.set(protocols.ipip, (context) => receiveTunnelled(stack, context));
  addFallback(stack, "ipip");
}

function addFallback(stack: Stack, kind: TunnelKind): void {
  const bare = { kind, outputChecksum: false, encapsulation: undefined };
  const iface = addTunnelDevice(stack, fallbackNames[kind], { kind, mtu: ethernetMtu - overheadOf(bare) });
  stack.tunnels.tunnels.push(fallbackTunnel(iface, kind));
  stack.sockets.reporters.set(protocols[kind], (report) => learnFromTunnelError(stack, kind, report));
}

/** `modprobe -r ipip`: tunl0 and all other tunnels go, and packets of protocol 4 are nobody's. */
export function unloadIpipModule({ stack }: NetNode): void {
  removeTunnels(stack, "ipip");
  stack.protocols.delete(protocols.ipip);
}

/** `modprobe toa`: programs see the client that a FULLNAT director tells instead of the director. */
export const loadToaModule = ({ stack }: NetNode): void => startTellingClients(stack);

/** `modprobe -r toa`: they see the director again. */
export const unloadToaModule = ({ stack }: NetNode): void => stopTellingClients(stack);

function removeTunnels(stack: Stack, kind: TunnelKind): void {
  const { tunnels } = stack.tunnels;
  const kept = tunnels.filter((tunnel) => tunnel.kind !== kind);
  const gone = tunnels.filter((tunnel) => tunnel.kind === kind);
  tunnels.splice(0, tunnels.length, ...kept);
  for (const { interface: iface } of gone) removeInterface(stack, iface);
  stack.sockets.reporters.delete(protocols[kind]);
}

/** `modprobe gre`: packets of protocol 47 are taken, and dropped without a word while ip_gre is not there. */
export const loadGreModule = ({ stack }: NetNode): void => registerGre(stack);

/** `modprobe -r gre`: packets of protocol 47 are nobody's. */
export function unloadGreModule({ stack }: NetNode): void {
  stack.protocols.delete(protocols.gre);
}

/** Room that Linux leaves on an Ethernet of 1500 for what travels within GRE as frames. */
const frameDevices = [
  ["gretap0", "gretap", 1462],
  ["erspan0", "erspan", 1450],
] as const;

/** `modprobe ip_gre`: gre0 takes packets within GRE; it, gretap0 and erspan0 are down. */
export function loadIpGreModule({ stack }: NetNode): void {
  if (stack.interfaces.has(fallbackNames.gre)) return;
  addFallback(stack, "gre");
  for (const [name, kind, mtu] of frameDevices) {
    attach(stack, deviceOf(stack, { name, kind, mac: 0 as MacAddress, mtu }));
  }
}

/** `modprobe -r ip_gre`: all devices of GRE go. */
export function unloadIpGreModule({ stack }: NetNode): void {
  removeTunnels(stack, "gre");
  for (const [name] of frameDevices) {
    const iface = stack.interfaces.get(name);
    if (iface !== undefined) removeInterface(stack, iface);
  }
}

/** `modprobe -r fou`: its ports are closed. */
export function unloadFouModule({ stack }: NetNode): void {
  for (const { socket } of stack.tunnels.fouPorts.splice(0)) closeUdp(socket);
}

/** A tunnel device, down; what its ends are stands in the tunnel table. */
export function addTunnelDevice(
  stack: Stack,
  name: string,
  { kind, mtu }: { readonly kind: TunnelKind; readonly mtu: number },
): Interface {
  const iface = attach(stack, deviceOf(stack, { name, kind, mac: 0 as MacAddress, mtu }));
  iface.device.txqueuelen = 1000;
  return iface;
}
