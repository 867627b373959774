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
  readonly noAddress: string;
  readonly down: string;
  readonly noCarrier: string;
  readonly gateway: (address: string) => string;
  /** Of a virtual address on a machine. */
  readonly answersFor: (address: string) => string;
  readonly hides: (address: string, device: string) => string;
  /** How many lines of a card are folded away. */
  readonly more: (count: number) => string;
  /** What was changed of a frame, in its second line. */
  readonly changes: {
    readonly decapsulated: string;
    readonly onlyMac: (machine: string) => string;
    readonly inTunnel: (ends: string) => string;
  };
  readonly drops: Readonly<Record<DropReason | LinkDropReason, string>>;
}
