/** The words of the stage: what a frame, a drop, a machine is called there. */

import type { SegmentKind } from "#scenario/scenario";
import type { LinkDropReason } from "#sim/link/link-events";
import type { NodeKindName } from "#sim/nodes/node";
import type { DropReason } from "#sim/stack/verdict";
import type { PacketWords } from "./packet-words.ts";

export interface StageWords {
  readonly name: string;
  readonly packet: PacketWords;
  readonly kinds: Readonly<Record<NodeKindName, string>>;
  readonly segments: Readonly<Record<SegmentKind, string>>;
  /** How the stage is used by keyboard. */
  readonly howTo: string;
  readonly noAddress: string;
  readonly down: string;
  readonly noCarrier: string;
  readonly gateway: (address: string) => string;
  /** Of a virtual address on a machine. */
  readonly answersFor: (address: string) => string;
  readonly hides: (address: string, device: string) => string;
  /** How many lines of a card are folded away. */
  readonly more: (count: number) => string;
  /** A frame on its way, for those who cannot see it. */
  readonly onItsWay: (what: string, from: string, to: string) => string;
  readonly headers: (words: string) => string;
  readonly lost: string;
  /** How many frames are on their way, where they are too many to be told one by one. */
  readonly manyFrames: (count: number) => string;
  readonly toolbar: {
    readonly name: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly fit: string;
    readonly numbers: string;
    readonly roles: string;
    readonly tidy: string;
  };
  /** What happened with a frame, beside the machine where it did. */
  readonly marks: {
    readonly dropped: string;
    readonly keepsSilent: string;
    readonly encapsulated: string;
    readonly decapsulated: string;
    readonly onlyMac: (machine: string) => string;
    readonly inTunnel: (ends: string) => string;
    readonly fragments: (count: number) => string;
  };
  readonly drops: Readonly<Record<DropReason | LinkDropReason, string>>;
  readonly tables: {
    readonly neighbours: string;
    readonly reckoning: (scheduler: string) => string;
    readonly connections: string;
    readonly fdb: string;
    readonly setting: string;
    readonly routes: string;
    readonly picked: string;
    readonly nobody: string;
    readonly weight: (weight: number) => string;
    readonly learned: string;
    readonly rest: (count: number) => string;
  };
  readonly told: {
    readonly drops: (node: string, reason: string) => string;
    readonly rewrites: (node: string, change: string) => string;
    readonly silent: (node: string, why: string) => string;
    readonly picks: (node: string, chosen: string) => string;
  };
}
