/**
 * Two hosts joined by a line: what one's stack sends past local-out is handed to the other's transports,
 * after a delay, and written down as in `>PA1.19/42`: flags, relative sequence and acknowledgement, bytes.
 */

import { Simulation } from "#sim/engine/simulation";
import { micros, seconds } from "#sim/engine/time";
import { netDevice } from "#sim/link/device";
import { addAddress } from "#sim/stack/address";
import { noArpHooks } from "#sim/stack/arp-hooks";
import { emptyFib } from "#sim/stack/fib";
import { noHooks, register } from "#sim/stack/hooks";
import { sendIcmpError } from "#sim/stack/icmp";
import { emptyIcmpState } from "#sim/stack/icmp-limits";
import { addInterface, setUp } from "#sim/stack/interfaces";
import { emptyLog } from "#sim/stack/kernel-log";
import { emptyNetfilter } from "#sim/stack/netfilter/netfilter";
import { received } from "#sim/stack/packet-context";
import { emptyPathCache } from "#sim/stack/path-cache";
import { emptyReassembly } from "#sim/stack/reassembly";
import { outputRoute } from "#sim/stack/route-lookup";
import { emptySnmp } from "#sim/stack/snmp";
import { emptySockets } from "#sim/stack/socket";
import type { Stack } from "#sim/stack/stack";
import { makeSysctls } from "#sim/stack/sysctl-table";
import { registerTransport } from "#sim/stack/transport";
import { emptyTunnels } from "#sim/stack/tunnel";
import { transmitThroughTunnel } from "#sim/stack/tunnel-output";
import { stolen } from "#sim/stack/verdict";
import type { Ipv4Address, MacAddress } from "#sim/wire/address";
import { parseIpv4 } from "#sim/wire/address";
import type { Ipv4Packet } from "#sim/wire/ipv4";

export const addressOf = (text: string): Ipv4Address => parseIpv4(text) as Ipv4Address;

export interface Line {
  readonly simulation: Simulation<never>;
  readonly client: Stack;
  readonly server: Stack;
  /** Every packet that left, in order. `isLost`: the line swallowed it. */
  readonly sent: {
    readonly at: number;
    readonly from: Stack;
    readonly packet: Ipv4Packet;
    isLost: boolean;
  }[];
  /** Decides which packets are lost; none by default. */
  loses: (packet: Ipv4Packet, from: Stack) => boolean;
  /** Hands a packet to a host as if it had come by the line. */
  readonly deliver: (to: Stack, packet: Ipv4Packet) => void;
}

const delay = micros(50);

/**
 * A client 10.0.0.1 and a server 10.0.0.2; TCP options other than the MSS are off unless `options` is true.
 */
export function lineOf(options = false): Line {
  const simulation = new Simulation<never>(1);
  const client = hostOf(simulation, "client", "10.0.0.1");
  const server = hostOf(simulation, "server", "10.0.0.2");
  const deliver = (to: Stack, packet: Ipv4Packet): void => {
    const context = received(packet, to.interfaces.get("eth0") ?? to.loopback, undefined, "host");
    const way = outputRoute(to, { dst: packet.dst });
    if (way.ok) context.route = way.route;
    to.protocols.get(packet.protocol)?.(context);
  };
  const line: Line = { simulation, client, server, sent: [], loses: () => false, deliver };
  for (const [from, to] of [
    [client, server],
    [server, client],
  ] as const) {
    join(line, from, to);
    if (options) continue;
    from.sysctl.global.tcp_sack = 0;
    from.sysctl.global.tcp_timestamps = 0;
    from.sysctl.global.tcp_window_scaling = 0;
  }
  return line;
}

function join(line: Line, from: Stack, to: Stack): void {
  register(from.hooks, "local-out", {
    name: "line",
    priority: 1000,
    handle: ({ packet }) => {
      const isLost = line.loses(packet, from);
      line.sent.push({ at: line.simulation.now, from, packet, isLost });
      if (!isLost) line.simulation.after(delay, () => line.deliver(to, packet), undefined);
      return stolen;
    },
  });
}

function hostOf(simulation: Simulation<never>, name: string, address: string): Stack {
  const parts = {
    name,
    simulation,
    sysctl: makeSysctls("kernel"),
    interfaces: new Map(),
    fib: emptyFib(),
    paths: emptyPathCache(),
    hooks: noHooks(),
    netfilter: emptyNetfilter(),
    arpHooks: noArpHooks(),
    snmp: emptySnmp(),
    icmp: emptyIcmpState(sendIcmpError),
    reassembly: emptyReassembly(),
    sockets: emptySockets(simulation, name),
    tunnels: emptyTunnels(transmitThroughTunnel),
    kernelLog: emptyLog(),
    protocols: new Map(),
    modules: new Set<string>(),
    counters: { nextDeviceIndex: 1, nextIpId: 0 },
    onDeviceAdded: [],
    onNeighbourTouched: undefined,
    timeWait: seconds(60),
  };
  const stack = parts as unknown as { -readonly [field in keyof Stack]: Stack[field] };
  const lo = netDevice({
    node: name,
    name: "lo",
    index: 1,
    kind: "loopback",
    mac: 0 as MacAddress,
    mtu: 65536,
  });
  stack.loopback = addInterface(stack, lo);
  const eth0 = netDevice({ node: name, name: "eth0", index: 2, kind: "ethernet", mac: 2 as MacAddress });
  eth0.hasCarrier = () => true;
  const iface = addInterface(stack, eth0);
  setUp(stack, stack.loopback);
  setUp(stack, iface);
  addAddress(stack, iface, { address: addressOf(address), length: 24 });
  registerTransport(stack);
  return stack;
}

const letters = ["F", "S", "R", "P", "A"];

/** What passed at the client's end: `>` left it, `<` came; numbers count from the two SYNs. */
export function transcript(line: Line, from = 0): string[] {
  const base = new Map<Stack, number>();
  const rows: string[] = [];
  for (const { from: sender, packet, isLost } of line.sent) {
    const { payload } = packet;
    if (payload.kind !== "tcp") continue;
    const other = sender === line.client ? line.server : line.client;
    if ((payload.flags & 2) !== 0) base.set(sender, payload.seq);
    const flags = letters.filter((_, bit) => (payload.flags & (1 << bit)) !== 0).join("");
    const seq = (payload.seq - (base.get(sender) ?? 0)) >>> 0;
    const ack = (payload.flags & 16) === 0 ? 0 : (payload.ack - (base.get(other) ?? 0)) >>> 0;
    const length = payload.payload.length === 0 ? "" : `/${payload.payload.length}`;
    const lost = isLost ? " lost" : "";
    rows.push(`${sender === line.client ? ">" : "<"}${flags}${seq}.${ack}${length}${lost}`);
  }
  return rows.slice(from);
}

/** Gaps before each packet of the client, in milliseconds. */
export const gapsOf = (line: Line, from: Stack): number[] => {
  const times = line.sent.filter((entry) => entry.from === from).map(({ at }) => at / 1e6);
  return times.slice(1).map((time, index) => Math.round(time - (times[index] as number)));
};
