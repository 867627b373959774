/**
 * What IPVS knows of a transport protocol: its ports, which packets open a connection, and a table of states.
 *
 * One object a protocol; `protocols/index.ts` lists them. States are indexes into `states`.
 */

import { endpointKey } from "../wire/address.ts";
import type { Ipv4Packet, Ipv4Payload } from "../wire/ipv4.ts";
import type { Connection } from "./connection.ts";
import type { IpvsSysctls } from "./sysctls.ts";

/** `input`: from the client. `output`: from the destination, seen by the director. */
export type Direction = "input" | "output";

export interface ProtocolState {
  /** As `ipvsadm -Lnc` prints it. */
  readonly name: string;
  /** In seconds. */
  readonly timeout: number;
  /** Counts as active at the destination. */
  readonly isActive: boolean;
}

export interface Protocol {
  /** The IP protocol number. */
  readonly number: number;
  readonly name: string;
  /** Its place among the time-outs of a node. */
  readonly slot: number;
  readonly states: readonly ProtocolState[];
  /** Whether a packet begins a connection: TCP's SYN, SCTP's INIT. */
  readonly opens: (payload: Ipv4Payload) => boolean;
  /** Whether a packet of no known connection may make one. */
  readonly maySchedule: (payload: Ipv4Payload, sysctl: IpvsSysctls) => boolean;
  /** Whether a client that opens anew on this entry may get another destination (`conn_reuse_mode`). */
  readonly isOver: (connection: Connection, mode: number) => boolean;
  /** Whether a packet ends a connection by force, so that no error is sent about it. */
  readonly aborts: (payload: Ipv4Payload) => boolean;
  /** The state after a packet. */
  readonly next: (connection: Connection, payload: Ipv4Payload, step: Step) => number;
  /** Whether this step shows that the connection is real, so that its template is kept. */
  readonly assures: (before: number, state: number, direction: Direction) => boolean;
  /**
   * The states that synchronization tells of: the first, in which data flows, by the number of packets, the
   * others at once. Without it all go by the number of packets.
   */
  readonly toldStates?: readonly number[];
  /** The payload with other ports. */
  readonly withPorts: (payload: Ipv4Payload, srcPort: number, dstPort: number) => Ipv4Payload;
}

/** What a state machine has to know beside the packet. */
export interface Step {
  readonly direction: Direction;
  /** The defence `secure_tcp` is on: other tables. */
  readonly isSecure: boolean;
}

/** The four steps there are, so that none is made on the way of a packet. */
export const steps = {
  input: { direction: "input", isSecure: false },
  output: { direction: "output", isSecure: false },
  secureInput: { direction: "input", isSecure: true },
  secureOutput: { direction: "output", isSecure: true },
} as const;

/** The port a packet comes from; 0 where it has none. */
export function sourcePort(payload: Ipv4Payload): number {
  if (payload.kind === "tcp" || payload.kind === "udp") return payload.srcPort;
  return payload.kind === "raw" ? wordAt(payload.bytes, 0) : 0;
}

/** The port a packet goes to; 0 where it has none. */
export function destinationPort(payload: Ipv4Payload): number {
  if (payload.kind === "tcp" || payload.kind === "udp") return payload.dstPort;
  return payload.kind === "raw" ? wordAt(payload.bytes, 2) : 0;
}

/** Where a packet comes from, as one number. */
export const sourceKey = ({ src, payload }: Ipv4Packet): number => endpointKey(src, sourcePort(payload));

/** Where a packet goes, as one number. */
export const destinationKey = ({ dst, payload }: Ipv4Packet): number =>
  endpointKey(dst, destinationPort(payload));

const wordAt = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);

/** A payload known only as bytes (SCTP, a cut quote) with other ports in its first four. */
export function rawWithPorts(payload: Ipv4Payload, srcPort: number, dstPort: number): Ipv4Payload {
  if (payload.kind !== "raw" || payload.bytes.length < 4) return payload;
  const bytes = payload.bytes.slice();
  bytes.set([srcPort >> 8, srcPort & 0xff, dstPort >> 8, dstPort & 0xff]);
  return { kind: "raw", bytes, length: payload.length };
}
