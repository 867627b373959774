/**
 * A result: what happened in a case, in the format of the recordings.
 */

import { faultOfResult } from "./case-check.ts";

/** One frame as the recordings write it; see `frame-record.ts` for how one is made. */
export interface FrameRecord {
  readonly n: number;
  /** Seconds since the start. */
  readonly t: number;
  readonly dir: "in" | "out";
  /** Source and destination; absent on devices without a link layer. */
  readonly eth?: readonly [string, string];
  readonly vlan?: number;
  readonly pkttype?: "otherhost";
  readonly arp?: ArpRecord;
  readonly ip?: IpRecord;
}

export interface ArpRecord {
  readonly op: string | number;
  readonly sha: string;
  readonly spa: string;
  readonly tha: string;
  readonly tpa: string;
}

export interface IpRecord {
  readonly src: string;
  readonly dst: string;
  readonly ttl: number;
  readonly id: number;
  readonly len: number;
  readonly df: number;
  readonly proto: string | number;
  readonly tos?: number;
  readonly ihl?: number;
  readonly mf?: number;
  readonly off?: number;
  readonly ipcsum?: "bad";
  readonly l4csum?: "bad";
  readonly tcp?: TcpRecord;
  readonly udp?: UdpRecord;
  readonly icmp?: IcmpRecord;
  readonly inner?: IpRecord;
  readonly hex?: string;
}

export interface UdpRecord {
  readonly sport: number;
  readonly dport: number;
  readonly len: number;
  /** The data of messages between directors. */
  readonly hex?: string;
}

export interface TcpRecord {
  readonly sport: number;
  readonly dport: number;
  readonly flags?: string;
  /** Relative to the latest SYN of that direction; `null` if none was seen. */
  readonly seq: number | null;
  readonly rawseq?: number;
  readonly ack?: number | null;
  readonly rawack?: number;
  readonly win?: number;
  readonly len?: number;
  readonly opts?: readonly string[];
}

export interface IcmpRecord {
  readonly type: number;
  readonly code: number;
  readonly id?: number;
  readonly seq?: number;
  readonly mtu?: number;
  readonly gw?: string;
  readonly quote?: IpRecord;
}

/** The outcome of one step: start, end, and what the step's kind adds. */
export type StepRecord = Readonly<Record<string, unknown>> & { readonly t: number; readonly t1: number };

export interface Result {
  readonly name: string;
  readonly group: string;
  readonly steps: readonly StepRecord[];
  /** By `node:device`, in order of time. */
  readonly frames: Readonly<Record<string, readonly FrameRecord[]>>;
}

/** Takes a parsed file as a result; answers what is wrong where it is none. */
export function readResult(
  value: unknown,
): { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly fault: string } {
  const fault = faultOfResult(value);
  return fault === undefined ? { ok: true, result: value as Result } : { ok: false, fault };
}
