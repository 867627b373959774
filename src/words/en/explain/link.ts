/** Layer 2 explained in English. */

import type { LinkEvent } from "#sim/link/link-events";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { TellersOf } from "#words/explain-words";
import { arpText, frameText, type Names } from "#words/names";
import type { About } from "#words/why-facts";
import { linkReasons } from "../captions/reasons.ts";
import { deviceText, terms } from "../captions/terms.ts";

const text = (frame: EthernetFrame, { names }: About): string => frameText(frame, names, terms);

function arrivalTitle(frame: EthernetFrame, device: string, about: About): string {
  const { payload } = frame;
  if (payload.kind !== "arp") return `${text(frame, about)} arrived on ${deviceText(device)}`;
  return `ARP ${payload.operation === 1 ? "request" : "reply"} arrived on ${deviceText(device)}`;
}

function said({ payload }: EthernetFrame, names: Names): string {
  if (payload.kind !== "arp") return "";
  return payload.operation === 1
    ? `, asks for ${names.ip(payload.targetIp)} as ${names.ip(payload.senderIp)}`
    : `, says ${arpText(payload, names, terms)}`;
}

function arrivalDetail(frame: EthernetFrame, about: About): string {
  const { names, owner, target } = about;
  const from = `from ${owner ?? names.mac(frame.src)}`;
  const what = said(frame, names);
  if (target === undefined) return `${from} to ${names.mac(frame.dst)}${what}`;
  switch (target) {
    case "all":
      return `broadcast ${from}${what}; every machine on the segment gets it`;
    case "group":
      return `to the group address ${names.mac(frame.dst)} ${from}${what}`;
    case "other":
      return `${from} to ${names.mac(frame.dst)}, which is not the MAC address of this device${what}`;
    case "self":
      return "by loopback: this host talks to itself";
    case "me":
      return `${from} to ${names.mac(frame.dst)}, the MAC address of this device${what}`;
  }
}

export const link: TellersOf<LinkEvent["kind"]> = {
  "frame-sent": ({ device, frame }, about) => ({
    title: `Sent by ${deviceText(device)}: ${text(frame, about)}`,
    detail:
      about.target === "self"
        ? `into loopback, ${frame.length} bytes: it comes in again at once`
        : about.target === "all"
          ? `as a broadcast, ${frame.length} bytes: every machine on the segment gets it`
          : `to ${about.names.mac(frame.dst)}` +
            `${about.owner === undefined ? "" : `, which is ${about.owner}`}, ` +
            `${frame.length} bytes`,
  }),
  "frame-received": ({ device, frame }, about) => ({
    title: arrivalTitle(frame, device, about),
    detail: arrivalDetail(frame, about),
  }),
  "frame-dropped": ({ device, frame, reason }, about) => ({
    title: `The frame ends at ${deviceText(device)}`,
    detail: `${text(frame, about)}, ${frame.length} bytes: ${linkReasons[reason]}`,
    headline: `${about.node} loses a frame at ${deviceText(device)}: ${linkReasons[reason]}`,
  }),
  "fdb-learned": ({ port, mac, vlan, movedFrom }, { names, owner }) => ({
    title: `Learnt: ${names.mac(mac)} is behind ${deviceText(port)}`,
    detail:
      "A switch learns from the source address of each " +
      `frame${owner === undefined ? "" : `; this one is of ${owner}`}.` +
      (vlan === 0 ? "" : ` The entry holds for VLAN ${vlan}.`) +
      (movedFrom === undefined
        ? ""
        : ` Until now the address was behind ${deviceText(movedFrom)}: it moved, or two machines have it.`),
  }),
  "frame-bridged": ({ from, to, because, frame }, about) => {
    const { names, owner } = about;
    const ports = to.length === 0 ? "no port" : to.map(deviceText).join(", ");
    const dst = names.mac(frame.dst);
    const reasons = {
      known:
        `The table has ${dst}${owner === undefined ? "" : ` (${owner})`} behind ` +
        `${ports}; no other port gets the frame.`,
      group: `${dst} is a group address: a copy leaves by every port but ${deviceText(from)}.`,
      unknown: `The table does not have ${dst} yet: a copy leaves by every port but ${deviceText(from)}.`,
    };
    return {
      title:
        `${because === "known" ? "Passed on" : "Flooded"} from ${deviceText(from)} to ${ports}: ` +
        `${text(frame, about)}`,
      detail: reasons[because],
    };
  },
  "frame-duplicated": ({ device, frame }, about) => ({
    title: `The cable of ${deviceText(device)} carries the frame twice`,
    detail:
      `${text(frame, about)}: the scenario says how often this cable duplicates, and ` +
      "chance of its seed decides",
  }),
  "frame-reordered": ({ device, frame }, about) => ({
    title: `The cable of ${deviceText(device)} holds the frame back`,
    detail:
      `${text(frame, about)} will be overtaken: the scenario says how often, and ` +
      "chance of its seed decides",
  }),
  "carrier-changed": ({ device, hasCarrier }) => ({
    title: hasCarrier ? `${deviceText(device)} has a carrier` : `${deviceText(device)} has lost its carrier`,
    detail: hasCarrier
      ? `both ends of the cable of ${deviceText(device)} are up`
      : `the other end of the cable of ${deviceText(device)} is down, or the cable is cut: ` +
        "nothing can leave by it",
  }),
};
