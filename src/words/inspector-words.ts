/**
 * The words of the inspector: its tabs, the hop table, fields and bytes of a frame, the tables of a node.
 * Names of header fields, commands and devices are not here: they are the same in every language.
 */

import type { DecidingRule, HopFact, Way } from "./hop-facts.ts";

/** The groups of rows of a hop table. TCP, UDP and ICMP are named by themselves. */
export type HopGroupName = "outer" | "carrier" | "quote";

export interface HopWords {
  /** What the table is, for a screen reader. */
  readonly caption: string;
  readonly field: string;
  readonly ways: Readonly<Record<Way, string>>;
  readonly groups: Readonly<Record<HopGroupName, string>>;
  readonly everybody: (count: number) => string;
  readonly nobody: string;
  readonly later: string;
  readonly lost: string;
  readonly copy: (number: number) => string;
  readonly goTo: (from: string, to: string) => string;
  /** Who changed a cell, by which rule. */
  readonly rule: (node: string, rule: DecidingRule) => string;
  readonly becomes: (field: string, before: string, after: string) => string;
  readonly appears: (field: string, after: string) => string;
  readonly vanishes: (field: string, before: string) => string;
  readonly changedBy: (node: string) => string;
  readonly hint: string;
  /** Fields that few ask for are folded away. */
  readonly more: (count: number) => string;
  readonly fewer: string;
  readonly why: string;
  /** What the whole table comes to. */
  readonly summary: (facts: readonly HopFact[]) => string;
  /** Where a packet ended before it had arrived. */
  readonly ends: (node: string, reason: string) => string;
  readonly nothing: string;
  readonly howToSelect: string;
  readonly pinned: string;
}

export interface FieldWords {
  readonly tree: string;
  readonly bytes: (count: number) => string;
  /** After a number that counts bytes itself. */
  readonly unit: string;
  readonly seconds: (count: number) => string;
  readonly factor: (factor: number) => string;
  readonly set: string;
  readonly notSet: string;
  readonly cut: string;
  readonly sum: Readonly<Record<"right" | "wrong" | "none" | "partial" | "unknown", string>>;
  readonly dump: string;
  readonly ofBytes: (from: number, to: number) => string;
  readonly hint: string;
  readonly frame: (from: string, to: string) => string;
}

/** The sections of a node; the names of columns that are words and not fields. */
export type SectionName =
  | "devices"
  | "addresses"
  | "routes"
  | "policies"
  | "neighbours"
  | "services"
  | "connections"
  | "sockets"
  | "filters"
  | "sysctls"
  | "counters"
  | "fdb";

export type ColumnName =
  | "device"
  | "state"
  | "mac"
  | "mtu"
  | "received"
  | "sent"
  | "dropped"
  | "address"
  | "scope"
  | "table"
  | "route"
  | "rule"
  | "machine"
  | "destination"
  | "method"
  | "weight"
  | "active"
  | "inactive"
  | "protocol"
  | "client"
  | "virtual"
  | "local"
  | "left"
  | "remote"
  | "queues"
  | "packets"
  | "name"
  | "value"
  | "initial"
  | "port"
  | "priority";

export interface NodeWords {
  readonly sections: Readonly<Record<SectionName, string>>;
  readonly columns: Readonly<Record<ColumnName, string>>;
  readonly empty: Readonly<Record<SectionName, string>>;
  readonly count: (count: number) => string;
  /** Rows that nobody made or set are folded away. */
  readonly minor: Readonly<
    Partial<Record<SectionName, { readonly more: (count: number) => string; readonly fewer: string }>>
  >;
  readonly changed: string;
  readonly changedNow: (count: number) => string;
  readonly asCommand: string;
  readonly typeCommand: (command: string, node: string) => string;
  readonly secondary: string;
  readonly noCarrier: string;
  readonly overloaded: string;
  readonly noAnswer: string;
  readonly template: string;
  readonly persistence: (seconds: number) => string;
  readonly thresholds: (lower: number, upper: number) => string;
  readonly persistentCount: (count: number) => string;
  readonly served: (connections: number, packetsIn: number, packetsOut: number) => string;
  readonly reckoning: (scheduler: string) => string;
  readonly notAsked: string;
  readonly chosen: string;
  readonly policy: string;
  readonly segment: string;
  readonly choose: string;
  readonly node: string;
}

export interface InspectorWords {
  readonly tabs: Readonly<Record<"why" | "packet" | "node", string>>;
  readonly faces: string;
  readonly loading: string;
  readonly views: Readonly<Record<"hops" | "fields" | "bytes" | "inside", string>>;
  readonly viewsName: string;
  readonly pin: string;
  readonly unpin: string;
  readonly hops: HopWords;
  readonly fields: FieldWords;
  readonly node: NodeWords;
}
