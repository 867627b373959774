/**
 * All sockets of one node, and how errors find them. The transports register what they do with an error, so
 * that whoever reports one (ICMP, ARP) need not know them.
 */

import type { Simulation } from "../engine/simulation.ts";
import type { Ipv4Address } from "../wire/address.ts";
import type { IcmpMessage } from "../wire/icmp.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { Interface } from "./interface.ts";
import type { PacketContext } from "./packet-context.ts";
import type { RawSocket } from "./raw-socket.ts";
import type { Stack } from "./stack.ts";
import { emptyTcpTable, type TcpTable } from "./tcp/tcp-table.ts";
import type { UdpTable } from "./udp-socket.ts";

/** An error about a packet that this node sent: from the network, or from its own ARP. */
export interface IcmpReport {
  readonly type: number;
  readonly code: number;
  /** The 32 bits after the checksum: the MTU of "fragmentation needed". */
  readonly rest: number;
  /** Who says so. */
  readonly from: Ipv4Address;
  /** Where it came in. */
  readonly input: Interface | undefined;
  readonly quote: Ipv4Packet;
}

export interface SocketTable {
  readonly tcp: TcpTable;
  readonly udp: UdpTable;
  readonly raw: RawSocket[];
  /** Who takes errors about packets of an IP protocol. */
  readonly reporters: Map<number, (report: IcmpReport) => void>;
}

/** No sockets. Ports and sequence numbers start at random, by the node's name. */
export function emptySockets(simulation: Simulation<never>, node: string): SocketTable {
  const random = simulation.random(`${node} sockets`);
  const tcp = emptyTcpTable(simulation, random);
  const udp = { byPort: new Map(), nextPort: random.below(2 ** 15), touched: undefined };
  return { tcp, udp, raw: [], reporters: new Map() };
}

/** An ICMP error has arrived for this node: tells the transport whose packet it quotes. */
export function icmpError(
  stack: Stack,
  context: PacketContext,
  message: IcmpMessage,
  quote: Ipv4Packet | undefined = message.quote,
): void {
  if (quote === undefined) return;
  stack.sockets.reporters.get(quote.protocol)?.(reportOf(context, message, quote));
}

/** A message as the transports are told of it. */
export function reportOf(context: PacketContext, message: IcmpMessage, quote: Ipv4Packet): IcmpReport {
  const { type, code, rest } = message;
  return { type, code, rest, from: context.packet.src, input: context.input, quote };
}
