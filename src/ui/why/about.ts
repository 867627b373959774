/**
 * Gathers, for one event of a chain, what its explanation may name besides its own values.
 */

import type { DecidingSetting } from "#sim/link/link-events";
import type { DropReason } from "#sim/stack/verdict";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import { formatIpv4, formatMac, type Ipv4Address, isGroupMac, type MacAddress } from "#sim/wire/address";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import type { EventKind, EventOf } from "#words/caption-words";
import type { FrameTarget, SettingFacts, Surroundings } from "#words/why-facts";
import { arrivedOn, latestOf } from "./chain.ts";
import { earlierDrop, earlierDropTowards } from "./earlier-drop.ts";
import { deviceOf, type Past } from "./past.ts";
import {
  gatewayFor,
  holderOf,
  listenersOf,
  ownerOfMac,
  ownersOfAddress,
  type Place,
  peerOfPort,
  vipOf,
  wideAddress,
} from "./surroundings.ts";
import { switchOf } from "./switches.ts";

/** An event of a chain, and the chain up to it. */
export interface Link {
  readonly past: Past;
  readonly traced: TraceEvent;
  /** Oldest first, the event the last. */
  readonly events: readonly TraceEvent[];
}

export const placeOf = ({ past, traced }: Link): Place => ({
  past,
  node: traced.event.node,
  event: traced.id,
});

type Reader<Kind extends EventKind> = (event: EventOf<Kind>, link: Link, place: Place) => Surroundings;
type Readers = { readonly [Kind in EventKind]?: Reader<Kind> };

/** What the tables said about an event. */
export function surroundingsOf(link: Link): Surroundings {
  const { event } = link.traced;
  const read = readers[event.kind] as Reader<EventKind> | undefined;
  return defined(read?.(event, link, placeOf(link)) ?? {});
}

/** The switch that an event names as decisive. */
export function decidedBy({ past, traced, events }: Link): SettingFacts | undefined {
  const { event, id } = traced;
  const setting = settingOf(event);
  if (setting === undefined) return undefined;
  const device = deviceOf(event) ?? arrivedOn(events);
  return switchOf(past, { node: event.node, event: id, setting, device });
}

export const settingOf = (event: NetworkEvent): DecidingSetting | undefined =>
  "setting" in event ? event.setting : undefined;

type Loose = { readonly [Field in keyof Surroundings]: Surroundings[Field] | undefined };

