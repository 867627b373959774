/**
 * The last time somebody asked who has an address, these answered and nobody else.
 *
 * Who asks may be the stack or a program such as arping: a question is the frame that leaves a machine. What
 * somebody announces of himself (a gratuitous request) is none. While a question or an answer about the
 * address is still on a cable, it is too early to say.
 */

import { valueText } from "#lab/field-reading";
import { eventById, flightsAt, type Recording } from "#lab/recording";
import { text } from "#scenario/quantities";
import { list, record, required } from "#scenario/shape";
import type { TraceEvent } from "#sim/trace";
import type { ArpMessage } from "#sim/wire/arp";
import type { Seen } from "../check.ts";
import { nodeName } from "../check-shapes.ts";
import { eventsIn, findEvent, rangeOf } from "../events.ts";
import { type CheckKind, compared } from "./check-kind.ts";

export const arpAnsweredBy: CheckKind<"arp-answered-by"> = {
  name: "arp-answered-by",
  shape: record("arp-answered-by", {
    address: required(text("an address"), "What was asked for."),
    nodes: required(list("a list of nodes", nodeName), "Who answered; [] for nobody."),
  }),
  prepare: ({ address, nodes }) => {
    const goal = [{ name: address, value: namesText(nodes) }];
    const isAnswer = ({ event }: TraceEvent): boolean =>
      event.kind === "arp-reply-sent" && valueText("address", event.message.senderIp) === address;
    return (seen) => {
      const range = rangeOf({}, seen);
      const isAsked = (traced: TraceEvent): boolean =>
        isQuestion(traced, address) && !isPassedOn(seen.recording, traced);
      const asked = findEvent(seen.recording, { nth: -1 }, isAsked, range);
      if (asked === undefined) return { isMet: false, ...compared([], goal, undefined) };
      const first = seen.recording.events[0]?.id ?? 0;
      const answers = eventsIn(seen.recording, isAnswer, { from: asked.id - first + 1, to: range.to });
      const who = answers.map(({ event }) => event.node);
      const isMet = namesText(who) === namesText(nodes) && !isUnderWay(seen, address);
      const now = [{ name: address, value: namesText(who) }];
      return { isMet, ...compared(now, goal, answers[0]?.id ?? asked.id) };
    };
  },
};

function isQuestion({ event }: TraceEvent, address: string): boolean {
  if (event.kind !== "frame-sent" || event.frame.payload.kind !== "arp") return false;
  const { operation, senderIp, targetIp } = event.frame.payload;
  return operation === 1 && valueText("address", targetIp) === address && senderIp !== targetIp;
}

/** Whether a frame is sent by a switch, which has it from somebody else. */
const isPassedOn = (recording: Recording, { cause }: TraceEvent): boolean =>
  cause !== 0 && eventById(recording, cause)?.event.kind === "frame-bridged";

/** Names, each once, in an order that does not depend on who was faster. */
const namesText = (names: readonly string[]): string => [...new Set(names)].sort().join(", ");

function isUnderWay({ recording, now }: Seen, address: string): boolean {
  const isAbout = ({ senderIp, targetIp }: ArpMessage): boolean =>
    valueText("address", senderIp) === address || valueText("address", targetIp) === address;
  return flightsAt(recording, now.at).some(
    ({ frame: { payload } }) => payload.kind === "arp" && isAbout(payload),
  );
}
