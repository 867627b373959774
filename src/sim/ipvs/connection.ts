/**
 * A connection entry: which destination serves one client at one virtual endpoint, and in which state it is.
 *
 * Endpoints are numbers (address times 65536 plus port), so an entry is small: a lab may hold a million.
 * Templates of persistence are entries too, with client port 0.
 */

import { type Endpoint, formatEndpoint, type Ipv4Address } from "../wire/address.ts";
import type { Destination } from "./destination.ts";
import type { Forwarder } from "./forwarder.ts";
import type { ConnectionName } from "./ipvs-events.ts";
import type { LocalEnd } from "./local-addresses.ts";

/** Flags of an entry; the numbers are the kernel's, as sync messages carry them. */
export const connectionFlags = {
  /** Came by sync from another director. */
  sync: 0x0020,
  /** Replies have not been seen: they may not pass here at all. */
  noOutput: 0x0080,
  /** Counted as inactive at its destination. */
  inactive: 0x0100,
  /** Any client port: filled in by the first packet. */
  noClientPort: 0x0800,
  template: 0x1000,
  onePacket: 0x2000,
  /** Conntrack keeps a flow for it. */
  conntrack: 0x10000,
  /** In the table. */
  hashed: 0x0040,
} as const;

/** What few entries have: keys of engines of persistence, local ends, what was told of them. */
export interface ConnectionExtra {
  /** The key that an engine of persistence gave its template. */
  engineKey?: string;
  engineName?: string;
  engineData?: string;
  /** FULLNAT: where the server sees the connection come from. */
  local?: LocalEnd;
  /** The state that other directors were last told of, and the end of its time, in jiffies. */
  told?: { state: number; end: number };
}

export interface Connection {
  readonly protocol: number;
  client: number;
  virtual: number;
  server: number;
  forwarder: Forwarder;
  /** `undefined`: bypass, or told by another director and not known here. */
  destination: Destination | undefined;
  /** The template that made it, or the connection that announced it. */
  controller: Connection | undefined;
  /** The next entry of the same client endpoint and protocol. */
  next: Connection | undefined;
  extra: ConnectionExtra | undefined;
  flags: number;
  /** An index into the protocol's states; for templates 1 when assured. */
  state: number;
  /** Entries that it controls. */
  controlled: number;
  /** In jiffies, as all that follows. */
  timeout: number;
  due: number;
  /** The slot of the wheel that it waits in; -1: none. Not later than `bucket`. */
  slot: number;
  /** The slot that the kernel has it in, and when it got there: an order number of the simulation. */
  bucket: number;
  entered: number;
  readonly mark: number;
  inPackets: number;
  /** The trace event that last touched it: what its end is caused by. */
  cause: number;
  /** Its endpoints as text, once somebody who looks has asked. */
  shownName: ConnectionName | undefined;
}

/** What it takes to make an entry. */
export interface ConnectionFields {
  readonly protocol: number;
  readonly client: number;
  readonly virtual: number;
  readonly server: number;
  readonly forwarder: Forwarder;
  readonly destination: Destination | undefined;
  readonly flags: number;
  readonly timeout: number;
  readonly mark: number;
}

/** An entry in its first state, in no table. */
export const connectionOf = (fields: ConnectionFields): Connection => ({
  protocol: fields.protocol,
  client: fields.client,
  virtual: fields.virtual,
  server: fields.server,
  forwarder: fields.forwarder,
  destination: fields.destination,
  controller: undefined,
  next: undefined,
  extra: undefined,
  flags: fields.flags,
  state: 0,
  controlled: 0,
  timeout: fields.timeout,
  due: 0,
  slot: -1,
  bucket: -1,
  entered: 0,
  mark: fields.mark,
  inPackets: 0,
  cause: 0,
  shownName: undefined,
});

export const addressOf = (endpoint: number): Ipv4Address => Math.floor(endpoint / 65536) as Ipv4Address;
export const portOf = (endpoint: number): number => endpoint - Math.floor(endpoint / 65536) * 65536;
export const endpointOf = (key: number): Endpoint => ({ address: addressOf(key), port: portOf(key) });
export const formatKey = (endpoint: number): string => formatEndpoint(addressOf(endpoint), portOf(endpoint));

export const isTemplate = ({ flags }: Connection): boolean => (flags & connectionFlags.template) !== 0;
export const isOnePacket = ({ flags }: Connection): boolean => (flags & connectionFlags.onePacket) !== 0;

/** What an entry has beyond the common fields, made when first needed. */
export function extraOf(connection: Connection): ConnectionExtra {
  connection.extra ??= {};
  return connection.extra;
}

/** The first connection of a template that gets through makes the template worth keeping. */
export function assureController({ controller }: Connection): void {
  if (controller !== undefined && isTemplate(controller)) controller.state = 1;
}
