/**
 * The last time a node had to ask for a neighbour, so as to send a packet with a certain source address, it
 * asked in this name: what arp_announce (or arptables) decides.
 *
 * Probes of neighbours that are known already have no packet to go by, and do not count; nor do questions
 * that never left.
 */

import { valueText } from "#lab/field-reading";
import { eventById, type Recording } from "#lab/recording";
import { text } from "#scenario/quantities";
import { record, required } from "#scenario/shape";
import type { TraceEvent } from "#sim/trace";
import { nodeName } from "../check-shapes.ts";
import { findEvent, rangeOf } from "../events.ts";
import { type CheckKind, compared } from "./check-kind.ts";

export const arpAskedAs: CheckKind<"arp-asked-as"> = {
  name: "arp-asked-as",
  shape: record("arp-asked-as", {
    node: required(nodeName, "Who asked."),
    for: required(text("an address"), "The source address of the packet that waited for the answer."),
    as: required(text("an address"), "In whose name it asked."),
  }),
  prepare: ({ node, for: source, as }) => {
    const goal = [{ name: node, value: as }];
    return (seen) => {
      const isAsked = (traced: TraceEvent): boolean =>
        traced.event.node === node &&
        senderOf(traced) !== undefined &&
        waitingSource(seen.recording, traced) === source;
      const asked = findEvent(seen.recording, { nth: -1 }, isAsked, rangeOf({}, seen));
      const sender = asked && senderOf(asked);
      const now = sender === undefined ? [] : [{ name: node, value: sender }];
      return { isMet: sender === as, ...compared(now, goal, asked?.id) };
    };
  },
};

/** The sender of a question that leaves. */
function senderOf({ event }: TraceEvent): string | undefined {
  if (event.kind !== "frame-sent" || event.frame.payload.kind !== "arp") return undefined;
  const { operation, senderIp } = event.frame.payload;
  return operation === 1 ? valueText("address", senderIp) : undefined;
}

/** So many events lie at most between a packet that waits and the question that leaves. */
const longestChain = 6;

/** The source address of the packet because of which a question was asked. */
function waitingSource(recording: Recording, asked: TraceEvent): string | undefined {
  let traced: TraceEvent | undefined = asked;
  for (let step = 0; traced !== undefined && step < longestChain; step++) {
    const { event } = traced;
    if (event.kind === "packet-queued") return valueText("address", event.packet.src);
    traced = traced.cause === 0 ? undefined : eventById(recording, traced.cause);
  }
  return undefined;
}
