/** The stack of a machine, an event a line, in English. */

import type { RouteFacts } from "#sim/stack/route";
import type { StackEvent } from "#sim/stack/stack-events";
import type { CaptionsOf } from "#words/caption-words";
import { arpText, type Names } from "#words/names";
import { reasons } from "./reasons.ts";
import { changeText, packet, secondsText, terms } from "./terms.ts";

function routeText({ type, gateway, device }: RouteFacts, names: Names): string {
  if (type !== "unicast") return `${type}, dev ${device}`;
  return gateway === undefined ? `on the link, dev ${device}` : `via ${names.ip(gateway)} dev ${device}`;
}

export const stack: CaptionsOf<StackEvent["kind"]> = {
  "route-chosen": ({ packet: { dst }, chosen }, names) =>
    `routes ${names.ip(dst)}: ${routeText(chosen, names)}`,
  "packet-delivered": (event, names) => `takes for itself: ${packet(event.packet, names)}`,
  "packet-forwarded": (event, names) =>
    `forwards to ${event.device}: ${packet(event.packet, names)}, TTL ${event.packet.ttl}`,
  "packet-dropped": (event, names) => `drops, ${reasons[event.reason]}: ${packet(event.packet, names)}`,
  "packet-rewritten": ({ by, before, after }, names) =>
    `${by}: ${changeText(packet(before, names), packet(after, names))}`,
  "rule-matched": ({ table, chain, rule }) => `${table} ${chain} matches: ${rule}`,
  "packet-fragmented": (event, names) => `cuts into ${event.count} fragments: ${packet(event.packet, names)}`,
  "packet-reassembled": (event, names) => `puts the fragments together: ${packet(event.packet, names)}`,
  "packet-encapsulated": ({ outer }, names) => `wraps: ${packet(outer, names)}`,
  "packet-decapsulated": (event, names) => `${event.device} unwraps: ${packet(event.packet, names)}`,
  "arp-request-sent": ({ device, message }, names) =>
    `asks on ${device} as ${names.ip(message.senderIp)}: ${arpText(message, names, terms)}`,
  "arp-reply-sent": ({ device, message }, names) => `answers on ${device}: ${arpText(message, names, terms)}`,
  "arp-not-answered": ({ message, reason }, names) =>
    message.operation === 1
      ? `does not answer “${arpText(message, names, terms)}”: ${reasons[reason]}`
      : `learns nothing from “${arpText(message, names, terms)}”: ${reasons[reason]}`,
  "neighbour-changed": ({ device, address, mac, before, state }, names) =>
    `neighbour ${names.ip(address)} on ${device}: ${before} → ${state}` +
    (mac === 0 ? "" : `, ${names.mac(mac)}`),
  "neighbour-update-refused": ({ address, mac, kept }, names) =>
    `keeps ${names.mac(kept)} for ${names.ip(address)}, does not take ${names.mac(mac)}`,
  "packet-queued": (event, names) =>
    `waits for the MAC address of ${names.ip(event.nextHop)}: ${packet(event.packet, names)}`,
  "neighbour-unanswered": ({ device, address, requests }, names) =>
    `has no answer for ${names.ip(address)} on ${device} after ${requests} requests`,
  "icmp-suppressed": ({ type, code, about }, names) =>
    `sends no ${terms.icmp(type, code)} about ${packet(about, names)}`,
  "path-mtu-learnt": ({ destination, mtu }, names) =>
    `learns: the path to ${names.ip(destination)} carries ${mtu} bytes`,
  "redirect-learnt": ({ destination, gateway }, names) =>
    `learns: ${names.ip(destination)} is better reached via ${names.ip(gateway)}`,
  "redirect-ignored": ({ destination, gateway }, names) =>
    `ignores the redirect of ${names.ip(destination)} to ${names.ip(gateway)}`,
  "no-frame-left": ({ missing, to, reason }, names) =>
    `sends no ${missing} to ${names.ip(to)}: ${reasons[reason]}`,
  "tcp-state-changed": ({ local, remote, before, state }, names) =>
    `TCP ${names.endpoint(local)} ↔ ${names.endpoint(remote)}: ${before} → ${state}`,
  "tcp-retransmitted": ({ remote, seq, attempt, timeout }, names) =>
    `sends sequence ${seq} to ${names.endpoint(remote)} again, attempt ${attempt}, ` +
    `next after ${secondsText(timeout / 1e9)}`,
  "tcp-challenged": ({ local, remote }, names) =>
    `asks back with a challenge ACK: ${names.endpoint(local)} → ${names.endpoint(remote)}`,
  "socket-error": ({ local, remote, errno }, names) =>
    `socket ${names.endpoint(local)} → ${names.endpoint(remote)} fails: ${errno}`,
  "setting-changed": ({ name, before, value }) => `${name} = ${value}, was ${before}`,
  "table-changed": ({ table, row, change }) => `${table}, ${change}: ${row}`,
};
