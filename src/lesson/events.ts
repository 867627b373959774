/**
 * Events of a recording found by what must fit: the kind, who, header fields, and whatever else they say.
 */

import { frameTest, readCondition } from "#lab/field-condition";
import { fieldIn, isFieldName, valueText } from "#lab/field-reading";
import type { Recording } from "#lab/recording";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { MacAddress } from "#sim/wire/address";
import type { EthernetFrame, EthernetPayload } from "#sim/wire/ethernet";
import type { Seen } from "./check.ts";
import type { EventPattern } from "./lesson.ts";

export type EventTest = (traced: TraceEvent) => boolean;

/** The test of a pattern, but for `nth` and `since`: made once, then asked of every event. */
export function eventTest(pattern: EventPattern): EventTest {
  const { kind, node, device, reason, of } = pattern;
  const holds = (pattern.frame ?? []).map(conditionTest);
  const values = Object.entries(pattern.with ?? {});
  return ({ event }) => {
    if (event.kind !== kind || (node !== undefined && event.node !== node)) return false;
    if (device !== undefined && saidBy(event, "device") !== device) return false;
    if (reason !== undefined && saidBy(event, "reason") !== reason) return false;
    if (values.some(([name, value]) => saidBy(event, name) !== String(value))) return false;
    if (holds.length === 0) return true;
    const frame = frameOf(event, of);
    return frame !== undefined && holds.every((test) => test(frame));
  };
}

/** A condition that means nothing holds for nothing; the parser has refused it. */
function conditionTest(text: string): (frame: EthernetFrame) => boolean {
  const read = readCondition(text);
  return read.ok ? frameTest(read.condition) : () => false;
}

const noMac = 0 as MacAddress;

const around = (payload: EthernetPayload): EthernetFrame => ({
  ...{
    dst: noMac,
    src: noMac,
    vlan: undefined,
    payload,
    length: payload.kind === "other" ? 0 : payload.length,
  },
});

/** The headers that an event is about, as a frame; without one of its own the Ethernet addresses are zero. */
export function frameOf(event: NetworkEvent, of?: EventPattern["of"]): EthernetFrame | undefined {
  if (of === "before") return "before" in event && isPacket(event.before) ? around(event.before) : undefined;
  if (of === "inner") return "inner" in event ? around(event.inner) : undefined;
  if ("frame" in event) return event.frame;
  if ("message" in event) return around(event.message);
  if ("packet" in event) return around(event.packet);
  if ("after" in event) return around(event.after);
  if ("outer" in event) return around(event.outer);
  return "about" in event ? around(event.about) : undefined;
}

const isPacket = <Value>(value: Value): value is Exclude<Value, string | number> => typeof value === "object";

/** The value of a header field in the event that a pattern describes. */
export function fieldOf({ event }: TraceEvent, { of }: EventPattern, field: string): number | undefined {
  const frame = frameOf(event, of);
  return frame !== undefined && isFieldName(field) ? fieldIn(frame, field) : undefined;
}

const addresses = ["address", "to", "destination", "gateway", "sender", "nextHop"];
const macs = ["mac", "kept"];

/** What an event says under a name, as text; `setting.name` is a part of a value. */
export function saidBy(event: NetworkEvent, path: string): string | undefined {
  let value: unknown = event;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  if (typeof value !== "number") return value === undefined ? "none" : String(value);
  if (macs.includes(path)) return valueText("mac", value);
  return addresses.includes(path) ? valueText("address", value) : String(value);
}

/** What is looked through: from one position of a recording to another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where a pattern's search begins and ends for who sees this much. */
export const rangeOf = ({ since }: Pick<EventPattern, "since">, { start, from, now }: Seen): Range => ({
  from: (since === "start" ? start : from).position,
  to: now.position,
});

/** The event that a pattern describes among those of a range: the first, or the nth. */
export function findEvent(
  { events }: Recording,
  { nth = 1 }: Pick<EventPattern, "nth">,
  test: EventTest,
  { from, to }: Range,
): TraceEvent | undefined {
  const step = nth < 0 ? -1 : 1;
  let left = Math.abs(nth);
  for (let place = nth < 0 ? to - 1 : from; place >= from && place < to; place += step) {
    const traced = events[place];
    if (traced !== undefined && test(traced) && --left === 0) return traced;
  }
  return undefined;
}

/** A pattern, ready to be asked again and again. */
export function eventFinder(pattern: EventPattern): (seen: Seen) => TraceEvent | undefined {
  const test = eventTest(pattern);
  return (seen) => findEvent(seen.recording, pattern, test, rangeOf(pattern, seen));
}

/** The events of a range that pass, at most `limit` of them from its beginning. */
export function eventsIn(
  { events }: Recording,
  test: EventTest,
  { from, to }: Range,
  limit = Number.POSITIVE_INFINITY,
): readonly TraceEvent[] {
  const found: TraceEvent[] = [];
  for (let place = from; place < to && found.length < limit; place++) {
    const traced = events[place];
    if (traced !== undefined && test(traced)) found.push(traced);
  }
  return found;
}
