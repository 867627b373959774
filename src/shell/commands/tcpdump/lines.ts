/** One captured frame as the lines that tcpdump prints for it. */

import type { Machine } from "#shell/machine";
import type { Nanos } from "#sim/engine/time";
import { formatIpv4 } from "#sim/wire/address";
import {
  describeFrameBytes,
  describePacketBytes,
  describePayload,
  etherTypeText,
  linkHeaderLength,
} from "#sim/wire/describe";
import { type Describer, describer } from "#sim/wire/describer";
import { hexAndText, hexDump, plainText } from "#sim/wire/hexdump";
import { nameOfHost } from "../network/host-names.ts";
import { serviceName } from "../network/service-names.ts";
import { alonePrefix, cookedPrefix, links, readAlone, readCooked } from "./link-types.ts";
import type { Settings } from "./options.ts";
import { type Stamps, stampOf } from "./times.ts";

/** A frame as it was captured. */
export interface Capture {
  readonly at: Nanos;
  readonly bytes: Uint8Array;
  /** What the frame had before it was cut. */
  readonly length: number;
}

/** What printing needs from frame to frame. */
export interface Printer {
  readonly settings: Settings;
  readonly machine: Machine;
  readonly link: number;
  readonly state: Describer;
  readonly stamps: Stamps;
  printed: number;
}

export function printerOf(machine: Machine, settings: Settings, link: number): Printer {
  const { given, timeForm, digits } = settings;
  const isNumeric = given.has("numeric");
  const state = describer({
    link: given.has("link"),
    verbose: given.count("verbose"),
    absolute: given.has("absolute"),
    quiet: given.has("quiet"),
    host: (address) => (isNumeric ? formatIpv4(address) : nameOfHost(machine, address)),
    service: (port, transport) => (isNumeric ? String(port) : serviceName(port, transport)),
  });
  const stamps: Stamps = { form: timeForm, digits, before: undefined, first: undefined };
  return { settings, machine, link, state, stamps, printed: 0 };
}

/** The lines of a frame, each ended. */
export function linesOf(printer: Printer, capture: Capture): string {
  const { given } = printer.settings;
  printer.printed++;
  const number = given.has("number") ? `${String(printer.printed).padStart(5)}  ` : "";
  const stamp = stampOf(printer.stamps, capture.at);
  return `${number}${stamp}${described(printer, capture)}${dump(printer, capture)}\n`;
}

function described(printer: Printer, { bytes, length }: Capture): string {
  const { link, state, machine } = printer;
  if (link === links.ethernet.number) return describeFrameBytes(bytes, state, length);
  if (link === links.raw.number) return describePacketBytes(bytes, state, length);
  if (link === links.cookedAlone.number) return describedAlone(printer, { bytes, length });
  const header = readCooked(bytes);
  if (header === undefined) return " [|sll2]";
  const { payload, etherType } = header;
  const shown = state.options.link === true ? { length, type: etherTypeText(etherType, state) } : undefined;
  const captured = { bytes: payload, length: length - (bytes.length - payload.length) };
  return (
    cookedPrefix(header, deviceName(machine, header.device), shown) +
    describePayload(etherType, captured, state)
  );
}

function describedAlone({ state }: Printer, { bytes, length }: Omit<Capture, "at">): string {
  const header = readAlone(bytes);
  if (header === undefined) return " [|sll]";
  const { payload, etherType } = header;
  const type = etherTypeText(etherType, state);
  const prefix = state.options.link === true ? alonePrefix(header, { length, type }) : "";
  const captured = { bytes: payload, length: length - (bytes.length - payload.length) };
  return prefix + describePayload(etherType, captured, state);
}

function deviceName({ stack }: Machine, index: number): string {
  for (const { device } of stack.interfaces.values()) if (device.index === index) return device.name;
  return "?";
}

function dump({ settings: { given }, link }: Printer, { bytes }: Capture): string {
  const isWhole = given.count("hex") > 1 || given.count("hex-text") > 1 || given.count("ascii") > 1;
  const shown = isWhole ? bytes : bytes.subarray(headerLength(link, bytes));
  if (given.has("hex-text")) return hexAndText(shown);
  if (given.has("hex")) return hexDump(shown);
  return given.has("ascii") ? plainText(shown) : "";
}

function headerLength(link: number, bytes: Uint8Array): number {
  if (link === links.ethernet.number) return linkHeaderLength(bytes);
  if (link === links.raw.number) return 0;
  return link === links.cookedAlone.number ? 16 : 20;
}
