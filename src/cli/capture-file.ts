/**
 * A capture file of a run: every device of every node, as a tcpdump on each would have written it.
 *
 * One section, an interface block for each device, times in nanoseconds since time zero. Tunnel devices have
 * no link layer: their packets begin with the IP header.
 */

import { writeFileSync } from "node:fs";
import type { Lab } from "#lab/lab";
import { isTunnel, type NetDevice, type Transmission } from "#sim/link/device";
import type { Network } from "#sim/network";
import { encodeFrame } from "#sim/wire/ethernet";
import { encodePacket } from "#sim/wire/packet";
import { type CaptureDevice, linkTypes, pcapngFrame, pcapngHeader } from "#sim/wire/pcap";
import { UsageError } from "./arguments.ts";

export interface Capture {
  readonly devices: CaptureDevice[];
  readonly blocks: Uint8Array[];
}

/** Begins to capture on every device of a lab, and on those that are added later. */
export function startCapture({ network, start }: Lab): Capture {
  const capture: Capture = { devices: [], blocks: [] };
  for (const { stack } of network.nodes.values()) {
    for (const { device } of stack.interfaces.values()) listen(capture, device, { network, start });
    stack.onDeviceAdded.push((device) => listen(capture, device, { network, start }));
  }
  return capture;
}

function listen(
  { devices, blocks }: Capture,
  device: NetDevice,
  { network, start }: { readonly network: Network; readonly start: number },
): void {
  const linkType = isTunnel(device) ? linkTypes.rawIp : linkTypes.ethernet;
  const number = devices.push({ name: `${device.node}:${device.name}`, linkType }) - 1;
  device.taps.push((_direction, sent) => {
    const bytes = bytesOf(sent);
    const time = network.simulation.now - start;
    blocks.push(pcapngFrame({ time, device: number, bytes, length: bytes.length }));
  });
}

const bytesOf = (sent: Transmission): Uint8Array => ("kind" in sent ? encodePacket(sent) : encodeFrame(sent));

/** Writes the file. Throws `UsageError` where that cannot be done. */
export function writeCapture({ devices, blocks }: Capture, path: string): void {
  const parts = [pcapngHeader(devices), ...blocks];
  const file = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  checkedWrite(path, file);
}

/** Fails before a long run, not after it, where the file cannot be written. */
export const claimFile = (path: string): void => checkedWrite(path, new Uint8Array(0));

function checkedWrite(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? error.code : error;
    throw new UsageError(`${path} cannot be written: ${why}`);
  }
}
