/**
 * What to type to change the outcome of an event, by its kind. Most events are as they should be and have
 * nothing to change.
 */

import { formatIpv4, formatMac } from "#sim/wire/address";
import type { EventKind } from "#words/caption-words";
import type { RemedyFact } from "#words/remedy-facts";
import { placeOf } from "../about.ts";
import { chainOf } from "../chain.ts";
import { isKind, type Past, type TracedOf } from "../past.ts";
import { type StepFact, stepsOf } from "../steps.ts";
import type { Place } from "../surroundings.ts";
import { againstBypass, againstReply, againstRequest, againstSecondAnswer } from "./by-arp.ts";
import { againstEmpty, againstFullPorts, againstPick, againstSyncId, againstTemplate } from "./by-ipvs.ts";
import { byLinkReason } from "./by-link-reason.ts";
import { byReason, failed } from "./by-reason.ts";
import { narrowAddresses } from "./by-route.ts";
import { raise, setCounted } from "./by-switch.ts";
import { endedAt } from "./ended-step.ts";

type Maker<Kind extends EventKind> = (
  traced: TracedOf<Kind>,
  step: StepFact,
  place: Place,
) => readonly RemedyFact[];

const quoted = (value: string): string => (/\s/.test(value) ? `'${value}'` : value);

/** The lines for the last step of a chain. */
export function remediesOf(past: Past, steps: readonly StepFact[]): readonly RemedyFact[] {
  const step = steps.at(-1);
  if (step === undefined) return [];
  const { traced } = step.link;
  const make = makers[traced.event.kind] as Maker<EventKind> | undefined;
  const own = make?.(traced as TracedOf<EventKind>, step, placeOf(step.link)) ?? [];
  return own.length > 0 ? own : ofQuestions(steps, past);
}

/** Where the event itself has none, the ARP message that it carries or the pick before it may. */
function ofQuestions(steps: readonly StepFact[], past: Past): readonly RemedyFact[] {
  const sent = steps.at(-1)?.link.traced;
  if (sent === undefined || !isKind(sent, "frame-sent")) return [];
  const before = steps.findLast(({ ask, link }) => ask.kind === "event" && link.traced !== sent);
  if (before === undefined) return [];
  const { kind } = before.link.traced.event;
  if (kind !== "arp-reply-sent" && kind !== "arp-request-sent") return [];
  return remediesOf(past, [before]);
}

const ended = (_traced: unknown, step: StepFact): readonly RemedyFact[] => {
  const end = endedAt(step);
  return end === undefined ? [] : byReason[end.reason](end);
};

/** What ended the connection's packets before. */
const earlier = (_traced: unknown, { around, link: { past } }: StepFact): readonly RemedyFact[] => {
  const cause = around.earlier === undefined ? undefined : past.event(around.earlier.event);
  return cause === undefined ? [] : remediesOf(past, stepsOf(past, chainOf(past, cause)));
};

const switchedOff = (_traced: unknown, { decided }: StepFact, { node }: Place): readonly RemedyFact[] =>
  setCounted(node, decided, "0");

const forgetPaths = (_traced: unknown, _step: StepFact, { node }: Place): RemedyFact[] => [
  { kind: "forget-paths", node, command: "ip route flush cache" },
];

const makers: { readonly [Kind in EventKind]?: Maker<Kind> } = {
  "frame-dropped": (_traced, step) => byLinkReason(step),
  "packet-dropped": ended,
  "arp-not-answered": ended,
  "no-frame-left": ended,
  "frame-sent": ({ event: { frame, device } }, { link }, place) => {
    const ask = stepsOf(link.past, { events: [link.traced], origin: undefined })[0]?.ask;
    if (ask?.kind !== "neighbour") return [];
    return againstBypass(place, { address: ask.address, mac: formatMac(frame.dst), device });
  },
  "route-chosen": (_traced, { link }, place) => narrowAddresses(place, [link.traced]),
  "arp-reply-sent": (traced, _step, place) => againstReply(place, traced),
  "arp-request-sent": (traced, _step, place) => againstRequest(place, traced),
  "neighbour-changed": ({ event }, { around }, place) => {
    const address = formatIpv4(event.address);
    if (event.state === "FAILED") return failed(place, { ...around, nextHop: address });
    return againstBypass(place, { address, mac: formatMac(event.mac), device: event.device });
  },
  "neighbour-update-refused": (traced, _step, place) => againstSecondAnswer(place, traced),
  "neighbour-unanswered": (_traced, { around }, place) => failed(place, around),
  "icmp-suppressed": ({ event }, { decided }, { node }) =>
    event.setting?.name === "icmp_ratelimit" ? setCounted(node, decided, "0") : raise(node, decided),
  "path-mtu-learnt": forgetPaths,
  "redirect-learnt": forgetPaths,
  "redirect-ignored": (_traced, { decided }, { node }) =>
    setCounted(node, decided, decided?.field === "secure_redirects" ? "0" : "1"),
  "tcp-retransmitted": earlier,
  "socket-error": earlier,
  "request-failed": earlier,
  "setting-changed": ({ event: { name, before, value } }, _step, { node }) =>
    before === value
      ? []
      : [{ kind: "undo", node, command: `sysctl -w ${name}=${quoted(before)}`, name, value: before }],
  "destination-scheduled": (traced, _step, place) => againstPick(place, traced),
  "connection-created": ({ event }, _step, place) =>
    event.because === "template" ? againstTemplate(place, event.service) : [],
  "no-destination": ({ event }, _step, place) => againstEmpty(place, event.service),
  "no-local-port": (traced, _step, place) => againstFullPorts(place, traced),
  "template-invalidated": switchedOff,
  "connection-given-up": switchedOff,
  "sync-message-received": ({ event }, { link }, place) => {
    const arrival = link.events.findLast((each) => isKind(each, "frame-received"))?.event;
    if (event.isForUs || arrival?.kind !== "frame-received") return [];
    return againstSyncId(place, event.syncId, arrival.device);
  },
};
