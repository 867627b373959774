/**
 * Capturing from a device: a packet socket, a filter, and lines or a file until enough was seen or Ctrl-C.
 */

import type { Process } from "#shell/command";
import { releasePacketSocket } from "#shell/costs";
import { resolvePath } from "#shell/files/tree";
import { nanos } from "#sim/engine/time";
import type { NetDevice, Tap } from "#sim/link/device";
import { closePacketSocket, openPacketSocket } from "#sim/stack/packet-socket";
import { deviceNamed } from "../network/device-names.ts";
import { type CaptureWriter, flush, openWriter, writeFrame } from "./capture-file.ts";
import type { Test } from "./filter/expression.ts";
import { matches } from "./filter/match.ts";
import { type Capture, linesOf, type Printer, printerOf } from "./lines.ts";
import { cookedFrame, type LinkType, linkOf, links, linkText, plainFrame } from "./link-types.ts";
import type { Settings } from "./options.ts";
import { seenIn } from "./sift.ts";

/** One run: what waits to be printed, and the counts for the end. */
interface Live {
  readonly process: Process;
  readonly settings: Settings;
  readonly device: NetDevice | undefined;
  readonly link: LinkType;
  readonly test: Test | undefined;
  readonly waiting: Capture[];
  captured: number;
  received: number;
  wake: (() => void) | undefined;
}

const complain = (process: Process, message: string): number => {
  process.stderr.write(`tcpdump: ${message}\n`);
  return 1;
};

/** Captures until the count is reached or a signal comes; answers the exit code. */
export async function runLive(
  process: Process,
  settings: Settings,
  readFilter: () => Test | string | undefined,
): Promise<number> {
  const name = settings.device ?? usualDevice(process);
  const device = name === "any" ? undefined : deviceNamed(process.machine, name);
  if (device === undefined && name !== "any") {
    return complain(process, `${name}: No such device exists\n(No such device exists)`);
  }
  const link = linkOf(device?.device);
  if (link === links.cooked) process.stderr.write("tcpdump: data link type LINUX_SLL2\n");
  const test = readFilter();
  if (typeof test === "string") return complain(process, test);
  const writer = writerOf(process, settings, link);
  if (typeof writer === "string") return complain(process, `${settings.writeTo}: ${writer}`);
  process.stderr.write(banner(settings, name, link));
  const live: Live = {
    ...{ process, settings, device: device?.device, link, test },
    ...{ waiting: [], captured: 0, received: 0, wake: undefined },
  };
  await capture(live, writer);
  if (process.machine.takesTime) await process.sleep(nanos(releasePacketSocket));
  return 0;
}

/** The first device that is up and no loopback; `lo` where there is none. */
function usualDevice({ machine }: Process): string {
  for (const { device } of machine.stack.interfaces.values()) {
    if (device.isUp && device.kind !== "loopback") return device.name;
  }
  return "lo";
}

function writerOf(
  process: Process,
  { writeTo }: Settings,
  link: LinkType,
): CaptureWriter | string | undefined {
  if (writeTo === undefined) return undefined;
  if (writeTo === "-") return "not modelled in LVS Lab: a capture on standard output";
  return openWriter(process.machine.files, resolvePath(process.cwd, writeTo), link.number);
}

function banner({ given, writeTo, snapLength }: Settings, name: string, link: LinkType): string {
  const isPlain = !given.has("verbose") && (writeTo === undefined || given.has("print"));
  const first = isPlain ? "verbose output suppressed, use -v[v]... for full protocol decode\n" : "";
  return `tcpdump: ${first}listening on ${name}, ${linkText(link)}, snapshot length ${snapLength} bytes\n`;
}

