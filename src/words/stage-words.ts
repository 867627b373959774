/** The words of the stage: what a frame, a drop, a machine is called there. */

import type { PacketWords } from "./packet-words.ts";

export interface StageWords {
  readonly name: string;
  readonly packet: PacketWords;
}
