/** ARP and neighbours explained in English. */

import type { NeighbourOccasion } from "#sim/stack/stack-events";
import type { TellersOf } from "#words/explain-words";
import { arpText } from "#words/names";
import { vipText } from "#words/vip-text";
import type { About } from "#words/why-facts";
import { reasons } from "../captions/reasons.ts";
import { packet, secondsText, terms } from "../captions/terms.ts";

const occasions: Readonly<Record<NeighbourOccasion, string>> = {
  reply: "An ARP reply says so.",
  request: "The sender of an ARP request says who it is.",
  gratuitous: "A gratuitous ARP message says so: it is believed at once.",
  timer: "Its time is up.",
  used: "A packet wants to go there.",
  confirmed: "A layer above has proof that packets arrive.",
  admin: "An administrator says so.",
};

const states: Readonly<Record<string, string>> = {
  NONE: "nothing is known",
  INCOMPLETE: "the question is asked, packets wait",
  REACHABLE: "known and fresh",
  STALE: "known, but to be checked at the next use",
  DELAY: "in use; checked unless proof comes within delay_first_probe_time",
  PROBE: "asked again, this time at the known MAC address",
  FAILED: "nobody has answered",
  PERMANENT: "set by hand, never checked",
  NOARP: "needs no ARP",
};

const inName = (name: string | undefined): string => (name === undefined ? "" : ` (${name})`);

function bypass({ vip, owner, names }: About, address: string): string {
  if (vip === undefined || owner === undefined || owner === vip.director) return "";
  if (names.endpoint(vip.address) !== address) return "";
  return (
    ` ${address} is the virtual address of ${vip.director}, and this MAC address is ` +
    `of ${owner}: packets for the service pass the director by.`
  );
}

export const arp: TellersOf<
  | "arp-request-sent"
  | "arp-reply-sent"
  | "arp-not-answered"
  | "neighbour-changed"
  | "neighbour-update-refused"
  | "neighbour-unanswered"
  | "packet-queued"
> = {
  "arp-request-sent": ({ device, message }, { names, node }) => ({
    title: `Asked on ${device}: ${arpText(message, names, terms)}`,
    detail:
      `as ${names.ip(message.senderIp)} at ${names.mac(message.senderMac)}; whoever ` +
      "hears it learns that from the question",
    headline: `${node} asks on ${device}: ${arpText(message, names, terms)}`,
  }),
  "arp-reply-sent": ({ device, message }, { names, node, vip }) => ({
    title: `Reply sent: ${arpText(message, names, terms)}`,
    detail: `by ${device} to ${names.ip(message.targetIp)} at ${names.mac(message.targetMac)}`,
    headline:
      vip === undefined || vip.isHere
        ? `${node} answers for ${names.ip(message.senderIp)}`
        : `${node} answers for ${vipText(names.ip(message.senderIp), "the VIP ")}`,
  }),
  "arp-not-answered": ({ device, message, reason }, { names, node }) => ({
    title: message.operation === 1 ? "No reply is sent" : "Nothing is learnt",
    detail:
      `on ${device}, from “${arpText(message, names, terms)}” of ` +
      `${names.ip(message.senderIp)}: ${reasons[reason]}`,
    headline:
      message.operation === 1
        ? `${node} keeps silent about ${names.ip(message.targetIp)}`
        : `${node} learns nothing about ${names.ip(message.senderIp)}`,
  }),
  "neighbour-changed": ({ device, address, mac, before, state, because }, about) => {
    const { names, owner, node } = about;
    const at = mac === 0 ? "" : ` at ${names.mac(mac)}${inName(owner)}`;
    return {
      title: `Neighbour ${names.ip(address)} on ${device}: ${before} → ${state}`,
      detail:
        `${names.ip(address)}${at}: ${states[state]}. ` +
        `${occasions[because]}${bypass(about, names.ip(address))}`,
      headline:
        bypass(about, names.ip(address)) === ""
          ? `${node} has ${names.ip(address)}${at}: ${state}`
          : `${node} takes ${owner} for ${names.ip(address)}: ${about.vip?.director} is bypassed from now on`,
    };
  },
  "neighbour-update-refused": (
    { device, address, mac, kept, age, setting },
    { names, keptOwner, owner, node },
  ) => ({
    title: `A second answer within locktime: not taken`,
    detail:
      `${names.ip(address)} on ${device} stays at ` +
      `${names.mac(kept)}${inName(keptOwner)}; it was changed ${secondsText(age / 1e9)} ago, ` +
      `and ${setting.name} ${setting.value} (in 1/100 s) keeps ` +
      `${names.mac(mac)}${inName(owner)} out until then. The first answer wins.`,
    headline: `${node} keeps the first answer for ${names.ip(address)}`,
  }),
  "neighbour-unanswered": ({ device, address, requests }, { names, owner, node }) => ({
    title: `Nobody answers for ${names.ip(address)}`,
    detail:
      `${requests} requests on ${device}, no reply. ` +
      (owner === undefined
        ? "No machine has this address."
        : `${owner} has this address, but does not answer here.`),
    headline: `${node} gets no answer for ${names.ip(address)} on ${device}`,
  }),
  "packet-queued": (event, { names, node }) => ({
    title: `Is the MAC address of ${names.ip(event.nextHop)} known? No`,
    detail: `${packet(event.packet, names)} waits on ${event.device} until ARP has the answer`,
    headline: `${node} waits for the MAC address of ${names.ip(event.nextHop)}`,
  }),
};
