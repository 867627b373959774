/**
 * Reads recorded-frames.txt: frames that a Linux 6.1 kernel sent, and what tcpdump 4.99 prints of each,
 * plainly (`-n -t`) and verbosely (`-n -t -e -v`). Groups are captures: flows go on within one.
 */

import { readFileSync } from "node:fs";

export interface RecordedFrame {
  readonly bytes: Uint8Array;
  readonly plain: string;
  readonly verbose: string;
}

export interface Recording {
  readonly name: string;
  readonly link: "ethernet" | "raw";
  readonly frames: readonly RecordedFrame[];
}

export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.replace(/\s/g, "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

export function readRecordings(): readonly Recording[] {
  const text = readFileSync(new URL("./recorded-frames.txt", import.meta.url), "latin1");
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [, name = "", link] = /^(.*) \((ethernet|raw)\)\n/.exec(part) ?? [];
      return { name, link: link === "raw" ? "raw" : "ethernet", frames: framesOf(part) };
    });
}

const framesOf = (part: string): readonly RecordedFrame[] =>
  part
    .split(/^--- bytes\n/m)
    .slice(1)
    .map((frame) => {
      const [hex = "", plain = "", verbose = ""] = frame.split(/^--- (?:plain|verbose)\n/m);
      return { bytes: bytesOf(hex), plain: plain.slice(0, -1), verbose: verbose.slice(0, -1) };
    });
