/** Frames of a real kernel: the same bytes come back, and lines are those of tcpdump. */

import { describe, expect, test } from "vitest";
import { describeFrameBytes, describePacketBytes } from "#sim/wire/describe";
import { describer } from "#sim/wire/describer";
import { decodeFrame, encodeFrame, encodeFrameInto } from "#sim/wire/ethernet";
import { decodePacket, encodePacket } from "#sim/wire/packet";
import { type Recording, readRecordings } from "./recorded-frames.ts";

const recordings = readRecordings();

function rewritten({ link }: Recording, bytes: Uint8Array): Uint8Array | undefined {
  if (link === "raw") {
    const packet = decodePacket(bytes);
    return packet === undefined ? undefined : encodePacket(packet);
  }
  const frame = decodeFrame(bytes);
  return frame === undefined ? undefined : encodeFrame(frame);
}

const linesOf = (
  { link, frames }: Recording,
  options: Parameters<typeof describer>[0],
): readonly string[] => {
  const state = describer(options);
  const describeBytes = link === "raw" ? describePacketBytes : describeFrameBytes;
  return frames.map(({ bytes }) => describeBytes(bytes, state));
};

test("there are recordings of both link types", () => {
  expect(recordings.filter(({ link }) => link === "raw").length).toBe(1);
  expect(recordings.filter(({ link }) => link === "ethernet").length).toBeGreaterThan(12);
  expect(recordings.every(({ frames }) => frames.length > 0)).toBe(true);
});

describe.each(recordings)("$name", (recording) => {
  test("comes back byte for byte", () => {
    for (const { bytes } of recording.frames) expect(rewritten(recording, bytes)).toEqual(bytes);
  });

  test("is told as tcpdump tells it", () => {
    expect(linesOf(recording, {})).toEqual(recording.frames.map(({ plain }) => plain));
  });

  test("is told verbosely as tcpdump tells it", () => {
    expect(linesOf(recording, { link: true, verbose: 1 })).toEqual(
      recording.frames.map(({ verbose }) => verbose),
    );
  });
});

test("a frame is written into a buffer that others used before", () => {
  for (const { bytes } of recordings
    .filter(({ link }) => link === "ethernet")
    .flatMap(({ frames }) => frames)) {
    const frame = decodeFrame(bytes);
    const buffer = new Uint8Array(2000).fill(0xff);
    const length = frame === undefined ? 0 : encodeFrameInto(frame, buffer, 100);
    expect(buffer.slice(100, 100 + length)).toEqual(bytes);
    expect(buffer[99]).toBe(0xff);
    expect(buffer[100 + length]).toBe(0xff);
  }
});
