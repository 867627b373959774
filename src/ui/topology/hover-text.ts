/**
 * What the card says that comes up over a machine, a segment or a frame: lines of text, read off the tables
 * of the shown moment.
 */

import { parseMac } from "#sim/wire/address";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { lineOf, macText, shortMac } from "../packet-label.ts";
import { isOfLoopback } from "../roles.ts";
import { tableAt } from "../table-at.ts";
import { spanText } from "../time-text.ts";
import { delayOf, unevenSegments } from "./cable-delays.ts";
import type { Names } from "./names.ts";
import { textOf } from "./showing.ts";
import type { NotedStage } from "./stage.ts";
import type { Subject } from "./subject.ts";

export interface HoverText {
  readonly title: string;
  readonly lines: readonly string[];
}

const mostLines = 8;

/** What is said of a subject; nothing of an event, whose mark says it all. */
export function hoverTextOf(stage: NotedStage, subject: Subject): HoverText | undefined {
  const { model } = stage;
  if (model === undefined || subject.kind === "event") return undefined;
  if (subject.kind === "frame") {
    const { flight } = subject.mark;
    return { title: lineOf(textOf(stage, flight)), lines: frameLines(flight.frame, model.names) };
  }
  return subject.kind === "machine" ? machineText(stage, subject.id) : segmentText(stage, subject.id);
}

function machineText(stage: NotedStage, id: string): HoverText | undefined {
  const { page, model } = stage;
  const words = page.words().stage;
  const kind = model?.scenario.nodes.find(({ name }) => name === id)?.kind;
  if (kind === undefined) return undefined;
  const { moment } = page.store.state();
  const recording = page.recording();
  const addresses = [...tableAt(recording, moment, id, "addresses").values()];
  const devices = [...tableAt(recording, moment, id, "devices").values()].flatMap((device) => {
    const own = addresses.filter((row) => row.device === device.name && !isOfLoopback(row.address));
    if (device.kind !== "ethernet" && own.length === 0) return [];
    const state = device.isUp ? (device.hasCarrier ? "" : ` ${words.noCarrier}`) : ` ${words.down}`;
    const mac = parseMac(device.mac);
    const hardware = device.kind === "ethernet" && mac !== undefined ? ` ${shortMac(mac)}` : "";
    const held = own.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(" ");
    return [`${device.name}${hardware}${state} ${held}`.trimEnd()];
  });
  const settings = [...tableAt(recording, moment, id, "sysctls").values()].flatMap(
    ({ name, value, initial }) =>
      value === initial ? [] : [`${name.replace(/^net\.ipv4\./, "")} = ${value}`],
  );
  const services = tableAt(recording, moment, id, "services").size;
  const connections = tableAt(recording, moment, id, "connections").size;
  const lines = [
    ...devices,
    ...(services === 0 ? [] : [stage.notes.hover.services(services)]),
    ...(connections === 0 ? [] : [stage.notes.hover.connections(connections)]),
    ...(settings.length === 0 ? [] : [`${stage.notes.hover.changedSettings}:`, ...settings]),
  ];
  return { title: id === words.kinds[kind] ? id : `${id} · ${words.kinds[kind]}`, lines: short(lines) };
}

function segmentText(stage: NotedStage, id: string): HoverText | undefined {
  const { page, model } = stage;
  const words = page.words().stage;
  const segment = model?.segments.find((card) => card.id === id);
  if (segment === undefined || model === undefined) return undefined;
  const network = segment.network === undefined ? "" : ` · ${segment.network}`;
  const rows = tableAt(page.recording(), page.store.state().moment, id, "fdb");
  const known = [...rows.values()].map(({ mac, port }) => {
    const number = parseMac(mac);
    const owner = model.names.ownerOf(mac) ?? "";
    const address = number === undefined ? mac : shortMac(number);
    return `${owner} ${address} → ${port.replace(/^p-/, "")}`.trimStart();
  });
  const learnt = known.length === 0 && segment.kind === "switch" ? [stage.notes.hover.empty] : known;
  const { scenario, cables } = model;
  const uneven = unevenSegments(scenario, cables);
  const delays = cables.flatMap((cable) =>
    cable.segment === id && uneven.has(id)
      ? [stage.notes.hover.cable(`${cable.node} ${cable.device}`, spanText(delayOf(scenario, cable)))]
      : [],
  );
  const title = `${id} · ${words.segments[segment.kind]}${network}`;
  return { title, lines: [...delays, ...short(learnt)] };
}

const short = (lines: readonly string[]): string[] =>
  lines.length <= mostLines
    ? [...lines]
    : [...lines.slice(0, mostLines - 1), `+${lines.length - mostLines + 1}`];

/** The headers of a frame, a line each. */
function frameLines({ src, dst, payload }: EthernetFrame, names: Names): string[] {
  const ethernet = `ETH ${macText(src, names)} → ${macText(dst, names)}`;
  if (payload.kind === "ipv4") return [ethernet, ...packetLines(payload, names)];
  if (payload.kind !== "arp") return [ethernet];
  const { senderIp, targetIp, operation } = payload;
  return [
    ethernet,
    `ARP ${operation === 1 ? "request" : "reply"} ${names.address(senderIp)} → ${names.address(targetIp)}`,
  ];
}

function packetLines(packet: Ipv4Packet, names: Names): string[] {
  const { src, dst, ttl, payload } = packet;
  const ip = `IP  ${names.address(src)} → ${names.address(dst)} ttl ${ttl}`;
  switch (payload.kind) {
    case "ipv4":
      return [ip, ...packetLines(payload, names)];
    case "gre":
      return payload.payload.kind === "ipv4"
        ? [ip, "GRE", ...packetLines(payload.payload, names)]
        : [ip, "GRE"];
    case "tcp":
      return [ip, `TCP ${payload.srcPort} → ${payload.dstPort} seq ${payload.seq} ack ${payload.ack}`];
    case "udp":
      return [ip, `UDP ${payload.srcPort} → ${payload.dstPort}`];
    case "icmp":
      return [ip, `ICMP type ${payload.type} code ${payload.code}`];
    case "raw":
      return [ip];
  }
}
