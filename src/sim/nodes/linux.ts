/**
 * A Linux machine: its stack put together from its parts, with loopback up and the protocols registered.
 *
 * This is where the parts learn of each other: a device hands its frames to the stack, ICMP, TCP, UDP and
 * IPIP take their packets.
 */

import type { Simulation } from "../engine/simulation.ts";
import { seconds } from "../engine/time.ts";
import type { KernelBuild } from "../ipvs/kernel-build.ts";
import { type DeviceKind, type NetDevice, netDevice, receive } from "../link/device.ts";
import { addAddress } from "../stack/address.ts";
import { noArpHooks } from "../stack/arp-hooks.ts";
import { emptyFib } from "../stack/fib.ts";
import { noHooks } from "../stack/hooks.ts";
import { receiveIcmp, sendIcmpError } from "../stack/icmp.ts";
import { sendError } from "../stack/icmp-error.ts";
import { emptyIcmpState } from "../stack/icmp-limits.ts";
import { receiveFrame } from "../stack/input.ts";
import { type Interface, scopes } from "../stack/interface.ts";
import { addInterface, setUp, watchSettings } from "../stack/interfaces.ts";
import { emptyLog, type KernelLog } from "../stack/kernel-log.ts";
import { emptyNetfilter } from "../stack/netfilter/netfilter.ts";
import type { PacketContext } from "../stack/packet-context.ts";
import { emptyPathCache } from "../stack/path-cache.ts";
import type { ProvenPackets } from "../stack/proven-packets.ts";
import { emptyReassembly } from "../stack/reassembly.ts";
import { emptySnmp } from "../stack/snmp.ts";
import { emptySockets } from "../stack/socket.ts";
import type { Stack } from "../stack/stack.ts";
import type { SysctlPreset } from "../stack/sysctl.ts";
import { makeSysctls } from "../stack/sysctl-table.ts";
import { registerTransport } from "../stack/transport.ts";
import { emptyTunnels } from "../stack/tunnel.ts";
import { transmitThroughTunnel } from "../stack/tunnel-output.ts";
import type { Ipv4Address, MacAddress } from "../wire/address.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { protocols } from "../wire/ipv4.ts";
import type { NetNode, NodeKindName } from "./node.ts";
import type { NodeEvent } from "./node-events.ts";

/** What the namespaces of one kernel have in common. */
export interface SharedKernel {
  readonly log: KernelLog;
  readonly proven: ProvenPackets;
}

export interface NodeFields {
  readonly name: string;
  readonly kind: NodeKindName;
  readonly preset: SysctlPreset;
  /** Debian's if nothing is said. */
  readonly kernel?: KernelBuild;
  readonly simulation: Simulation<NodeEvent>;
  /** Given where several nodes are namespaces of one kernel. */
  readonly sharedKernel?: SharedKernel;
}

/** A Linux machine without devices but loopback. */
export function makeLinux(fields: NodeFields): NetNode {
  const { name, kind, kernel = "debian" } = fields;
  const stack = makeStack(fields);
  return { name, kind, kernel, stack, bridges: new Map(), ipvs: undefined };
}

function makeStack({ name, preset, simulation, sharedKernel }: NodeFields): Stack {
  const parts = {
    name,
    simulation,
    sysctl: makeSysctls(preset),
    interfaces: new Map<string, Interface>(),
    fib: emptyFib(),
    paths: emptyPathCache(),
    hooks: noHooks(),
    arpHooks: noArpHooks(),
    netfilter: emptyNetfilter(),
    snmp: emptySnmp(),
    icmp: emptyIcmpState(sendIcmpError),
    reassembly: emptyReassembly(),
    looped: new WeakMap(),
    sockets: emptySockets(simulation, name),
    tunnels: emptyTunnels(transmitThroughTunnel),
    kernelLog: sharedKernel?.log ?? emptyLog(),
    proven: sharedKernel?.proven,
    protocols: new Map(),
    counters: { nextDeviceIndex: 1, nextIpId: 0 },
    onDeviceAdded: [],
    onNeighbourTouched: undefined,
    timeWait: seconds(60),
  };
  // Loopback is the one part that needs the others to be made.
  const stack = parts as unknown as Stack & { loopback: Interface };
  watchSettings(stack);
  stack.loopback = addLoopback(stack);
  stack.protocols.set(protocols.icmp, (context) => receiveIcmp(stack, context));
  registerTransport(stack);
  stack.arpHooks.unreachable.push(nextHopFailed);
  return stack;
}

/**
 * The next hop did not answer: the sender gets an ICMP error; for an own packet it comes back over loopback.
 */
function nextHopFailed(stack: Stack, context: PacketContext): void {
  sendError(stack, context, { type: icmpTypes.unreachable, code: unreachableCodes.host, rest: 0 });
}

const loopbackMtu = 65536;
const loopbackAddress = 0x7f000001 as Ipv4Address;

function addLoopback(stack: Stack): Interface {
  const device = deviceOf(stack, { name: "lo", kind: "loopback", mac: 0 as MacAddress, mtu: loopbackMtu });
  const iface = addInterface(stack, device);
  device.onFrame = (frame) => receiveFrame(stack, iface, frame);
  device.onSend = (frame) => {
    stack.simulation.after(loopbackDelay, (looped) => receive(device, looped, stack.simulation), frame);
  };
  return iface;
}

/** Time a packet takes through loopback: about what a softirq costs. */
const loopbackDelay = 5000 as ReturnType<typeof seconds>;

/** Brings loopback up, as every system does at boot. */
export function bringLoopbackUp(stack: Stack): void {
  addAddress(stack, stack.loopback, { address: loopbackAddress, length: 8, scope: scopes.host });
  setUp(stack, stack.loopback);
}

/** What a new device of a node needs beyond its node. */
export interface NewDevice {
  readonly name: string;
  readonly mac: MacAddress;
  readonly mtu: number;
}

/** Adds an Ethernet device that is plugged into nothing yet, and down. */
export function addEthernet(stack: Stack, fields: NewDevice): Interface {
  return attach(stack, deviceOf(stack, { ...fields, kind: "ethernet" }));
}

/** A device with the node's next index. */
export function deviceOf(
  stack: Stack,
  fields: NewDevice & { readonly kind: DeviceKind; readonly vlan?: { id: number; lower: NetDevice } },
): NetDevice {
  const index = stack.counters.nextDeviceIndex++;
  return netDevice({ node: stack.name, index, ...fields });
}

/** Hands a device's frames to the stack. */
export function attach(stack: Stack, device: NetDevice): Interface {
  const iface = addInterface(stack, device);
  device.onFrame = (frame) => receiveFrame(stack, iface, frame);
  for (const tell of stack.onDeviceAdded) tell(device);
  return iface;
}
