/**
 * Where a run stops: the units of stepping, and breakpoints. The same question is asked of the recorded past
 * and of the lab that goes on.
 */

import type { TraceEvent } from "#sim/trace";

/** The units of stepping. */
export const stepUnits = ["event", "hop", "decision", "drop", "request"] as const;
export type StepUnit = (typeof stepUnits)[number];

/** A condition on a header field of a frame, such as `tcp.dst == 80`. */
export interface FieldCondition {
  readonly field: string;
  readonly comparison: "==" | "!=" | "<" | ">";
  readonly value: string;
}

export type Breakpoint =
  | { readonly kind: "drop" }
  /** An ARP reply for an address that a virtual service has. */
  | { readonly kind: "vip-answered"; readonly vips: readonly string[] }
  | { readonly kind: "pick" }
  | { readonly kind: "field"; readonly condition: FieldCondition };

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
      return event.kind === "frame-dropped" || event.kind === "packet-dropped";
    case "request":
      return event.kind === "request-answered" || event.kind === "request-failed";
  }
}
