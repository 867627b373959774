/**
 * Trace events as plain records for programs and tests: one JSON object a line, addresses as text, bytes as
 * text of one character each.
 *
 * The record of an event holds every value of it, under the same names, so nothing is lost between the trace
 * and the file. Fields without a value are left out. The same trace gives the same text to the byte. What an
 * ICMP error quotes is written as it travels: cut, and without its `origin`.
 */

import type { Nanos } from "#sim/engine/time";
import type { TraceEvent } from "#sim/trace";
import { formatIpv4, formatMac, type Ipv4Address, type MacAddress } from "#sim/wire/address";
import { type IcmpMessage, withReadQuote } from "#sim/wire/icmp";
import { icmpData } from "#sim/wire/packet";
import { decodeQuote } from "#sim/wire/quote";

/** A value of a record: what JSON can say. */
export type RecordValue = string | number | boolean | readonly RecordValue[] | EventRecord;

export interface EventRecord {
  readonly [name: string]: RecordValue;
}

/** An event as a record; `at` counts in nanoseconds from `start`. */
export function recordOf({ id, cause, at, event }: TraceEvent, start: Nanos): EventRecord {
  return { id, cause, at: at - start, ...recordOfFields(event) };
}

/** An event as a line of JSON, without the end of the line. */
export const recordLine = (traced: TraceEvent, start: Nanos): string =>
  JSON.stringify(recordOf(traced, start));

/** Fields that hold an IPv4 address wherever they are numbers. */
const addressFields = new Set(
  "address destination gateway local nextHop remote sender senderIp targetIp to".split(" "),
);
const macFields = new Set("kept mac senderMac targetMac".split(" "));
const endFields = new Set(["src", "dst"]);

function recordOfFields(fields: object): EventRecord {
  const record: Record<string, RecordValue> = {};
  // The ends of a frame are MAC addresses, those of a packet IPv4 addresses; only a frame has no kind.
  const isFrame = !("kind" in fields);
  for (const [name, value] of Object.entries(fields)) {
    const said = recordOfField(name, value, isFrame);
    if (said !== undefined) record[name] = said;
  }
  return record;
}

function recordOfField(name: string, value: unknown, isFrame: boolean): RecordValue | undefined {
  if (typeof value !== "number") return recordOfValue(value);
  if (endFields.has(name)) return isFrame ? formatMac(value as MacAddress) : formatIpv4(value as Ipv4Address);
  if (addressFields.has(name)) return formatIpv4(value as Ipv4Address);
  return macFields.has(name) ? formatMac(value as MacAddress) : value;
}

function recordOfValue(value: unknown): RecordValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Uint8Array) return textOf(value);
  if (Array.isArray(value)) return value.flatMap((item) => recordOfValue(item) ?? []);
  if (typeof value === "object") return recordOfFields(isIcmp(value) ? asReceived(value) : value);
  return typeof value === "string" || typeof value === "boolean" ? value : Number(value);
}

const isIcmp = (value: object): value is IcmpMessage => "kind" in value && value.kind === "icmp";

/**
 * A message as whoever receives it reads it. The one who made it still holds the whole packet it quotes, and
 * so does the other end of a cable that does not carry bytes.
 */
function asReceived(message: IcmpMessage): IcmpMessage {
  if (message.quote === undefined || message.quotedBytes !== undefined) return message;
  const payload = icmpData(message);
  const quote = decodeQuote(payload);
  const read = { ...message, payload, quote: undefined, quotedLength: 0 };
  return quote === undefined ? read : withReadQuote(read, quote);
}

function textOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
