/**
 * Which frames of a result agree with the recording: per device, direction and flow, in order.
 *
 * Not compared: absolute times, identifications of IP and ICMP echo, TCP windows, whether a frame was for
 * another host, the order of flows, and what the kernel draws: the source port of datagrams to a group, and
 * the pauses of IGMP. Another pause of more than 150 ms before a frame must agree within 15 % or 60 ms.
 */

import { anyAddress, isMulticast, parseIpv4 } from "#sim/wire/address";
import type { FrameRecord, IpRecord } from "./result.ts";
import type { Score } from "./score.ts";

type Frames = Readonly<Record<string, readonly FrameRecord[]>>;

const notCompared = new Set(["t", "n", "id", "win", "pkttype"]);
const longPause = 0.15;
const tolerance = 0.06;
const relativeTolerance = 0.15;

/** Compares all frames of a case. */
export function compareFrames(recorded: Frames, simulated: Frames): Score {
  const score: Score = { agreeing: 0, total: 0, messages: [] };
  const devices = [...new Set([...Object.keys(recorded), ...Object.keys(simulated)])].sort();
  for (const device of devices) {
    const expected = byFlow(recorded[device] ?? []);
    const found = byFlow(simulated[device] ?? []);
    for (const flow of new Set([...expected.keys(), ...found.keys()])) {
      compareFlow(score, device, expected.get(flow) ?? [], found.get(flow) ?? []);
    }
  }
  return score;
}

function compareFlow(
  score: Score,
  device: string,
  expected: readonly FrameRecord[],
  found: readonly FrameRecord[],
): void {
  const count = Math.max(expected.length, found.length);
  score.total += count;
  for (let index = 0; index < count; index++) {
    const fault = faultAt(expected, found, index);
    if (fault === undefined) score.agreeing++;
    else score.messages.push(`${device} ${fault}`);
  }
}

function faultAt(
  expected: readonly FrameRecord[],
  found: readonly FrameRecord[],
  index: number,
): string | undefined {
  const kernel = expected[index];
  const here = found[index];
  if (kernel === undefined) return `extra frame ${canonical(here)}`;
  if (here === undefined) return `missing frame ${canonical(kernel)}`;
  const [wanted, got] = [canonical(kernel), canonical(here)];
  if (wanted !== got) return `frame ${index} of its flow: kernel ${wanted}\n      here ${got}`;
  if (kernel.ip?.proto === "igmp") return undefined;
  const before = expected[index - 1];
  const beforeHere = found[index - 1];
  if (before === undefined || beforeHere === undefined) return undefined;
  const pause = kernel.t - before.t;
  const pauseHere = here.t - beforeHere.t;
  if (Math.max(pause, pauseHere) <= longPause) return undefined;
  if (Math.abs(pause - pauseHere) <= Math.max(tolerance, relativeTolerance * pause)) return undefined;
  const seconds = `${pause.toFixed(3)} s after the one before, here ${pauseHere.toFixed(3)} s`;
  return `frame ${index} of its flow: ${seconds}: ${wanted}`;
}

function byFlow(frames: readonly FrameRecord[]): Map<string, FrameRecord[]> {
  const flows = new Map<string, FrameRecord[]>();
  for (const frame of frames) {
    const key = `${frame.dir} ${flowOf(frame)}`;
    const list = flows.get(key);
    if (list === undefined) flows.set(key, [frame]);
    else list.push(frame);
  }
  return flows;
}

function flowOf({ arp, ip, eth }: FrameRecord): string {
  if (arp !== undefined) return `arp ${[arp.spa ?? "", arp.tpa ?? ""].sort().join(" ")}`;
  return ip === undefined ? `other ${JSON.stringify(eth)}` : flowOfPacket(ip);
}

function flowOfPacket(packet: IpRecord): string {
  if (packet.inner !== undefined) return `ipip ${flowOfPacket(packet.inner)}`;
  const transport = packet.tcp ?? packet.udp;
  const ends =
    transport === undefined || isToGroup(packet)
      ? [packet.src, packet.dst]
      : [`${packet.src} ${transport.sport}`, `${packet.dst} ${transport.dport}`];
  return `${packet.proto} ${ends.sort().join(" ")}`;
}

const isToGroup = ({ dst }: IpRecord): boolean => isMulticast(parseIpv4(dst) ?? anyAddress);

/** What counts of a frame, as text with its keys in order. */
function canonical(frame: FrameRecord | undefined): string {
  const { ip } = frame ?? {};
  if (ip?.udp === undefined || !isToGroup(ip)) return JSON.stringify(stripped(frame));
  const { sport: _, ...udp } = ip.udp;
  return JSON.stringify(stripped({ ...frame, ip: { ...ip, udp } }));
}

function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stripped);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key, one]) => !notCompared.has(key) && one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, stripped(one)]));
}
