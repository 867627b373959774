/**
 * Packet sockets: programs that see and send whole frames: arping, tcpdump, crafted frames.
 */

import { type NetDevice, type Tap, transmit } from "../link/device.ts";
import type { EthernetFrame } from "../wire/ethernet.ts";
import type { Stack } from "./stack.ts";

export interface PacketSocket {
  readonly stack: Stack;
  readonly tap: Tap;
  readonly devices: NetDevice[];
  readonly watcher: ((device: NetDevice) => void) | undefined;
  readonly isPromiscuous: boolean;
}

export interface PacketRequest {
  /** The device to look at; left out: all of them, also those that come later. */
  readonly device?: NetDevice;
  /** Frames for other hosts are wanted too. */
  readonly promiscuous?: boolean;
}

/** Shows every frame of a device, or of all, to `tap`: as it comes in, and as it leaves. */
export function openPacketSocket(stack: Stack, request: PacketRequest, tap: Tap): PacketSocket {
  const { device, promiscuous = false } = request;
  const devices: NetDevice[] = [];
  const isPromiscuous = promiscuous && device !== undefined;
  const watcher = device === undefined ? (added: NetDevice) => watch(added, devices, tap) : undefined;
  if (watcher !== undefined) stack.onDeviceAdded.push(watcher);
  if (device !== undefined) watch(device, devices, tap);
  else for (const { device: other } of stack.interfaces.values()) watch(other, devices, tap);
  if (isPromiscuous) device.promiscuous++;
  return { stack, tap, devices, watcher, isPromiscuous };
}

function watch(device: NetDevice, devices: NetDevice[], tap: Tap): void {
  devices.push(device);
  device.taps.push(tap);
}

export function closePacketSocket(socket: PacketSocket): void {
  for (const device of socket.devices) {
    const index = device.taps.indexOf(socket.tap);
    if (index >= 0) device.taps.splice(index, 1);
    if (socket.isPromiscuous) device.promiscuous--;
  }
  if (socket.watcher === undefined) return;
  const { onDeviceAdded } = socket.stack;
  const index = onDeviceAdded.indexOf(socket.watcher);
  if (index >= 0) onDeviceAdded.splice(index, 1);
}

/** Sends a frame as it is, past IP and its hooks. */
export const sendFrame = (stack: Stack, device: NetDevice, frame: EthernetFrame): void =>
  transmit(device, frame, stack.simulation);
