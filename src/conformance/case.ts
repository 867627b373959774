/**
 * A case: a small experiment that was run on a real kernel, as its file says.
 *
 * The types of the recordings' own format. Whoever reads a file checks with `readCase` that it has the parts
 * a replay cannot do without, each of the right kind; what they mean is found out by playing them.
 */

import { faultOfCase } from "./case-check.ts";

export interface CaseInterface {
  readonly name: string;
  readonly mac: string;
  readonly seg: string;
  readonly mtu?: number;
}

export type ServerKind = "http" | "hold" | "udp";

export interface CaseServer {
  readonly kind: ServerKind;
  readonly port: number;
  readonly name?: string;
  readonly addr?: string;
  readonly size?: number;
}

export interface CaseNode {
  readonly name: string;
  readonly ifaces: readonly CaseInterface[];
  readonly sysctl?: Readonly<Record<string, number | string>>;
  readonly setup?: readonly string[];
  readonly servers?: readonly CaseServer[];
}

/** Where to connect to, and from where. */
export interface Target {
  readonly to: string;
  readonly port?: number;
  readonly sport?: number;
  readonly src?: string;
  /** Seconds, for the connection and for each read. */
  readonly timeout?: number;
}

export interface GetTarget extends Target {
  /** Bytes of extra header. */
  readonly pad?: number;
  /** Close with a reset. */
  readonly rst?: number | boolean;
}

export interface OpenTarget extends Target {
  readonly id?: string;
  readonly banner?: boolean;
}

export interface UdpTarget extends Target {
  readonly data?: string;
  readonly times?: number;
  readonly df?: boolean;
  readonly wait?: boolean;
}

/** [source, source port, destination, port] */
export type ShortTarget = readonly [string, number, string, number];

export interface RawTcp {
  readonly sport: number;
  readonly dport: number;
  readonly seq?: number;
  readonly ack?: number;
  readonly flags?: string;
  readonly win?: number;
  readonly data?: string;
}

export interface RawIcmp {
  readonly type?: number;
  readonly code?: number;
  readonly rest?: number;
  readonly data?: string;
  readonly ip?: RawIp;
}

export interface RawIp {
  readonly src: string;
  readonly dst: string;
  readonly ttl?: number;
  readonly tos?: number;
  readonly id?: number;
  readonly df?: boolean | number;
  readonly tcp?: RawTcp;
  readonly udp?: { readonly sport: number; readonly dport: number; readonly data?: string };
  readonly icmp?: RawIcmp;
}

export interface RawArp {
  readonly op?: string | number;
  readonly sha: string;
  readonly spa: string;
  readonly tha?: string;
  readonly tpa: string;
}

export interface RawFrame {
  readonly eth: { readonly src: string; readonly dst: string };
  readonly ip?: RawIp;
  readonly arp?: RawArp;
}

/** One step: one action, and perhaps a pause after it and a label. */
export interface Step {
  readonly node?: string;
  readonly label?: string;
  readonly settle?: number;
  readonly run?: string;
  readonly runs?: readonly string[];
  readonly bg?: string;
  readonly stopbg?: string;
  readonly get?: GetTarget;
  readonly gets?: readonly (ShortTarget | GetTarget)[];
  readonly open?: OpenTarget;
  readonly opens?: readonly (ShortTarget | OpenTarget)[];
  readonly counts?: string;
  readonly send?: {
    readonly id: string;
    readonly data?: string;
    readonly size?: number;
    readonly timeout?: number;
    readonly expect?: boolean;
  };
  readonly recv?: string;
  readonly timeout?: number;
  readonly close?: string | readonly string[];
  readonly reset?: string | readonly string[];
  readonly shutdown?: string | readonly string[];
  readonly udp?: UdpTarget;
  readonly udps?: readonly (ShortTarget | UdpTarget)[];
  readonly raw?: RawFrame | readonly RawFrame[];
  readonly iface?: string;
  readonly gap?: number;
  readonly server?: CaseServer;
  readonly unserver?: { readonly kind: ServerKind; readonly port: number; readonly abort?: boolean };
  readonly sleep?: number;
}

export interface Case {
  readonly name: string;
  readonly group: string;
  readonly desc?: string;
  readonly defaults?: { readonly sysctl?: Readonly<Record<string, number | string>> };
  readonly capture?: "all" | "none" | readonly string[];
  readonly nodes: readonly CaseNode[];
  readonly steps: readonly Step[];
}

/** The group of cases that name none. */
const noGroup = "none";

/** Takes a parsed file as a case; answers what is wrong where it is none. */
export function readCase(
  value: unknown,
): { readonly ok: true; readonly case: Case } | { readonly ok: false; readonly fault: string } {
  const fault = faultOfCase(value);
  if (fault !== undefined) return { ok: false, fault };
  return { ok: true, case: { group: noGroup, ...(value as Omit<Case, "group">) } };
}
