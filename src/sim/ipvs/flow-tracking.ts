/**
 * IPVS and conntrack (`net.ipv4.vs.conntrack`): an entry's flow learns what its replies really look like,
 * so that stateful rules and source translation after IPVS work.
 */

import type { Simulation } from "../engine/simulation.ts";
import { confirm, type FlowTuple } from "../stack/netfilter/conntrack.ts";
import type { PacketContext } from "../stack/packet-context.ts";
import { addressOf, type Connection, connectionFlags, portOf } from "./connection.ts";

const isTracked = ({ flags }: Connection): boolean => (flags & connectionFlags.conntrack) !== 0;

/** The first packet of an entry sets the reply that its flow expects. */
export function followFlow(connection: Connection, { flow }: PacketContext): void {
  if (!isTracked(connection) || flow === undefined || flow.isConfirmed) return;
  const local = connection.extra?.local;
  flow.reply = {
    protocol: flow.reply.protocol,
    src: addressOf(connection.server),
    srcPort: portOf(connection.server),
    dst: local === undefined ? flow.reply.dst : addressOf(local.endpoint),
    dstPort: local === undefined ? flow.reply.dstPort : portOf(local.endpoint),
  };
}

/**
 * A wrapped packet does not leave as itself, so its flow is entered before it is wrapped. Answers whether it
 * may go.
 */
export function confirmFlow(
  connection: Connection,
  { flow, flowIsReply }: PacketContext,
  simulation: Simulation<never>,
): boolean {
  if (!isTracked(connection) || flow === undefined || flow.isConfirmed || flowIsReply) return true;
  return confirm(flow, simulation);
}

/**
 * Whether a packet belongs to a flow that conntrack knows from an earlier connection: it cannot go
 * elsewhere.
 */
export const isBoundByFlow = (connection: Connection, { flow }: PacketContext): boolean =>
  isTracked(connection) && flow?.isConfirmed === true;

/** The flow that ends with an entry, as its client sees it. */
export function flowOf(connection: Connection): FlowTuple | undefined {
  if (!isTracked(connection)) return undefined;
  return {
    protocol: connection.protocol,
    src: addressOf(connection.client),
    srcPort: portOf(connection.client),
    dst: addressOf(connection.virtual),
    dstPort: portOf(connection.virtual),
  };
}
