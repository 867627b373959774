/**
 * The places where others may look at an ARP message of this node: where arptables registers its chains, and
 * where those who care for a packet learn that its next hop did not answer.
 */

import type { DecidingSetting } from "../link/link-events.ts";
import type { ArpMessage } from "../wire/arp.ts";
import type { EthernetFrame } from "../wire/ethernet.ts";
import type { Interface } from "./interface.ts";
import type { PacketContext } from "./packet-context.ts";
import type { Stack } from "./stack.ts";

/** An ARP message on its way in, out, or through; `frame` is what carries it. */
export interface ArpPassage {
  readonly message: ArpMessage;
  readonly frame: EthernetFrame;
  readonly input: Interface | undefined;
  readonly output: Interface | undefined;
}

/** `mangled`: go on, with another message in its place. `setting` names the rule that decided. */
export type ArpVerdict =
  | { readonly kind: "accept" }
  | { readonly kind: "mangled"; readonly message: ArpMessage }
  | { readonly kind: "drop"; readonly setting?: DecidingSetting };

export type ArpHandler = (passage: ArpPassage) => ArpVerdict;

export interface ArpHooks {
  readonly input: ArpHandler[];
  readonly output: ArpHandler[];
  /** ARP that a bridge passes on. */
  readonly forward: ArpHandler[];
  /** Told of each packet that waited in vain: sends the ICMP error, or tells the socket. */
  readonly unreachable: ((stack: Stack, context: PacketContext) => void)[];
}

export const noArpHooks = (): ArpHooks => ({ input: [], output: [], forward: [], unreachable: [] });

/** Shows a message to every handler; the first drop ends it. Answers the message as it goes on. */
export function runArpHooks(
  handlers: readonly ArpHandler[],
  passage: ArpPassage,
): { readonly kind: "accept"; readonly message: ArpMessage } | Extract<ArpVerdict, { kind: "drop" }> {
  let { message } = passage;
  for (const handle of handlers) {
    const verdict = handle({ ...passage, message });
    if (verdict.kind === "drop") return verdict;
    if (verdict.kind === "mangled") message = verdict.message;
  }
  return { kind: "accept", message };
}
