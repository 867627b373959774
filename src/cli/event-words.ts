/**
 * What happened, in a line of English each: the words of `lvs-lab run`. An event without words does not
 * compile.
 *
 * The values that decided are in the line, so that it can be understood without a look at any table.
 */

import { forwarders } from "#sim/ipvs/forwarders/index";
import type { ConnectionName } from "#sim/ipvs/ipvs-events";
import { isPartOf } from "#sim/ipvs/kernel-build";
import type { NetworkEvent } from "#sim/trace";
import { formatIpv4, formatMac } from "#sim/wire/address";
import { type ArpMessage, arpOperations } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { packetWords } from "./packet-words.ts";
import { linkReason, reasonOf, settingWords } from "./reason-words.ts";
import { reckoningWords } from "./reckoning-words.ts";

/** Frames are told as tcpdump tells them, which remembers what it has seen of each flow. */
export type FrameWords = (frame: EthernetFrame) => string;

/** The line of an event, without time and node. */
export function eventWords(event: NetworkEvent, frameWords: FrameWords): string {
  const tell = words[event.kind] as (event: NetworkEvent, frameWords: FrameWords) => string;
  return tell(event, frameWords);
}

type Words = {
  readonly [Kind in NetworkEvent["kind"]]: (
    event: Extract<NetworkEvent, { readonly kind: Kind }>,
    frameWords: FrameWords,
  ) => string;
};

