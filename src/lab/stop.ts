/**
 * Where a run stops: the units of stepping, and breakpoints. The same question is asked of the recorded past
 * and of the lab that goes on.
 */

import type { NetworkEvent, TraceEvent } from "#sim/trace";
import { formatIpv4 } from "#sim/wire/address";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { FieldCondition } from "./field-condition.ts";

/** The units of stepping. */
export const stepUnits = ["event", "hop", "decision", "drop", "request"] as const;
export type StepUnit = (typeof stepUnits)[number];

/** A breakpoint as it is said and sent. */
export type SaidBreakpoint =
  | { readonly kind: "drop" }
  /** An ARP reply for an address that a virtual service has. */
  | { readonly kind: "vip-answered"; readonly vips: readonly string[] }
  | { readonly kind: "pick" }
  /** A frame that fits has arrived at a device, also at a port of a switch. */
  | { readonly kind: "field"; readonly condition: FieldCondition };

/** One that can be asked: that of a field brings its test along, which few need and who needs it loads. */
export type Breakpoint =
  | Exclude<SaidBreakpoint, { readonly kind: "field" }>
  | {
      readonly kind: "field";
      readonly condition: FieldCondition;
      readonly holds: (frame: EthernetFrame) => boolean;
    };

/** Whether a step of this unit ends with an event. */
export function endsStep(unit: StepUnit, { event }: TraceEvent): boolean {
  switch (unit) {
    case "event":
      return true;
    case "hop":
      return event.kind === "frame-received" || event.kind === "frame-bridged";
    case "decision":
      return event.kind === "destination-scheduled";
    case "drop":
      return isDrop(event);
    case "request":
      return event.kind === "request-answered" || event.kind === "request-failed";
  }
}

const isDrop = ({ kind }: NetworkEvent): boolean => kind === "frame-dropped" || kind === "packet-dropped";

/** Says of an event whether a run stops there. */
export type StopTest = (traced: TraceEvent) => boolean;

/** The test of a breakpoint: made once, then asked of every event. */
export function breakpointTest(breakpoint: Breakpoint): StopTest {
  switch (breakpoint.kind) {
    case "drop":
      return ({ event }) => isDrop(event);
    case "pick":
      return ({ event }) => event.kind === "destination-scheduled" && event.chosen !== undefined;
    case "vip-answered": {
      const vips = new Set(breakpoint.vips);
      return ({ event }) => event.kind === "arp-reply-sent" && vips.has(formatIpv4(event.message.senderIp));
    }
    case "field":
      return ({ event }) => event.kind === "frame-received" && breakpoint.holds(event.frame);
  }
}

/** The test of a unit or breakpoint. */
export const stopTest = (stop: StepUnit | Breakpoint): StopTest =>
  typeof stop === "string" ? (traced) => endsStep(stop, traced) : breakpointTest(stop);
