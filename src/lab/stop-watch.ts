/**
 * Waits in a lab that goes on for the event that ends a step, or that a breakpoint asks for.
 */

import type { LabRequest } from "./lab-messages.ts";
import type { Session } from "./session.ts";
import { type Breakpoint, type SaidBreakpoint, stopTest } from "./stop.ts";

/** What a run stops at. */
export type StopsAt = Pick<Extract<LabRequest, { kind: "run" }>, "step" | "breakpoints">;

/** What has been met, if anything. */
export interface Met {
  end: "step" | "breakpoint" | undefined;
  /** The event's id. */
  event: number | undefined;
}

/** Looks at every event of a session from now on, until the first that stops. */
export async function watchFor(session: Session, { step, breakpoints }: StopsAt): Promise<Met> {
  const met: Met = { end: undefined, event: undefined };
  if (step === undefined && breakpoints.length === 0) return met;
  const isBreakpoint = (await Promise.all(breakpoints.map(asked))).map(stopTest);
  const isStep = step === undefined ? undefined : stopTest(step);
  session.onEvent = (event, id, cause, at) => {
    const traced = { id, cause, at, event };
    if (isBreakpoint.some((test) => test(traced))) met.end = "breakpoint";
    else if (isStep?.(traced) === true) met.end = "step";
    if (met.end === undefined) return;
    met.event = id;
    session.onEvent = undefined;
  };
  return met;
}

async function asked(breakpoint: SaidBreakpoint): Promise<Breakpoint> {
  if (breakpoint.kind !== "field") return breakpoint;
  const { frameTest } = await import("./field-condition.ts");
  return { ...breakpoint, holds: frameTest(breakpoint.condition) };
}
