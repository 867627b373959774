/**
 * Netfilter's flow table: the flows that pass a node, by what their packets look like in either direction.
 *
 * A flow is known by its first packet and entered once that packet has passed all hooks. Leaves out zones,
 * helpers and expectations, accounting and the limit on the number of flows.
 */

import type { Simulation } from "#sim/engine/simulation";
import type { Nanos } from "#sim/engine/time";
import { start, stop, type Timer, timer } from "#sim/engine/timer";
import { emptyTable, get, remove, set, type TupleTable } from "#sim/engine/tuple-table";
import type { Ipv4Address } from "#sim/wire/address";
import type { TcpFlow } from "./flow-tcp.ts";
import { destinationKey, inverse, isSameTuple, sourceKey } from "./flow-tuple.ts";

/**
 * One direction of a flow. For ICMP queries `srcPort` is the identifier and `dstPort` type times 256 plus
 * code.
 */
export interface FlowTuple {
  readonly protocol: number;
  readonly src: Ipv4Address;
  readonly srcPort: number;
  readonly dst: Ipv4Address;
  readonly dstPort: number;
}

export interface FlowEntry {
  readonly original: FlowTuple;
  /** What replies look like: differs from the mirrored original where NAT is at work. */
  reply: FlowTuple;
  /** Its first packet has passed: it is in the table. */
  isConfirmed: boolean;
  seenReply: boolean;
  isAssured: boolean;
  mark: number;
  /** Whether source and destination have been decided by the nat table, and whether they were changed. */
  readonly nat: NatState;
  /** `undefined` for all but TCP. */
  readonly tcp: TcpFlow | undefined;
  readonly began: Nanos;
  /** How long it lasts without a packet, set by the last one. */
  timeout: Nanos;
  readonly conntrack: Conntrack;
  timer: Timer<FlowEntry> | undefined;
}

export interface NatState {
  sourceDecided: boolean;
  destinationDecided: boolean;
  sourceChanged: boolean;
  destinationChanged: boolean;
}

/** A flow as found by a packet that looks like one of its directions. */
export interface FlowSide {
  readonly flow: FlowEntry;
  readonly isReply: boolean;
}

export interface Conntrack {
  /** Both sides of every confirmed flow, by protocol number. */
  readonly sides: Map<number, TupleTable<FlowSide>>;
  /** Confirmed flows in the order they were confirmed. */
  readonly flows: Set<FlowEntry>;
  /** Whether it looks at packets: from the first rule on that needs it. */
  isRunning: boolean;
  /** While an ICMP error is sent: the flow of the packet it is about, which it belongs to as well. */
  attached: FlowSide | undefined;
}

export const emptyConntrack = (): Conntrack => ({
  sides: new Map(),
  flows: new Set(),
  isRunning: false,
  attached: undefined,
});

/** The flow that packets of this tuple belong to. */
export function findFlow({ sides }: Conntrack, tuple: FlowTuple): FlowSide | undefined {
  const table = sides.get(tuple.protocol);
  return table === undefined ? undefined : get(table, sourceKey(tuple), destinationKey(tuple));
}

/** A flow that is not in the table yet. */
export const newFlow = (
  conntrack: Conntrack,
  original: FlowTuple,
  tcp: TcpFlow | undefined,
  now: Nanos,
): FlowEntry => ({
  original,
  reply: inverse(original),
  isConfirmed: false,
  seenReply: false,
  isAssured: false,
  mark: 0,
  nat: { sourceDecided: false, destinationDecided: false, sourceChanged: false, destinationChanged: false },
  tcp,
  began: now,
  timeout: 0 as Nanos,
  conntrack,
  timer: undefined,
});

/**
 * Enters a flow and starts its time. Answers `false` where another one has taken one of its tuples
 * meanwhile.
 */
export function confirm(flow: FlowEntry, simulation: Simulation<never>): boolean {
  const { conntrack, original, reply } = flow;
  if (findFlow(conntrack, original) !== undefined || findFlow(conntrack, reply) !== undefined) return false;
  const table = tableFor(conntrack, original.protocol);
  set(table, sourceKey(original), destinationKey(original), { flow, isReply: false });
  set(table, sourceKey(reply), destinationKey(reply), { flow, isReply: true });
  conntrack.flows.add(flow);
  flow.isConfirmed = true;
  flow.timer = timer(flow, forget);
  start(flow.timer, flow.timeout, simulation);
  return true;
}

/** A packet came: the flow lasts `timeout` from now. */
export function refresh(flow: FlowEntry, timeout: Nanos, simulation: Simulation<never>): void {
  flow.timeout = timeout;
  if (flow.timer !== undefined) start(flow.timer, timeout, simulation);
}

/** Takes a flow out of the table. */
export function forget(flow: FlowEntry): void {
  const { conntrack, original, reply } = flow;
  if (!conntrack.flows.delete(flow)) return;
  const table = tableFor(conntrack, original.protocol);
  remove(table, sourceKey(original), destinationKey(original));
  remove(table, sourceKey(reply), destinationKey(reply));
  if (flow.timer !== undefined) stop(flow.timer);
}

/** Ends the flow that began with packets of this tuple, if there is one: its owner has ended. */
export function forgetFlow(conntrack: Conntrack, original: FlowTuple): void {
  const found = findFlow(conntrack, original);
  if (found !== undefined && isSameTuple(found.flow.original, original)) forget(found.flow);
}

function tableFor({ sides }: Conntrack, protocol: number): TupleTable<FlowSide> {
  const known = sides.get(protocol);
  if (known !== undefined) return known;
  const made = emptyTable<FlowSide>();
  sides.set(protocol, made);
  return made;
}
