/**
 * A router with a packet filter for tests: eth0 towards clients, eth1 towards servers; what leaves it is
 * written down instead of sent. Rules are given as iptables takes them.
 */

import { execute } from "#shell/commands/iptables/execute";
import { readLine } from "#shell/commands/iptables/line";
import { splitWords } from "#shell/commands/iptables/split-words";
import { Simulation } from "#sim/engine/simulation";
import { bringLoopbackUp, makeLinux } from "#sim/nodes/linux";
import { register } from "#sim/stack/hooks";
import { receivePacket } from "#sim/stack/input";
import type { FlowEntry } from "#sim/stack/netfilter/conntrack";
import type { TableName } from "#sim/stack/netfilter/rule";
import { type PacketContext, received } from "#sim/stack/packet-context";
import type { Stack } from "#sim/stack/stack";
import { stolen } from "#sim/stack/verdict";
import type { NetworkEvent } from "#sim/trace";
import { formatIpv4 } from "#sim/wire/address";
import { echo } from "#sim/wire/icmp";
import { type Ipv4Packet, type Ipv4Payload, ipv4, protocols } from "#sim/wire/ipv4";
import { tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { udpDatagram } from "#sim/wire/udp";
import { ip, plug, set } from "./stack-of.ts";

export interface Filter {
  readonly stack: Stack;
  readonly simulation: Simulation<NetworkEvent>;
  /** What left, oldest first. */
  readonly sent: PacketContext[];
}

/** eth0 192.0.2.1/24 to the clients, eth1 10.0.0.1/24 to the servers, forwarding on. */
export function filterOf(): Filter {
  const simulation = new Simulation<NetworkEvent>(1);
  const { stack } = makeLinux({ name: "router", kind: "router", preset: "kernel", simulation });
  bringLoopbackUp(stack);
  plug(stack, "eth0", ["192.0.2.1/24"]);
  plug(stack, "eth1", ["10.0.0.1/24"]);
  set(stack, { ip_forward: 1 });
  const sent: PacketContext[] = [];
  register(stack.hooks, "postrouting", {
    name: "wire",
    priority: 2 ** 40,
    handle: (context) => {
      sent.push(context);
      return stolen;
    },
  });
  return { stack, simulation, sent };
}

const speaker = { name: "iptables", version: "iptables", generation: "nft" } as const;

/** Does command lines of iptables, without the name of the program; answers what they print. */
export function iptables({ stack }: Filter, ...lines: string[]): string {
  let printed = "";
  for (const text of lines) {
    const line = readLine(speaker, splitWords(text));
    if (!("command" in line)) throw new Error(JSON.stringify(line));
    const { out, problem } = execute({ speaker, stack, table: line.table as TableName, line });
    if (problem !== undefined) throw new Error(problem.text);
    printed += out;
  }
  return printed;
}

const flagsOf = (letters: string): number => {
  const bits = { S: tcpFlags.syn, A: tcpFlags.ack, F: tcpFlags.fin, R: tcpFlags.rst, P: tcpFlags.psh };
  return [...letters].reduce((sum, letter) => sum | bits[letter as keyof typeof bits], 0);
};

const endOf = (text: string): readonly [string, number] => {
  const [address = "", port = "0"] = text.split(":");
  return [address, Number(port)];
};

/** `tcp 10.0.0.9:1000 > 192.0.2.5:80 S`, `udp A:P > A:P`, `echo 10.0.0.9 > 192.0.2.5 7` (an identifier). */
export function packetOf(text: string): Ipv4Packet {
  const [kind = "", from = "", , to = "", last = ""] = text.split(" ");
  const [src, srcPort] = endOf(from);
  const [dst, dstPort] = endOf(to);
  const [protocol, payload] = payloadOf(kind, { srcPort, dstPort, last });
  return ipv4({ origin: 1, src: ip(src), dst: ip(dst), protocol, payload });
}

function payloadOf(
  kind: string,
  { srcPort, dstPort, last }: { srcPort: number; dstPort: number; last: string },
): readonly [number, Ipv4Payload] {
  if (kind === "udp") {
    return [protocols.udp, udpDatagram({ srcPort, dstPort, payload: new Uint8Array(4) })];
  }
  if (kind === "echo" || kind === "echo-reply") {
    const message = { reply: kind === "echo-reply", id: Number(last), seq: 1, payload: new Uint8Array(8) };
    return [protocols.icmp, echo(message)];
  }
  const numbers = { seq: 1000, ack: last.includes("A") ? 5000 : 0, window: 64240 };
  return [protocols.tcp, tcpSegment({ srcPort, dstPort, flags: flagsOf(last), ...numbers })];
}

/** Lets a packet come in by the interface that its sender is behind; answers what left because of it. */
export function arrive({ stack, sent }: Filter, packet: string | Ipv4Packet): readonly string[] {
  const value = typeof packet === "string" ? packetOf(packet) : packet;
  const iface = stack.interfaces.get(value.src >>> 24 === 10 ? "eth1" : "eth0");
  if (iface === undefined) throw new Error("no interface");
  const before = sent.length;
  receivePacket(stack, received(value, iface, undefined, "host"));
  return sent.slice(before).map((context) => textOf(context.packet));
}

const flagLetters = [
  ["S", tcpFlags.syn],
  ["F", tcpFlags.fin],
  ["R", tcpFlags.rst],
  ["P", tcpFlags.psh],
  ["A", tcpFlags.ack],
] as const;

/** A packet in the form of `packetOf`; an error with what it quotes in brackets. */
export function textOf({ src, dst, payload }: Ipv4Packet): string {
  const from = formatIpv4(src);
  const to = formatIpv4(dst);
  if (payload.kind === "tcp") {
    const letters = flagLetters.filter(([, bit]) => (payload.flags & bit) !== 0).map(([letter]) => letter);
    return `tcp ${from}:${payload.srcPort} > ${to}:${payload.dstPort} ${letters.join("")}`;
  }
  if (payload.kind === "udp") return `udp ${from}:${payload.srcPort} > ${to}:${payload.dstPort}`;
  if (payload.kind !== "icmp") return `${payload.kind} ${from} > ${to}`;
  if (payload.quote === undefined) {
    return `echo${payload.type === 0 ? "-reply" : ""} ${from} > ${to} ${payload.rest >>> 16}`;
  }
  return `icmp ${payload.type}/${payload.code} ${from} > ${to} [${textOf(payload.quote)}]`;
}

/** The flows that conntrack knows: state, both directions. */
export const flowsOf = ({ stack }: Filter): readonly FlowEntry[] => [...stack.netfilter.conntrack.flows];
