/** The words of the stage: what a frame, a drop, a machine is called there. */

import type { SegmentKind } from "#scenario/scenario";
import type { LinkDropReason } from "#sim/link/link-events";
import type { NodeKindName } from "#sim/nodes/node";
import type { DropReason } from "#sim/stack/verdict";
import type { PacketWords } from "./packet-words.ts";

export interface StageWords {
  readonly name: string;
  readonly framesInFlight: string;
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
  /** How many frames are on their way, where they are too many to be told one by one. */
  readonly manyFrames: (count: number) => string;
  readonly toolbar: {
    readonly name: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly fit: string;
    readonly tidy: string;
  };
  /** What happened with a frame, beside the machine where it did. */
  readonly marks: {
    readonly keepsSilent: string;
    readonly rewrites: (node: string) => string;
    readonly wraps: (node: string) => string;
    /** Only the frame changes: the packet goes on as it came. */
    readonly passes: (node: string) => string;
    readonly decapsulated: string;
    readonly onlyMac: (machine: string) => string;
    readonly inTunnel: (ends: string) => string;
  };
  readonly drops: Readonly<Record<DropReason | LinkDropReason, string>>;
  readonly tables: {
    readonly neighbours: string;
    readonly reckoning: (scheduler: string) => string;
    readonly connections: string;
    readonly fdb: string;
    readonly setting: string;
    readonly picked: string;
    readonly nobody: string;
    readonly rest: (count: number) => string;
  };
  /** For the card that comes up over a machine or a frame. */
  readonly hover: {
    readonly changedSettings: string;
    readonly services: (count: number) => string;
    readonly connections: (count: number) => string;
    readonly empty: string;
  };
  readonly told: {
    readonly drops: (node: string, reason: string) => string;
    readonly silent: (node: string, why: string) => string;
  };
}
