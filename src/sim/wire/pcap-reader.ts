/**
 * Reads capture files: pcapng and classic pcap, either byte order, microseconds or nanoseconds.
 *
 * Of pcapng: section headers, interface descriptions, enhanced packet blocks; other blocks are
 * skipped. Left out: time offsets of interfaces, and resolutions that are powers of two.
 */

import { copyOf } from "./bytes.ts";
import {
  blockTypes,
  byteOrderMagic,
  type CaptureDevice,
  type CapturedFrame,
  optionCodes,
  padded,
  pcapMagics,
} from "./pcap.ts";

export interface CaptureFile {
  readonly devices: readonly CaptureDevice[];
  readonly frames: readonly CapturedFrame[];
  /** Whether the file ended within a frame or a block; what came before is given. */
  readonly cut: boolean;
}

/** Reads a capture file; `undefined` if it is none. */
export function readCapture(bytes: Uint8Array): CaptureFile | undefined {
  if (bytes.length < 24) return undefined;
  const view = viewOf(bytes);
  if (view.getUint32(0, true) === blockTypes.section) return readPcapng(bytes);
  const little = isPcapMagic(view.getUint32(0, true));
  if (!little && !isPcapMagic(view.getUint32(0, false))) return undefined;
  return readPcap(bytes, little);
}

const isPcapMagic = (magic: number): boolean => magic === pcapMagics.micro || magic === pcapMagics.nano;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function readPcap(bytes: Uint8Array, little: boolean): CaptureFile {
  const view = viewOf(bytes);
  const unit = view.getUint32(0, little) === pcapMagics.nano ? 1 : 1000;
  const frames: CapturedFrame[] = [];
  let at = 24;
  while (at + 16 <= bytes.length) {
    const end = at + 16 + view.getUint32(at + 8, little);
    if (end > bytes.length) break;
    frames.push({
      time: view.getUint32(at, little) * 1e9 + view.getUint32(at + 4, little) * unit,
      device: 0,
      bytes: copyOf(bytes, at + 16, end),
      length: view.getUint32(at + 12, little),
    });
    at = end;
  }
  const device = { name: "", linkType: view.getUint32(20, little) & 0xffff };
  return { devices: [device], frames, cut: at < bytes.length };
}

/** What is known while a pcapng file is read. Numbers of devices begin anew with each section. */
interface Reading {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly devices: CaptureDevice[];
  /** Nanoseconds in a unit of time, by device. */
  readonly units: number[];
  readonly frames: CapturedFrame[];
  little: boolean;
  sectionDevices: number;
}

function readPcapng(bytes: Uint8Array): CaptureFile | undefined {
  const reading: Reading = {
    bytes,
    view: viewOf(bytes),
    devices: [],
    units: [],
    frames: [],
    little: true,
    sectionDevices: 0,
  };
  let at = 0;
  while (at + 12 <= bytes.length) {
    if (!readByteOrder(reading, at)) return undefined;
    const length = reading.view.getUint32(at + 4, reading.little);
    if (length < 12 || length % 4 !== 0 || at + length > bytes.length) break;
    readBlock(reading, at, at + length - 4);
    at += length;
  }
  return { devices: reading.devices, frames: reading.frames, cut: at < bytes.length };
}

/** A section header says in which byte order it and all that follows are written. */
function readByteOrder(reading: Reading, at: number): boolean {
  const { view } = reading;
  if (view.getUint32(at, true) !== blockTypes.section) return true;
  if (view.getUint32(at + 8, true) !== byteOrderMagic && view.getUint32(at + 8, false) !== byteOrderMagic) {
    return false;
  }
  reading.little = view.getUint32(at + 8, true) === byteOrderMagic;
  reading.sectionDevices = reading.devices.length;
  return true;
}

function readBlock(reading: Reading, at: number, end: number): void {
  const type = reading.view.getUint32(at, reading.little);
  if (type === blockTypes.device && end - at >= 16) readDevice(reading, at, end);
  if (type === blockTypes.packet && end - at >= 28) readFrame(reading, at, end);
}

function readDevice(reading: Reading, at: number, end: number): void {
  const { view, little, bytes } = reading;
  let name = "";
  let unit = 1000;
  let next = at + 16;
  while (next + 4 <= end) {
    const code = view.getUint16(next, little);
    const length = view.getUint16(next + 2, little);
    if (code === optionCodes.end || next + 4 + length > end) break;
    if (code === optionCodes.deviceName) {
      name = String.fromCharCode(...bytes.subarray(next + 4, next + 4 + length));
    }
    if (code === optionCodes.timeResolution) unit = 10 ** (9 - view.getUint8(next + 4));
    next += 4 + padded(length);
  }
  reading.devices.push({ name, linkType: view.getUint16(at + 8, little) });
  reading.units.push(unit);
}

function readFrame(reading: Reading, at: number, end: number): void {
  const { view, little, bytes } = reading;
  const device = reading.sectionDevices + view.getUint32(at + 8, little);
  const unit = reading.units[device];
  const from = at + 28;
  const captured = view.getUint32(at + 20, little);
  if (unit === undefined || from + captured > end) return;
  const ticks = view.getUint32(at + 12, little) * 0x100000000 + view.getUint32(at + 16, little);
  reading.frames.push({
    time: ticks * unit,
    device,
    bytes: copyOf(bytes, from, from + captured),
    length: view.getUint32(at + 24, little),
  });
}