const words: Words = {
  "frame-sent": ({ device, frame }, frameWords) => `${device} Out ${frameWords(frame)}`,
  "frame-received": ({ device, frame }, frameWords) => `${device} In  ${frameWords(frame)}`,
  "frame-dropped": ({ device, frame, reason, setting }, frameWords) =>
    `${device} frame ends: ${linkReason(reason)}${settingWords(setting)}: ${frameWords(frame)}`,
  "fdb-learned": ({ port, mac, vlan, movedFrom }) =>
    `learns: ${formatMac(mac)}${vlan === 0 ? "" : ` of VLAN ${vlan}`} is behind ${port}` +
    (movedFrom === undefined ? "" : `, no longer behind ${movedFrom}`),
  "frame-bridged": ({ to, because }) =>
    because === "known" ? `forwards to ${to.join(", ")}` : `floods to ${to.join(", ")} (${because} address)`,
  "frame-duplicated": ({ device, frame }, frameWords) => `${device} duplicated: ${frameWords(frame)}`,
  "frame-reordered": ({ device, frame }, frameWords) => `${device} overtaken: ${frameWords(frame)}`,
  "carrier-changed": ({ device, hasCarrier }) => `${device} ${hasCarrier ? "has" : "has lost"} its carrier`,

  "route-chosen": ({ packet, chosen }) => {
    const { table, type, destination, length, device, gateway, rule } = chosen;
    const via = gateway === undefined ? "" : ` via ${formatIpv4(gateway)}`;
    const what = type === "unicast" ? `${via} dev ${device}` : ` is ${type} (${device})`;
    const route = `${length === 0 ? "default" : `${formatIpv4(destination)}/${length}`}${what}`;
    return `route for ${formatIpv4(packet.dst)}: ${route}, table ${tableName(table)} by rule ${rule}`;
  },
  "packet-delivered": ({ packet }) => `delivered here: ${packetWords(packet)}`,
  "packet-forwarded": ({ packet, device }) =>
    `forwarded to ${device}: ${packetWords(packet)}, TTL now ${packet.ttl}`,
  "packet-dropped": ({ packet, reason, setting }) =>
    `dropped: ${reasonOf(reason)}${settingWords(setting)}: ${packetWords(packet)}`,
  "packet-rewritten": ({ before, after, by }) => `${by}: ${changeWords(before, after)}`,
  "rule-matched": ({ table, chain, rule }) => `${table} ${chain}: matched ${rule}`,
  "packet-fragmented": ({ packet, count }) => `in ${count} fragments: ${packetWords(packet)}`,
  "packet-reassembled": ({ packet }) => `whole again: ${packetWords(packet)}`,
  "packet-encapsulated": ({ outer }) => `wrapped: ${packetWords(outer)}`,
  "packet-decapsulated": ({ device, packet }) => `unwrapped by ${device}: ${packetWords(packet)}`,

  "arp-request-sent": ({ device, message, setting }) =>
    `asks by ${device} who has ${formatIpv4(message.targetIp)}, as ${formatIpv4(message.senderIp)}` +
    settingWords(setting),
  "arp-reply-sent": ({ device, message }) =>
    `answers by ${device}: ${formatIpv4(message.senderIp)} is at ${formatMac(message.senderMac)}`,
  "arp-not-answered": ({ device, message, reason, setting }) =>
    `${arpWords(message)} by ${device}: ${reasonOf(reason)}${settingWords(setting)}`,
  "neighbour-changed": ({ device, address, mac, before, state, because }) =>
    `neighbour ${formatIpv4(address)} dev ${device} ${formatMac(mac)}: ${before} to ${state} (${because})`,
  "neighbour-update-refused": ({ device, address, mac, setting }) =>
    `neighbour ${formatIpv4(address)} dev ${device} keeps its address, ${formatMac(mac)} is refused` +
    settingWords(setting),
  "packet-queued": ({ device, nextHop, packet }) =>
    `waits for the MAC address of ${formatIpv4(nextHop)} on ${device}: ${packetWords(packet)}`,
  "neighbour-unanswered": ({ device, address, requests }) =>
    `nobody answers for ${formatIpv4(address)} on ${device} after ${requests} requests`,

  "icmp-suppressed": ({ about, type, code, setting }) =>
    `no ICMP type ${type} code ${code} about ${packetWords(about)}${settingWords(setting)}`,
  "path-mtu-learnt": ({ destination, mtu }) =>
    `learns: the path to ${formatIpv4(destination)} takes ${mtu} bytes`,
  "redirect-learnt": ({ destination, gateway }) =>
    `learns: ${formatIpv4(destination)} is better reached via ${formatIpv4(gateway)}`,
  "redirect-ignored": ({ destination, gateway, setting }) =>
    `ignores the redirect of ${formatIpv4(destination)} to ${formatIpv4(gateway)}${settingWords(setting)}`,
  "no-frame-left": ({ missing, to, reason, answering }) =>
    `no ${missing} to ${formatIpv4(to)}: ${reasonOf(reason)}` +
    (answering === undefined ? "" : `: in answer to ${packetWords(answering)}`),
  "tcp-state-changed": ({ local, remote, before, state }) => `TCP ${local} ${remote}: ${before} to ${state}`,
  "tcp-retransmitted": ({ local, remote, seq, attempt, timeout }) =>
    `TCP ${local} ${remote}: sequence ${seq} again (${attempt}), next in ${timeout / 1e9} s`,
  "tcp-challenged": ({ local, remote, because }) => `TCP ${local} ${remote}: challenge ACK (${because})`,
  "socket-error": ({ local, remote, errno }) => `socket ${local} ${remote}: ${errno}`,
  "setting-changed": ({ name, before, value }) => `${name} = ${value} (was ${before})`,
  "table-changed": ({ table, row, change }) => `${table}: ${change} ${row}`,

  "destination-scheduled": (event) => `ipvs ${reckoningWords(event)}`,
  "connection-created": ({ connection, method, because, timeout }) =>
    `ipvs new ${isTemplate(connection) ? "template" : "connection"} ${connectionWords(connection)}, ` +
    `${methodWords(method)}, by ${choosers[because]}, ${timeout} s`,
  "connection-expired": ({ connection, state }) => `ipvs ${connectionWords(connection)} expired in ${state}`,
  "template-prolonged": ({ connection, controlled }) =>
    `ipvs template ${connectionWords(connection)} stays: it controls ${controlled}`,
  "template-invalidated": ({ connection, because, setting }) =>
    `ipvs template ${connectionWords(connection)} ends: ${endsOfTemplates[because]}${settingWords(setting)}`,
  "connection-state-changed": ({ connection, direction, before, state, timeout }) =>
    `ipvs ${connectionWords(connection)}: ${before} to ${state} by ${direction}, ${timeout} s`,
  "connection-given-up": ({ connection, setting }) =>
    `ipvs ${connectionWords(connection)} is given up${settingWords(setting)}`,
  "no-destination": ({ service, packet }) => `ipvs ${service} has nobody for ${packetWords(packet)}`,
  "no-local-port": ({ service, connection, addresses, lowest, highest }) => {
    const who = `ipvs ${service} ${methodWords("fullnat")}`;
    if (addresses.length === 0) return `${who}: the service has no local address (ipvsadm --add-laddr)`;
    const held = addresses.map(({ address, connections }) => `${address} (${connections} connections)`);
    const left = `no port of ${lowest} to ${highest} left to ${connection.destination}`;
    return `${who}: ${left} of ${held.join(", ")}`;
  },
  "request-forwarded": ({ connection, method, before, after, device }) =>
    `ipvs ${methodWords(method)} to ${connection.destination}` +
    `${device === undefined ? "" : ` by ${device}`}: ${changeWords(before, after)}`,
  "reply-rewritten": ({ connection, before, after }) => {
    const by = connection.local === undefined ? "" : ` by ${methodWords("fullnat")}`;
    return `ipvs reply${by}: ${changeWords(before, after)}`;
  },
  "error-translated": ({ towards, before, after }) =>
    `ipvs ICMP error for the ${towards}: ${changeWords(before, after)}`,
  "connection-told": ({ connection, because }) =>
    `ipvs will tell other directors of ${connectionWords(connection)}: ${occasions[because]}`,
  "connection-updated-by-sync": ({ connection, state, timeout }) =>
    `ipvs ${connectionWords(connection)}: ${state} by a sync message, ${timeout} s`,
  "sync-message-sent": ({ connections, bytes }) =>
    `ipvs sends a sync message: ${countWords(connections)}, ${bytes} bytes`,
  "sync-message-received": ({ connections, syncId, isForUs }) =>
    `ipvs hears a sync message of syncid ${syncId}: ${countWords(connections)}` +
    (isForUs ? "" : ", not for this director"),
  "ipvs-table-changed": ({ row, change }) => `ipvs ${change}: ${row}`,

  "request-answered": ({ to, port, status, bytes }) =>
    `${formatIpv4(to)}:${port} has answered: ${status}, ${bytes} bytes`,
  "request-failed": ({ to, port, error }) => `${formatIpv4(to)}:${port} has not answered: ${error}`,
};

