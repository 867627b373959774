/**
 * One run of arping: a probe at once and one each interval, replies as they come.
 *
 * The first probes are broadcast; once somebody has answered, the next go to the last who did, unless -b is
 * given.
 */

import type { Process } from "#shell/command";
import { nanos } from "#sim/engine/time";
import type { NetDevice, Tap } from "#sim/link/device";
import { closePacketSocket, openPacketSocket, sendFrame } from "#sim/stack/packet-socket";
import {
  broadcastMac,
  formatIpv4,
  formatMac,
  type Ipv4Address,
  isGroupMac,
  type MacAddress,
} from "#sim/wire/address";
import { type ArpMessage, arpMessage, arpOperations } from "#sim/wire/arp";
import { type EthernetFrame, ethernet } from "#sim/wire/ethernet";
import type { ArpingSettings } from "./options.ts";

export interface Probing {
  readonly process: Process;
  readonly settings: ArpingSettings;
  readonly device: NetDevice;
  readonly target: Ipv4Address;
  readonly source: Ipv4Address;
  /** Whom the next probe is sent to. */
  peer: MacAddress;
  sent: number;
  broadcasts: number;
  received: number;
  receivedByBroadcast: number;
  requests: number;
  lastSent: number;
  isDone: boolean;
  wake: (() => void) | undefined;
}

/** Probes until there are enough replies, the count is sent, the time is over or Ctrl-C. */
export async function probe(probing: Probing): Promise<void> {
  const { process, settings, device } = probing;
  const { stack } = process.machine;
  const socket = openPacketSocket(stack, { device }, tapOf(probing));
  try {
    await probeUntilDone(probing, settings.deadline * 1e9);
  } finally {
    closePacketSocket(socket);
  }
}

async function probeUntilDone(probing: Probing, deadline: number): Promise<void> {
  const { process, settings } = probing;
  const startedAt = process.machine.simulation.now;
  sendProbe(probing);
  for (let intervals = 1; !probing.isDone; ) {
    const nextProbe = startedAt + intervals * settings.interval * 1e9;
    const end = deadline > 0 ? startedAt + deadline : Number.POSITIVE_INFINITY;
    const moment = Math.min(nextProbe, end);
    const waited = await process.until<"reply">(
      (wake) => {
        probing.wake = () => wake("reply");
        return () => {
          probing.wake = undefined;
        };
      },
      nanos(Math.max(0, moment - process.machine.simulation.now)),
    );
    if (waited === "interrupted") return;
    if (waited === "reply") continue;
    if (moment === nextProbe) {
      intervals++;
      if (settings.count > 0 && intervals > settings.count) return;
      sendProbe(probing);
    }
    if (moment === end) return;
  }
}

function sendProbe(probing: Probing): void {
  const { process, settings, device, target, source, peer } = probing;
  const { stack, simulation } = process.machine;
  const message = arpMessage({
    operation: settings.isAnswer ? arpOperations.reply : arpOperations.request,
    senderMac: device.mac,
    senderIp: source,
    targetMac: settings.isAnswer ? device.mac : peer,
    targetIp: target,
  });
  sendFrame(stack, device, ethernet(peer, device.mac, message));
  probing.lastSent = simulation.now;
  probing.sent++;
  if (peer === broadcastMac) probing.broadcasts++;
}

function tapOf(probing: Probing): Tap {
  return (direction, sent) => {
    if (direction === "out" || probing.isDone || "kind" in sent || sent.payload.kind !== "arp") return;
    const isForUs = sent.dst === probing.device.mac || isGroupMac(sent.dst);
    if (isForUs && isAnswer(probing, sent.payload)) takeAnswer(probing, sent, sent.payload);
  };
}

function isAnswer({ settings, device, target, source }: Probing, message: ArpMessage): boolean {
  if (message.senderIp !== target) return false;
  if (settings.isDuplicateCheck) {
    return message.senderMac !== device.mac && (source === 0 || message.targetIp === source);
  }
  return message.targetIp === source && message.targetMac === device.mac;
}

function takeAnswer(probing: Probing, frame: EthernetFrame, message: ArpMessage): void {
  const { settings, process } = probing;
  const isUnicast = !isGroupMac(frame.dst);
  if (!settings.isQuiet) process.stdout.write(answerLine(probing, message, isUnicast));
  probing.received++;
  probing.wake?.();
  if (settings.deadline > 0 && probing.received === settings.count) {
    probing.isDone = true;
    return;
  }
  if (!isUnicast) probing.receivedByBroadcast++;
  if (message.operation === arpOperations.request) probing.requests++;
  if (settings.stopsAtFirst) probing.isDone = true;
  if (!settings.given.has("broadcast")) probing.peer = message.senderMac;
}

function answerLine(
  { source, device, lastSent, process }: Probing,
  message: ArpMessage,
  isUnicast: boolean,
): string {
  const way = isUnicast ? "Unicast" : "Broadcast";
  const kind = message.operation === arpOperations.reply ? "reply" : "request";
  const mac = formatMac(message.senderMac).toUpperCase();
  const isForSource = message.targetIp === source;
  const isForDevice = message.targetMac === device.mac;
  const address = isForSource ? "" : `for ${formatIpv4(message.targetIp)} `;
  const preposition = isForSource ? "for " : "";
  const target = isForDevice ? "" : `${preposition}[${formatMac(message.targetMac).toUpperCase()}]`;
  const time = timeText(process.machine.simulation.now - lastSent);
  return `${way} ${kind} from ${formatIpv4(message.senderIp)} [${mac}] ${address}${target} ${time}\n`;
}

/**
 * As arping writes it: the milliseconds are rounded, and what follows them is always half a millisecond more.
 */
function timeText(elapsed: number): string {
  const micros = Math.floor((elapsed + 500) / 1000);
  const millis = Math.floor((micros + 500) / 1000);
  return `${millis}.${String(micros - millis * 1000 + 500).padStart(3, "0")}ms`;
}

/** The last two lines. */
export function countsText({ sent, broadcasts, received, receivedByBroadcast, requests }: Probing): string {
  const kinds: string[] = [];
  if (requests > 0) kinds.push(`${requests} request(s)`);
  if (receivedByBroadcast > 0) kinds.push(`${receivedByBroadcast} broadcast(s)`);
  const more = kinds.length === 0 ? "" : ` (${kinds.join(", ")})`;
  return `Sent ${sent} probes (${broadcasts} broadcast(s))\nReceived ${received} response(s)${more}\n`;
}
