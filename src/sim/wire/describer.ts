/**
 * What every part of describe.ts shares: the options, what is remembered between frames, and how addresses,
 * ports and numbers are written.
 */

import { formatIpv4, type Ipv4Address } from "./address.ts";

export interface DescribeOptions {
  /** `-e`: the link header too. */
  readonly link?: boolean;
  /** `-v`, `-vv`: 1, 2. From 1 on a frame may take several lines. */
  readonly verbose?: number;
  /** `-S`: sequence numbers as they are sent. */
  readonly absolute?: boolean;
  /** `-q`: less of TCP and UDP. */
  readonly quiet?: boolean;
  /** Names in place of numbers; without them, and where they answer `undefined`, as with `-n`. */
  readonly host?: (address: Ipv4Address) => string | undefined;
  readonly service?: (port: number, protocol: "tcp" | "udp") => string | undefined;
}

/** Sequence numbers that a flow began with, in each direction. */
export interface FlowStart {
  readonly seq: number;
  readonly ack: number;
}

/** What one run of the tool remembers between frames. */
export interface Describer {
  readonly options: DescribeOptions;
  readonly flows: Map<string, FlowStart>;
}

/** Part of a frame: the bytes that were captured, and how many there were. */
export interface Captured {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** What is left after `count` bytes. */
export const after = ({ bytes, length }: Captured, count: number): Captured => ({
  bytes: bytes.subarray(count),
  length: length - count,
});

/** A describer that has seen nothing yet. */
export const describer = (options: DescribeOptions = {}): Describer => ({ options, flows: new Map() });

/** A 16-bit number as tcpdump prints checksums and types. */
export const hex16 = (value: number): string => `0x${value.toString(16).padStart(4, "0")}`;

/** An address by name or in numbers. */
export const hostText = (address: number, { options }: Describer): string =>
  options.host?.(address as Ipv4Address) ?? formatIpv4(address as Ipv4Address);

/** A port by name or in numbers. */
export const portText = (port: number, protocol: "tcp" | "udp", { options }: Describer): string =>
  options.service?.(port, protocol) ?? String(port);
