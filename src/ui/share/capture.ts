/**
 * A capture file of what is recorded: every frame that a device sent or took in, as a tcpdump on each would
 * have written it. Times count from time zero of the lab.
 */

import type { TraceEvent } from "#sim/trace";
import { encodeFrame } from "#sim/wire/ethernet";
import { type CaptureDevice, linkTypes, pcapngFrame, pcapngHeader } from "#sim/wire/pcap";

/** The bytes of a pcapng file, of one node, of one of its devices, or of all. */
export function captureOf(
  events: readonly TraceEvent[],
  only: { readonly node?: string | undefined; readonly device?: string | undefined },
): Uint8Array<ArrayBuffer>[] {
  const devices: CaptureDevice[] = [];
  const numbers = new Map<string, number>();
  const blocks: Uint8Array<ArrayBuffer>[] = [];
  for (const { at, event } of events) {
    if (event.kind !== "frame-sent" && event.kind !== "frame-received") continue;
    if (only.node !== undefined && event.node !== only.node) continue;
    if (only.device !== undefined && event.device !== only.device) continue;
    const name = `${event.node}:${event.device}`;
    let device = numbers.get(name);
    if (device === undefined) {
      device = devices.push({ name, linkType: linkTypes.ethernet }) - 1;
      numbers.set(name, device);
    }
    const bytes = encodeFrame(event.frame);
    blocks.push(owned(pcapngFrame({ time: at, device, bytes, length: bytes.length })));
  }
  return [owned(pcapngHeader(devices)), ...blocks];
}

const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
