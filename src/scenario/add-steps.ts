/**
 * A scenario's text with more steps in its script: comments and order stay.
 */

import { isMap, isSeq, parseDocument } from "yaml";
import type { Nanos } from "#sim/engine/time";
import type { ScriptStep } from "./scenario.ts";

/** Adds steps at the end of the script. The text must be a scenario: whoever has it has read it before. */
export function addSteps(text: string, steps: readonly ScriptStep[]): string {
  const document = parseDocument(text);
  if (!isSeq(document.get("script"))) document.set("script", document.createNode([]));
  const script = document.get("script");
  for (const { at, on, run } of steps) {
    const step = document.createNode({ at: secondsText(at), on, run });
    if (isMap(step)) step.flow = true;
    if (isSeq(script)) script.add(step);
  }
  return document.toString({ lineWidth: 0 });
}

/** Without an exponent, and to the nanosecond. */
const secondsText = (at: Nanos): string => `${(at / 1e9).toFixed(9).replace(/\.?0+$/, "")}s`;
