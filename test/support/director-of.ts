/**
 * A director for tests: a stack with a client's network on eth0 and the servers' on eth1, the load balancer
 * loaded, and whatever leaves it written down instead of sent.
 */

import type { Simulation } from "#sim/engine/simulation";
import { seconds } from "#sim/engine/time";
import type { Configured } from "#sim/ipvs/configured";
import { addDestination, deleteDestination, editDestination } from "#sim/ipvs/destination-admin";
import { direct } from "#sim/ipvs/forwarders/direct";
import { forwarders } from "#sim/ipvs/forwarders/index";
import { type Ipvs, loadIpvs } from "#sim/ipvs/ipvs";
import type { KernelBuild } from "#sim/ipvs/kernel-build";
import { connectionRows, serviceRows } from "#sim/ipvs/listing";
import type { ServiceName } from "#sim/ipvs/service";
import { addService, type ServiceFields } from "#sim/ipvs/service-admin";
import { noHooks, register } from "#sim/stack/hooks";
import { receiveIcmp, sendIcmpError } from "#sim/stack/icmp";
import { emptyIcmpState } from "#sim/stack/icmp-limits";
import { receivePacket } from "#sim/stack/input";
import { emptyNetfilter } from "#sim/stack/netfilter/netfilter";
import { received } from "#sim/stack/packet-context";
import { emptyReassembly } from "#sim/stack/reassembly";
import { emptySockets } from "#sim/stack/socket";
import type { Stack } from "#sim/stack/stack";
import { write } from "#sim/stack/sysctl-table";
import { registerTransport } from "#sim/stack/transport";
import { emptyTunnels } from "#sim/stack/tunnel";
import { transmitThroughTunnel } from "#sim/stack/tunnel-output";
import { stolen } from "#sim/stack/verdict";
import { formatEndpoint, formatIpv4 } from "#sim/wire/address";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import { type TcpSegment, tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { udpDatagram } from "#sim/wire/udp";
import { ip, on, set, stackOf } from "./stack-of.ts";

export interface Director {
  readonly stack: Stack;
  readonly ipvs: Ipvs;
  readonly simulation: Simulation<never>;
  /** Packets that left, oldest first; `taken` forgets them. */
  readonly sent: Ipv4Packet[];
}

export const vip = "192.168.50.100";
export const client = "192.168.50.10";

/** eth0 192.168.50.1/24 with the virtual address, eth1 10.0.0.2/24, forwarding on. */
export function directorOf(kernel: KernelBuild = "debian"): Director {
  const stack = stackOf({ eth0: ["192.168.50.1/24", `${vip}/32`], eth1: ["10.0.0.2/24"] });
  Object.assign(stack, {
    hooks: noHooks(),
    netfilter: emptyNetfilter(),
    icmp: emptyIcmpState(sendIcmpError),
    reassembly: emptyReassembly(),
    sockets: emptySockets(stack.simulation as unknown as Simulation<never>, stack.name),
    tunnels: emptyTunnels(transmitThroughTunnel),
    protocols: new Map(),
    counters: { nextDeviceIndex: 9, nextIpId: 0 },
    timeWait: seconds(60),
  });
  registerTransport(stack);
  stack.protocols.set(protocols.icmp, (context) => receiveIcmp(stack, context));
  set(stack, { ip_forward: 1 });
  const sent: Ipv4Packet[] = [];
  register(stack.hooks, "postrouting", {
    name: "wire",
    priority: 1000,
    handle: ({ packet }) => {
      sent.push(packet);
      return stolen;
    },
  });
  const simulation = stack.simulation as unknown as Simulation<never>;
  return { stack, ipvs: loadIpvs(stack, kernel), simulation, sent };
}

/**
 * Runs `ipvsadm` lines: `-A -t VIP:80 -s rr`, `-a -t VIP:80 -r 10.0.0.11:80 -m -w 2 -x 4 -y 2`, `-e`, `-d`.
 */
export function ipvsadm({ ipvs }: Director, ...lines: string[]): Configured {
  let result: Configured = { ok: true };
  for (const line of lines) result = runLine(ipvs, line.trim().split(/\s+/));
  return result;
}

function runLine(ipvs: Ipvs, words: readonly string[]): Configured {
  const after = (option: string): string | undefined => {
    const index = words.indexOf(option);
    return index < 0 ? undefined : (words[index + 1] ?? "");
  };
  const name = serviceName(after("-t"), after("-u"), after("-f"));
  if (words[0] === "-A") return addService(ipvs, name, serviceFields(words, after));
  const port = name.kind === "endpoint" ? name.port : 0;
  const [address = "", ownPort] = (after("-r") ?? "").split(":");
  const server = { address: ip(address), port: Number(ownPort ?? port) };
  if (words[0] === "-d") return deleteDestination(ipvs, name, server);
  const asked = forwarders.find(({ option }) => words.includes(`-${option?.short}`));
  const forwarder = asked ?? direct;
  const fields = {
    ...server,
    forwarder,
    weight: Number(after("-w") ?? 1),
    upperThreshold: Number(after("-x") ?? 0),
    lowerThreshold: Number(after("-y") ?? 0),
  };
  return words[0] === "-a" ? addDestination(ipvs, name, fields) : editDestination(ipvs, name, fields);
}

export function serviceName(tcp?: string, udp?: string, mark?: string): ServiceName {
  if (mark !== undefined) return { kind: "mark", mark: Number(mark) };
  const [address = "", port = "0"] = (tcp ?? udp ?? "").split(":");
  const protocol = tcp === undefined ? protocols.udp : protocols.tcp;
  return { kind: "endpoint", protocol, address: ip(address), port: Number(port) };
}

function serviceFields(
  words: readonly string[],
  after: (option: string) => string | undefined,
): ServiceFields {
  const persistent = after("-p");
  const netmask = after("-M");
  return {
    scheduler: after("-s") ?? "wlc",
    persistent: persistent === undefined ? undefined : Number(persistent),
    netmask: netmask === undefined ? undefined : ip(netmask),
    engine: after("--pe"),
    isOnePacket: words.includes("-o"),
    schedulerFlags: flagBits(after("-b")),
  };
}

const flagBits = (names = ""): number =>
  names
    .split(",")
    .reduce((bits, name) => bits | (name.endsWith("-fallback") ? 1 : name.endsWith("-port") ? 2 : 0), 0);

/** Writes switches below `net.ipv4.vs.`. */
export function setVs({ stack }: Director, settings: Readonly<Record<string, number | string>>): void {
  for (const [name, value] of Object.entries(settings)) {
    const result = write(stack.sysctl, `net.ipv4.vs.${name}`, String(value));
    if (result !== "ok") throw new Error(`${name}: ${result}`);
  }
}

const flagValues: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, A: 16, ".": 0 };

