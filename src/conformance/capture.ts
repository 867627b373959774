/**
 * Captures on the devices of a case: every frame with its moment, in the order in which they pass, over all
 * devices.
 */

import type { Simulation } from "#sim/engine/simulation";
import type { NetDevice, Transmission } from "#sim/link/device";
import { formatMac } from "#sim/wire/address";
import { arpRecord, ipRecord } from "./frame-record.ts";
import type { FrameRecord } from "./result.ts";
import { noteSyn, type Origins } from "./sequence-numbers.ts";
import { rewrittenAs, type SharedBuffers } from "./shared-buffers.ts";

interface Captured {
  readonly node: string;
  readonly device: string;
  readonly at: number;
  /** When it was stamped, as an order number of the simulation. */
  readonly stamp: number;
  readonly direction: "in" | "out";
  readonly sent: Transmission;
  readonly isForOther: boolean;
}

export interface Capture {
  readonly captured: Captured[];
  readonly devices: string[];
  readonly buffers: SharedBuffers;
}

export const emptyCapture = (): Capture => ({ captured: [], devices: [], buffers: new Map() });

/** Begins to capture on a device, as tcpdump does: before the stack on the way in, last on the way out. */
export function captureOn(capture: Capture, device: NetDevice, simulation: Simulation<never>): void {
  const name = `${device.node}:${device.name}`;
  capture.devices.push(name);
  device.taps.push((direction, sent, _, held) => {
    const isForOther = direction === "in" && isFrameForOther(device, sent);
    const stamp = held ?? simulation.nextOrder();
    capture.captured.push({
      node: device.node,
      device: name,
      at: simulation.now,
      stamp,
      direction,
      sent,
      isForOther,
    });
  });
}

function isFrameForOther(device: NetDevice, sent: Transmission): boolean {
  if (!("payload" in sent) || "protocol" in sent) return false;
  return sent.dst !== device.mac && Math.floor(sent.dst / 2 ** 40) % 2 === 0;
}

/** The captured frames as the recordings write them; times count from `start`, in nanoseconds. */
export function framesOf(capture: Capture, start: number): Record<string, FrameRecord[]> {
  const origins: Origins = new Map();
  const frames: Record<string, FrameRecord[]> = {};
  const inOrder = capture.captured.toSorted((a, b) => a.at - b.at || a.stamp - b.stamp);
  asRead(capture, inOrder).forEach((one, n) => {
    const packet = packetOf(one.sent);
    if (packet !== undefined) noteSyn(origins, packet);
    const list = frames[one.device] ?? [];
    frames[one.device] = list;
    list.push({
      n,
      t: Math.round((one.at - start) / 1e3) / 1e6,
      dir: one.direction,
      ...contents(one, origins),
    });
  });
  return frames;
}

/** What is in the captured buffers when they are read, at the end. */
function asRead({ buffers }: Capture, captured: readonly Captured[]): readonly Captured[] {
  if (buffers.size === 0) return captured;
  const seen = captured.map((one) => ({ ...one, packet: packetOf(one.sent) }));
  return seen.map((one) => {
    const written = one.packet === undefined ? undefined : rewrittenAs(buffers, one.packet, seen);
    return written === undefined ? one : { ...one, sent: written.sent };
  });
}

function contents(one: Captured, origins: Origins): Partial<FrameRecord> {
  const { sent } = one;
  if ("protocol" in sent) return { ip: ipRecord(origins, sent) };
  const { payload, vlan } = sent;
  return {
    eth: [formatMac(sent.src), formatMac(sent.dst)],
    ...(vlan === undefined ? {} : { vlan: vlan.id }),
    ...(one.isForOther ? { pkttype: "otherhost" as const } : {}),
    ...(payload.kind === "arp" ? { arp: arpRecord(payload) } : {}),
    ...(payload.kind === "ipv4" ? { ip: ipRecord(origins, payload) } : {}),
  };
}

function packetOf(sent: Transmission) {
  if ("protocol" in sent) return sent;
  return sent.payload.kind === "ipv4" ? sent.payload : undefined;
}
