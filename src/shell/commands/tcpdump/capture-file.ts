/**
 * Capture files in a machine's file system: written in the classic format with microseconds, read in any that
 * pcap-reader.ts knows.
 */

import { open, readBytes, write } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import type { FileTree } from "#shell/files/tree";
import { startOfTime } from "#shell/start-of-time";
import { nanos } from "#sim/engine/time";
import { pcapFrame, pcapHeader } from "#sim/wire/pcap";
import { type CaptureFile, readCapture } from "#sim/wire/pcap-reader";
import type { Capture } from "./lines.ts";

const startSeconds = startOfTime / 1000;
const micro = 1000;

export interface CaptureWriter {
  readonly files: FileTree;
  readonly path: string;
  readonly pieces: Uint8Array[];
  length: number;
  /** Bytes that are not in the file yet. */
  pending: number;
}

/** Written in blocks of this size, as the C library buffers a file. */
const block = 4096;

/** Makes an empty capture file; answers what is wrong where it cannot be made. */
export function openWriter(files: FileTree, path: string, link: number): CaptureWriter | string {
  const opened = open(files, path);
  if (!opened.ok) return errorText[opened.errno];
  const header = pcapHeader(link);
  const writer: CaptureWriter = { files, path, pieces: [header], length: header.length, pending: 0 };
  flush(writer);
  return writer;
}

/** Adds a frame; it is in the file at the latest after `flush`. */
export function writeFrame(
  writer: CaptureWriter,
  { at, bytes, length }: Capture,
  isUnbuffered: boolean,
): void {
  const record = pcapFrame({ time: Math.floor(at / micro) * micro, device: 0, bytes, length });
  const view = new DataView(record.buffer);
  view.setUint32(0, startSeconds + view.getUint32(0, true), true);
  writer.pieces.push(record);
  writer.length += record.length;
  writer.pending += record.length;
  if (isUnbuffered || writer.pending >= block) flush(writer);
}

/** Puts everything into the file. */
export function flush(writer: CaptureWriter): void {
  const whole = new Uint8Array(writer.length);
  let at = 0;
  for (const piece of writer.pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  writer.pieces.splice(0, writer.pieces.length, whole);
  writer.pending = 0;
  write(writer.files, writer.path, whole);
}

export type Opened =
  | { readonly ok: true; readonly file: CaptureFile }
  | { readonly ok: false; readonly message: string };

/** Reads a capture file. */
export async function openReader(files: FileTree, path: string, written: string): Promise<Opened> {
  const content = await readBytes(files, path);
  if (!content.ok) return { ok: false, message: `${written}: ${errorText[content.errno]}` };
  const { bytes } = content;
  if (bytes.length === 0)
    return { ok: false, message: "truncated dump file; tried to read 24 file header bytes, only got 0" };
  const file = readCapture(bytes);
  return file === undefined ? { ok: false, message: "unknown file format" } : { ok: true, file };
}

/** The frames of a file, with times of the simulation. */
export const capturesOf = ({ frames }: CaptureFile): Capture[] =>
  frames.map(({ time, bytes, length }) => ({
    // Times of the epoch are too large for whole nanoseconds; the file has microseconds.
    at: nanos((Math.round(time / micro) - startSeconds * 1e6) * micro),
    bytes,
    length,
  }));