const tableNames: ReadonlyMap<number, string> = new Map([
  [253, "default"],
  [254, "main"],
  [255, "local"],
]);

const tableName = (table: number): string => tableNames.get(table) ?? String(table);

const changeWords = (before: Ipv4Packet, after: Ipv4Packet): string =>
  packetWords(before) === packetWords(after)
    ? `${packetWords(after)} as it is`
    : `${packetWords(before)} becomes ${packetWords(after)}`;

const arpWords = ({ operation, targetIp, senderIp }: ArpMessage): string =>
  operation === arpOperations.request
    ? `no answer to who has ${formatIpv4(targetIp)}`
    : `nothing learnt about ${formatIpv4(senderIp)}`;

const connectionWords = ({ protocol, client, virtual, local, destination }: ConnectionName): string =>
  `${protocol} ${client} ${virtual} ${local === undefined ? "" : `${local} `}${destination}`;

/** A template stands for every port of its client, and is written with port 0. */
const isTemplate = ({ client }: ConnectionName): boolean => client.endsWith(":0");

const countWords = (connections: number): string =>
  connections === 1 ? "1 connection" : `${connections} connections`;

type EventOf<Kind extends NetworkEvent["kind"]> = Extract<NetworkEvent, { readonly kind: Kind }>;

const choosers: Readonly<Record<EventOf<"connection-created">["because"], string>> = {
  scheduler: "the scheduler",
  template: "its template",
  "template-made": "the template just made",
  bypass: "cache_bypass",
  sync: "a sync message",
};

const endsOfTemplates: Readonly<Record<EventOf<"template-invalidated">["because"], string>> = {
  "destination-gone": "its destination has been deleted",
  "destination-quiesced": "its destination has weight 0",
};

const occasions: Readonly<Record<EventOf<"connection-told">["because"], string>> = {
  state: "its state has changed",
  packets: "enough packets have passed",
  refresh: "it is time to refresh it",
};

/** A method by name, and whether the mainline kernel has it. */
function methodWords(method: string): string {
  const isMainline = forwarders.every((known) => known.name !== method || isPartOf(known, "mainline"));
  return isMainline ? method : `${method} (not in the mainline kernel)`;
}