async function capture(live: Live, writer: CaptureWriter | undefined): Promise<void> {
  const { process, settings } = live;
  const promiscuous = !settings.given.has("not-promiscuous");
  const { stack } = process.machine;
  const request = live.device === undefined ? {} : { device: live.device, promiscuous };
  const socket = openPacketSocket(stack, request, tapOf(live));
  const printer = printerOf(process.machine, settings, live.link.number);
  try {
    const isInterrupted = await pass(live, printer, writer);
    if (isInterrupted && writer === undefined) process.stdout.write("\n");
  } finally {
    closePacketSocket(socket);
    if (writer !== undefined) flush(writer);
  }
  process.stderr.write(counters(live));
}

/** Hands frames on until there are enough; answers whether a signal ended it. */
async function pass(live: Live, printer: Printer, writer: CaptureWriter | undefined): Promise<boolean> {
  const { process, settings, waiting } = live;
  const isPrinting = writer === undefined || settings.given.has("print");
  for (let isInterrupted = false; ; ) {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      live.captured++;
      if (writer !== undefined) writeFrame(writer, next, settings.given.has("unbuffered"));
      if (isPrinting) process.stdout.write(linesOf(printer, next));
      if (live.captured === settings.count) return false;
    }
    if (isInterrupted) return true;
    const waited = await process.until<"frame">((wake) => {
      live.wake = () => wake("frame");
      return () => {
        live.wake = undefined;
      };
    });
    isInterrupted = waited === "interrupted";
  }
}

/** Takes the frames that pass the filter, cut to the snapshot length. */
function tapOf(live: Live): Tap {
  const { settings, link, test, process } = live;
  return (direction, sent, device) => {
    if (settings.direction !== "inout" && settings.direction !== direction) return;
    // What leaves by loopback comes in by it too: it is shown once.
    if (direction === "out" && device.kind === "loopback") return;
    const bytes =
      link === links.cooked ? cookedFrame(direction, sent, device) : plainFrame(direction, sent, device);
    const whole: Capture = { at: process.machine.simulation.now, bytes, length: bytes.length };
    if (test !== undefined && !matches(test, seenIn(link.number, whole, direction))) return;
    live.received++;
    live.waiting.push({ ...whole, bytes: bytes.subarray(0, settings.snapLength) });
    live.wake?.();
  };
}

const packets = (count: number): string => `${count} packet${count === 1 ? "" : "s"}`;

const counters = ({ captured, received }: Live): string =>
  `${packets(captured)} captured\n${packets(received)} received by filter\n0 packets dropped by kernel\n`;

/** `-D`: the devices, those that are up first. */
export function listDevices({ machine, stdout }: Process): number {
  const devices = [...machine.stack.interfaces.values()].map(({ device }) => device);
  const rank = (device: NetDevice): number => (device.isUp ? 0 : 2) + (device.kind === "loopback" ? 1 : 0);
  const lines = devices.map((device) => ({
    rank: rank(device),
    text: `${device.name} [${flagsOf(device)}]`,
  }));
  lines.push({ rank: 0.5, text: "any (Pseudo-device that captures on all interfaces) [Up, Running]" });
  lines.sort((left, right) => left.rank - right.rank);
  for (const [index, { text }] of lines.entries()) stdout.write(`${index + 1}.${text}\n`);
  return 0;
}

function flagsOf(device: NetDevice): string {
  const flags: string[] = [];
  if (device.isUp) flags.push("Up");
  if (device.isUp && device.hasCarrier()) flags.push("Running");
  if (device.kind === "loopback") flags.push("Loopback");
  else flags.push(device.hasCarrier() ? "Connected" : "Disconnected");
  return flags.join(", ");
}

/** `-L`: what links a device can be captured as. */
export function listLinks(process: Process, settings: Settings): number {
  const name = settings.device ?? usualDevice(process);
  const device = deviceNamed(process.machine, name);
  if (device === undefined && name !== "any") {
    return complain(process, `${name}: No such device exists\n(No such device exists)`);
  }
  const link = linkOf(name === "any" ? undefined : device?.device);
  process.stdout.write(
    `Data link types for ${name} (use option -y to set):\n  ${link.name} (${link.description})\n`,
  );
  return 0;
}