/** Flags by their letters: `S`, `SA`, `PA`, `FA`, `R`; a dot for none. */
export const flagsOf = (letters: string): number =>
  [...letters].reduce((flags, letter) => flags | (flagValues[letter] ?? 0), 0);

/** A segment with the flags of these letters. */
export function segment(letters: string, srcPort: number, dstPort: number): TcpSegment {
  const flags = flagsOf(letters);
  return tcpSegment({
    srcPort,
    dstPort,
    seq: 1000,
    ack: (flags & tcpFlags.ack) === 0 ? 0 : 2000,
    flags,
    window: 64240,
  });
}

/** `10.0.0.1:80` as its parts. */
export function endpoint(text: string): { readonly address: string; readonly port: number } {
  const [address = "", port = "0"] = text.split(":");
  return { address, port: Number(port) };
}

export interface Sending {
  readonly ttl?: number;
  readonly dontFragment?: boolean;
  readonly length?: number;
  readonly tos?: number;
  readonly mark?: number;
}

/**
 * A packet arrives at an interface: `S` and the like for TCP, `udp` for a datagram. Answers what left
 * because of it.
 */
export function arrive(
  director: Director,
  iface: "eth0" | "eth1",
  [kind, from, to]: readonly [string, string, string],
  more: Sending = {},
): Ipv4Packet[] {
  const [source, target] = [endpoint(from), endpoint(to)];
  const payload =
    kind === "udp"
      ? udpDatagram({ srcPort: source.port, dstPort: target.port, payload: new Uint8Array(more.length ?? 0) })
      : segment(kind, source.port, target.port);
  const protocol = kind === "udp" ? protocols.udp : protocols.tcp;
  const { ttl = 64, dontFragment = true, tos = 0 } = more;
  const ends = { src: ip(source.address), dst: ip(target.address) };
  return take(
    director,
    iface,
    ipv4({ origin: 1, ...ends, protocol, payload, ttl, dontFragment, tos, id: 7 }),
    more,
  );
}

/** Any packet arrives. */
export function take(
  director: Director,
  iface: "eth0" | "eth1",
  packet: Ipv4Packet,
  { mark = 0 }: Sending = {},
): Ipv4Packet[] {
  const { stack, sent } = director;
  const before = sent.length;
  const context = received(packet, on(stack, iface), undefined, "host");
  context.mark = mark;
  receivePacket(stack, context);
  return sent.slice(before);
}

/** `10.0.0.10:1>10.0.0.11:80 S ttl 63`, `icmp 3/3 192.168.50.100>192.168.50.10`. */
export function say(packet: Ipv4Packet | undefined): string {
  if (packet === undefined) return "nothing";
  const { src, dst, payload, ttl } = packet;
  if (payload.kind === "icmp") {
    const quoted = payload.quote === undefined ? "" : ` about ${say(payload.quote)}`;
    return `icmp ${payload.type}/${payload.code} ${formatIpv4(src)}>${formatIpv4(dst)}${quoted}`;
  }
  if (payload.kind === "ipv4") return `${formatIpv4(src)}>${formatIpv4(dst)} ttl ${ttl} [${say(payload)}]`;
  if (payload.kind === "raw" || payload.kind === "gre")
    return `${formatIpv4(src)}>${formatIpv4(dst)} ttl ${ttl}`;
  return `${formatEndpoint(src, payload.srcPort)}>${formatEndpoint(dst, payload.dstPort)} ttl ${ttl}`;
}

/** `TCP 192.168.50.10:1 ... 10.0.0.11:80 SYN_RECV 60`, sorted. */
export const entries = ({ ipvs }: Director): string[] =>
  connectionRows(ipvs)
    .map(({ protocol, client: from, virtual, destination, state, secondsLeft }) => {
      const ends = [from, virtual, destination].map(({ address, port }) => formatEndpoint(address, port));
      return `${protocol} ${ends.join(" ")} ${state} ${secondsLeft}`;
    })
    .sort();

/** Of the first service: `10.0.0.11 1/0` with active and inactive connections, in list order. */
export const counts = ({ ipvs }: Director): string =>
  (serviceRows(ipvs)[0]?.destinations ?? [])
    .map((row) => `${formatIpv4(row.address)} ${row.activeConnections}/${row.inactiveConnections}`)
    .join(", ");

/** Lets time pass, in seconds. */
export const pass = ({ simulation }: Director, duration: number): void =>
  simulation.runUntil(seconds(simulation.now / 1e9 + duration));
