/**
 * Every event in a line, for ladder, timeline, live region and lists. The line is what a machine does,
 * without the machine's name: `rs1` and `answers on eth0: 10.0.0.10 is at …` make the sentence.
 */

import type { LinkDropReason } from "#sim/link/link-events";
import type { DropReason } from "#sim/stack/verdict";
import type { NetworkEvent } from "#sim/trace";
import type { Names, PacketTerms } from "./names.ts";

export type EventKind = NetworkEvent["kind"];
export type EventOf<Kind extends EventKind> = Extract<NetworkEvent, { readonly kind: Kind }>;

/** A line for each of some kinds of events. */
export type CaptionsOf<Kind extends EventKind> = {
  readonly [Each in Kind]: (event: EventOf<Each>, names: Names) => string;
};

export interface CaptionWords {
  readonly events: CaptionsOf<EventKind>;
  /** Why a packet or an ARP message ended, in few words. */
  readonly reasons: Readonly<Record<DropReason, string>>;
  /** Why a frame ended. */
  readonly linkReasons: Readonly<Record<LinkDropReason, string>>;
  readonly terms: PacketTerms;
  /** A line with the machine that it is about. */
  readonly at: (node: string, caption: string) => string;
}

/** The line of an event. */
export function captionOf({ events }: CaptionWords, event: NetworkEvent, names: Names): string {
  const tell = events[event.kind] as (event: NetworkEvent, names: Names) => string;
  return tell(event, names);
}

/** The line of an event with its machine. */
export const sentenceOf = (words: CaptionWords, event: NetworkEvent, names: Names): string =>
  words.at(event.node, captionOf(words, event, names));
