/**
 * The network of the reference work: what `lvs-lab bench` measures, set up on the very stack that labs use.
 *
 *     client --- swA --- router --- swB --- director --- swC --- server1..4
 *
 * Every cable is its own line of 1 Gbit/s and 10 µs. With NAT the client dials a virtual address of the
 * director; without, it dials the servers in turn and the director only forwards.
 */

import { micros, type Nanos, seconds } from "#sim/engine/time";
import { addDestination } from "#sim/ipvs/destination-admin";
import { nat } from "#sim/ipvs/forwarders/nat";
import { addService } from "#sim/ipvs/service-admin";
import { noImpairment } from "#sim/link/impairment";
import { buildNetwork, type CablePlan, type Network, type NodePlan } from "#sim/network";
import type { NetNode } from "#sim/nodes/node";
import { addAddress } from "#sim/stack/address";
import { addRoute } from "#sim/stack/fib-routes";
import { setUp } from "#sim/stack/interfaces";
import { write } from "#sim/stack/sysctl-table";
import { type Ipv4Address, type MacAddress, parseCidr, parseIpv4 } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";

export interface BenchNetwork {
  readonly network: Network;
  readonly client: NetNode;
  readonly servers: readonly NetNode[];
  /** What the client dials: the virtual address, or every server. */
  readonly targets: readonly { readonly address: Ipv4Address; readonly port: number }[];
}

const line: CablePlan = { delay: micros(10), rateBitsPerSecond: 1e9, impairment: noImpairment };
const serverCount = 4;
const vip = "10.0.1.100";

interface Place {
  readonly name: string;
  readonly kind: NodePlan["kind"];
  /** Segment and address of each device. */
  readonly devices: readonly (readonly [segment: string, address: string])[];
  readonly routes: readonly (readonly [prefix: string, gateway: string])[];
}

const places: readonly Place[] = [
  {
    name: "client",
    kind: "client",
    devices: [["swA", "10.0.0.1/24"]],
    routes: [["0.0.0.0/0", "10.0.0.254"]],
  },
  {
    name: "router",
    kind: "router",
    devices: [
      ["swA", "10.0.0.254/24"],
      ["swB", "10.0.1.1/24"],
    ],
    routes: [["10.0.2.0/24", "10.0.1.2"]],
  },
  {
    name: "director",
    kind: "director",
    devices: [
      ["swB", "10.0.1.2/24"],
      ["swC", "10.0.2.254/24"],
    ],
    routes: [["10.0.0.0/24", "10.0.1.1"]],
  },
  ...Array.from(
    { length: serverCount },
    (_, index): Place => ({
      name: `server${index + 1}`,
      kind: "real-server",
      devices: [["swC", `10.0.2.${11 + index}/24`]],
      routes: [["0.0.0.0/0", "10.0.2.254"]],
    }),
  ),
];

/** Builds the network; `port` is where the servers listen. */
export function benchNetwork(options: {
  readonly nat: boolean;
  readonly asBytes: boolean;
  readonly port: number;
  readonly protocol: number;
  readonly timeWait: Nanos;
}): BenchNetwork {
  const network = buildNetwork({
    seed: 1,
    asBytes: options.asBytes,
    segments: ["swA", "swB", "swC"].map((name) => ({ name, kind: "switch" as const, mtu: 1500 })),
    nodes: places.map(planOf),
  });
  for (const place of places) configure(nodeOf(network, place.name), place, options.timeWait);
  if (options.nat) balance(nodeOf(network, "director"), options);
  network.simulation.runUntil(seconds(0.1));
  const servers = places
    .filter(({ kind }) => kind === "real-server")
    .map(({ name }) => nodeOf(network, name));
  const addresses = options.nat
    ? [vip]
    : places.slice(-serverCount).map(({ devices }) => devices[0]?.[1] ?? "");
  const targets = addresses.map((text) => ({ address: addressOf(text), port: options.port }));
  return { network, client: nodeOf(network, "client"), servers, targets };
}

const planOf = ({ name, kind, devices }: Place, index: number): NodePlan => ({
  name,
  kind,
  preset: "kernel",
  devices: devices.map(([segment], device) => ({
    name: `eth${device}`,
    segment,
    mac: (0x020000000000 + (index + 1) * 256 + device) as MacAddress,
    mtu: 1500,
    cable: line,
  })),
});

function nodeOf(network: Network, name: string): NetNode {
  const node = network.nodes.get(name);
  if (node === undefined) throw new Error(`broken invariant: the bench has a ${name}`);
  return node;
}

const addressOf = (text: string): Ipv4Address => parseIpv4(text.split("/")[0] ?? "") ?? (0 as Ipv4Address);

function configure(node: NetNode, { devices, routes, kind }: Place, timeWait: Nanos): void {
  const { stack } = node;
  stack.timeWait = timeWait;
  devices.forEach(([, text], index) => {
    const iface = stack.interfaces.get(`eth${index}`);
    const prefix = parseCidr(text);
    if (iface === undefined || prefix === undefined) return;
    setUp(stack, iface);
    addAddress(stack, iface, prefix);
  });
  for (const [text, gateway] of routes) {
    const prefix = parseCidr(text);
    if (prefix !== undefined) addRoute(stack, { ...prefix, gateway: addressOf(gateway) }, "add");
  }
  if (kind === "router" || kind === "director") write(stack.sysctl, "net.ipv4.ip_forward", "1");
}

function balance(
  { stack, ipvs }: NetNode,
  { port, protocol }: { readonly port: number; readonly protocol: number },
): void {
  const front = stack.interfaces.get("eth0");
  if (front === undefined || ipvs === undefined) return;
  addAddress(stack, front, { address: addressOf(vip), length: 32 });
  const name = { kind: "endpoint", protocol, address: addressOf(vip), port } as const;
  addService(ipvs, name, { scheduler: "rr" });
  for (let index = 0; index < serverCount; index++) {
    addDestination(ipvs, name, {
      address: addressOf(`10.0.2.${11 + index}`),
      port,
      weight: 1,
      forwarder: nat,
    });
  }
}

/** A network of `count` hosts on one switch, each with one device and one address. */
export function manyNodes(count: number): Network {
  const nodes = Array.from({ length: count }, (_, index): Place => {
    const address = `10.${index >> 8}.${index & 255}.1/8`;
    return { name: `host${index}`, kind: "host", devices: [["lan", address]], routes: [] };
  });
  const network = buildNetwork({
    seed: 1,
    segments: [{ name: "lan", kind: "switch", mtu: 1500 }],
    nodes: nodes.map(planOf),
  });
  for (const place of nodes) configure(nodeOf(network, place.name), place, seconds(60));
  return network;
}

/** Frames that device ports have received so far: packet-hops. */
export function hopsOf({ nodes, segments }: Network): number {
  let hops = 0;
  for (const { stack } of nodes.values()) {
    for (const { device } of stack.interfaces.values()) {
      if (device.kind === "ethernet") hops += device.counters.rxPackets;
    }
  }
  for (const { ports } of segments.values()) {
    for (const { device } of ports) hops += device.counters.rxPackets;
  }
  return hops;
}

export const benchProtocols = { tcp: protocols.tcp, udp: protocols.udp } as const;
