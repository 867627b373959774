/**
 * Capture files: pcapng (one section, an interface block for each device, enhanced packet blocks) and classic
 * pcap with nanosecond times. Little endian, as most machines write them; reading is in pcap-reader.ts.
 */

import { joined } from "./bytes.ts";

/** Link types of capture files: Ethernet, and packets that begin with the IP header. */
export const linkTypes = { ethernet: 1, rawIp: 101 } as const;

/** Where frames are captured. */
export interface CaptureDevice {
  readonly name: string;
  /** One of `linkTypes`. */
  readonly linkType: number;
}

/** A frame as a capture file holds it. */
export interface CapturedFrame {
  /** Nanoseconds since the epoch of the file: 0 is 1970 to a program that shows dates. */
  readonly time: number;
  /** Index into the devices of the file. */
  readonly device: number;
  readonly bytes: Uint8Array;
  /** What the frame had before it was cut to `bytes`. */
  readonly length: number;
}

/** The longest frame that the files promise to hold whole. */
export const snapLength = 262144;

export const blockTypes = { section: 0x0a0d0d0a, device: 1, packet: 6 } as const;
export const byteOrderMagic = 0x1a2b3c4d;
export const optionCodes = { end: 0, deviceName: 2, timeResolution: 9 } as const;
export const pcapMagics = { micro: 0xa1b2c3d4, nano: 0xa1b23c4d } as const;

/**
 * The beginning of a pcapng file: the section, and one block for each device in the order of their numbers.
 */
export function pcapngHeader(devices: readonly CaptureDevice[]): Uint8Array {
  const section = new Uint8Array(16);
  const view = new DataView(section.buffer);
  view.setUint32(0, byteOrderMagic, true);
  view.setUint16(4, 1, true);
  view.setUint16(6, 0, true);
  view.setBigInt64(8, -1n, true);
  return devices.reduce(
    (file, device) => joined(file, deviceBlock(device)),
    block(blockTypes.section, section),
  );
}

function deviceBlock(device: CaptureDevice): Uint8Array {
  const head = new Uint8Array(8);
  const view = new DataView(head.buffer);
  view.setUint16(0, device.linkType, true);
  view.setUint32(4, snapLength, true);
  const name = option(optionCodes.deviceName, asciiBytes(device.name));
  const resolution = option(optionCodes.timeResolution, Uint8Array.of(9));
  const options = joined(joined(name, resolution), option(optionCodes.end, new Uint8Array(0)));
  return block(blockTypes.device, joined(head, options));
}

/** The block of one frame, to follow the header and the blocks before it. */
export function pcapngFrame(frame: CapturedFrame): Uint8Array {
  const body = new Uint8Array(20 + padded(frame.bytes.length));
  const view = new DataView(body.buffer);
  view.setUint32(0, frame.device, true);
  view.setUint32(4, Math.floor(frame.time / 0x100000000), true);
  view.setUint32(8, frame.time % 0x100000000, true);
  view.setUint32(12, frame.bytes.length, true);
  view.setUint32(16, frame.length, true);
  body.set(frame.bytes, 20);
  return block(blockTypes.packet, body);
}

/** The beginning of a classic pcap file, which holds frames of one link type. */
export function pcapHeader(linkType: number): Uint8Array {
  const header = new Uint8Array(24);
  const view = new DataView(header.buffer);
  view.setUint32(0, pcapMagics.nano, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, snapLength, true);
  view.setUint32(20, linkType, true);
  return header;
}

/** One frame of a classic pcap file. */
export function pcapFrame(frame: CapturedFrame): Uint8Array {
  const record = new Uint8Array(16 + frame.bytes.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, Math.floor(frame.time / 1e9), true);
  view.setUint32(4, frame.time % 1e9, true);
  view.setUint32(8, frame.bytes.length, true);
  view.setUint32(12, frame.length, true);
  record.set(frame.bytes, 16);
  return record;
}

/** A length rounded up to words of 32 bits, as everything in a pcapng file is. */
export const padded = (length: number): number => (length + 3) & ~3;

/** A block: type and length, body, and the length again. */
function block(type: number, body: Uint8Array): Uint8Array {
  const length = 12 + body.length;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  bytes.set(body, 8);
  view.setUint32(length - 4, length, true);
  return bytes;
}

function option(code: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + padded(value.length));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, code, true);
  view.setUint16(2, value.length, true);
  bytes.set(value, 4);
  return bytes;
}

/** Names of nodes and devices are ASCII; anything else becomes a question mark. */
const asciiBytes = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => (letter > "~" ? 63 : letter.charCodeAt(0)));