/** Fields that say nothing are left out, so that a sentence may have a value of its own in their place. */
function defined(fields: Loose): Surroundings {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const readers: Readers = {
  "frame-sent": ({ frame }, _link, place) =>
    loose({
      owner: ownerOfMac(place, formatMac(frame.dst)),
      target: targetOf(frame, undefined),
      vip: frame.payload.kind === "ipv4" ? vipOf(place, formatIpv4(frame.payload.dst)) : undefined,
    }),
  "frame-received": ({ frame, device }, _link, place) =>
    loose({ owner: ownerOfMac(place, formatMac(frame.src)), target: targetOf(frame, macOf(place, device)) }),
  "fdb-learned": ({ mac }, _link, place) => loose({ owner: ownerOfMac(place, formatMac(mac)) }),
  "frame-bridged": ({ frame }, _link, place) => loose({ owner: ownerOfMac(place, formatMac(frame.dst)) }),
  "route-chosen": ({ chosen }, _link, place) => loose({ wide: wideAddress(place, chosen) }),
  "arp-request-sent": ({ message }, _link, place) => ofAddress(place, message.senderIp),
  "arp-reply-sent": ({ message }, _link, place) => ofAddress(place, message.senderIp),
  "arp-not-answered": ({ message, reason }, link, place) => ({
    ...ofAddress(place, reason === "martian-source" ? message.senderIp : message.targetIp),
    ...loose({ arrivedOn: arrivedOn(link.events) }),
  }),
  "neighbour-changed": ({ address, mac }, _link, place) => ofNeighbour(place, address, mac),
  "neighbour-update-refused": ({ address, mac, kept }, _link, place) => ({
    ...ofNeighbour(place, address, mac),
    ...loose({ keptOwner: ownerOfMac(place, formatMac(kept)) }),
  }),
  "neighbour-unanswered": ({ address }, _link, place) =>
    loose({ owner: ownersOfAddress(place, formatIpv4(address))[0], nextHop: formatIpv4(address) }),
  "packet-dropped": ({ packet, reason }, link, place) => ({
    ...ofPacket(place, packet),
    ...ofReason(link, place, { reason, packet, dst: packet.dst }),
  }),
  "no-frame-left": ({ to, reason }, link, place) =>
    ofReason(link, place, { reason, packet: undefined, dst: to }),
  "no-destination": ({ service }, _link, place) =>
    loose({ destinations: destinationsOf(place, (name) => name === service) }),
  "tcp-retransmitted": ({ local }, { past, traced }) => loose({ earlier: earlierDrop(past, traced, local) }),
  "socket-error": ({ local }, { past, traced }) => loose({ earlier: earlierDrop(past, traced, local) }),
  "request-failed": ({ to, port }, { past, traced }) =>
    loose({ earlier: earlierDropTowards(past, traced, `${formatIpv4(to)}:${port}`) }),
};

const loose = (fields: Loose): Surroundings => defined(fields);

function targetOf({ src, dst }: EthernetFrame, own: string | undefined): FrameTarget | undefined {
  if (src === 0 && dst === 0) return "self";
  if (isGroupMac(dst)) return dst === 0xffffffffffff ? "all" : "group";
  if (own === undefined) return undefined;
  return formatMac(dst) === own ? "me" : "other";
}

const macOf = ({ past, node, event }: Place, device: string): string | undefined =>
  past.rows(node, "devices", event).find(({ name }) => name === device)?.mac;

const ofAddress = (place: Place, address: Ipv4Address): Surroundings =>
  loose({ vip: vipOf(place, formatIpv4(address)), holder: holderOf(place, formatIpv4(address)) });

const ofNeighbour = (place: Place, address: Ipv4Address, mac: MacAddress): Surroundings =>
  loose({
    vip: vipOf(place, formatIpv4(address)),
    owner: mac === 0 ? ownersOfAddress(place, formatIpv4(address))[0] : ownerOfMac(place, formatMac(mac)),
  });

const ofPacket = (place: Place, packet: Ipv4Packet): Surroundings =>
  loose({ vip: vipOf(place, formatIpv4(packet.dst)) });

interface EndedPacket {
  readonly reason: DropReason;
  readonly packet: Ipv4Packet | undefined;
  readonly dst: Ipv4Address;
}

/** What matters depends on why it ended. */
function ofReason(link: Link, place: Place, { reason, packet, dst }: EndedPacket): Surroundings {
  const arrived = arrivedOn(link.events);
  const base = loose({ arrivedOn: arrived });
  switch (reason) {
    case "other-host":
      return { ...base, ...ofOtherHost(link, place) };
    case "martian-source":
      return packet === undefined ? base : { ...base, ...ofAddress(place, packet.src) };
    case "no-route":
      return { ...base, ...loose({ gateway: gatewayFor(place) }) };
    case "no-socket":
      return packet === undefined ? base : { ...base, ...ofPort(place, packet) };
    case "neighbour-failed":
      return { ...base, ...ofFailed(link, place, dst) };
    case "no-tunnel-device":
      return { ...base, ...ofTunnel(place, packet) };
    case "ipvs-no-destination":
      return { ...base, ...ofService(link, place, dst) };
    case "bad-ip-header":
    case "bad-checksum":
    case "group-not-joined":
    case "martian-destination":
    case "reverse-path":
    case "not-a-router":
    case "unreachable-route":
    case "prohibited-route":
    case "blackhole-route":
    case "ttl-expired":
    case "needs-fragmentation":
    case "unicast-in-broadcast-frame":
    case "reassembly-timeout":
    case "bad-fragment":
    case "no-protocol":
    case "neighbour-queue-full":
    case "firewall":
    case "rejected":
    case "arp-filtered":
    case "arp-ignored":
    case "arp-filter":
    case "tunnel-loop":
    case "tunnel-checksum":
    case "bad-encapsulation":
    case "tcp-invalid":
    case "echo-ignored":
    case "device-down":
    case "ipvs-no-local-port":
    case "ipvs-destination-gone":
    case "ipvs-crossing-local":
    case "ipvs-drop-packet":
    case "ipvs-rescheduled":
      return base;
  }
}

function ofOtherHost(link: Link, place: Place): Surroundings {
  const arrival = latestOf(link.events, "frame-received");
  return loose({ owner: arrival && ownerOfMac(place, formatMac(arrival.event.frame.dst)) });
}

function ofPort(place: Place, { src, payload }: Ipv4Packet): Surroundings {
  if (payload.kind !== "tcp" && payload.kind !== "udp") return {};
  const { kind, srcPort, dstPort } = payload;
  const peer = peerOfPort(place, kind, dstPort);
  const expected = peer === `${formatIpv4(src)}:${srcPort}` ? undefined : peer;
  const isOpening = payload.kind === "udp" || isSyn(payload);
  return loose({ listening: isOpening ? listenersOf(place, kind) : undefined, expected });
}

const isSyn = ({ flags }: TcpSegment): boolean => (flags & (tcpFlags.syn | tcpFlags.ack)) === tcpFlags.syn;

function ofFailed(link: Link, place: Place, dst: Ipv4Address): Surroundings {
  const unanswered = latestOf(link.events, "neighbour-unanswered");
  const address = formatIpv4(unanswered?.event.address ?? dst);
  return loose({ nextHop: address, owner: ownersOfAddress(place, address)[0] });
}

function ofTunnel({ past, node, event }: Place, packet: Ipv4Packet | undefined): Surroundings {
  const kind = packet?.payload.kind === "gre" ? "gre" : "ipip";
  const devices = past.rows(node, "devices", event).filter((device) => device.kind === kind);
  const found = devices.find(({ isUp }) => isUp) ?? devices[0];
  return loose({ tunnel: found && { device: found.name, isUp: found.isUp } });
}

function ofService(link: Link, place: Place, dst: Ipv4Address): Surroundings {
  const refused = latestOf(link.events, "no-destination");
  const ends = ` ${formatIpv4(dst)}:`;
  const isMeant = (name: string): boolean =>
    refused === undefined ? name.includes(ends) : name === refused.event.service;
  return loose({ destinations: destinationsOf(place, isMeant) });
}

const destinationsOf = ({ past, node, event }: Place, isMeant: (service: string) => boolean) =>
  past.rows(node, "destinations", event).filter(({ service }) => isMeant(service));
