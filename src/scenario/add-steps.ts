/**
 * A scenario's text with more steps in its script: comments stay, and the order of times.
 */

import { isMap, isSeq, parseDocument, type YAMLSeq } from "yaml";
import type { Nanos } from "#sim/engine/time";
import type { ScriptStep } from "./scenario.ts";
import { secondsOf } from "./written-time.ts";

/**
 * Adds steps, each after those that are no later. The text must be a scenario: whoever has it has read it
 * before.
 */
export function addSteps(text: string, steps: readonly ScriptStep[]): string {
  const document = parseDocument(text);
  if (!isSeq(document.get("script"))) document.set("script", document.createNode([]));
  const script = document.get("script");
  for (const { at, on, run } of steps) {
    const step = document.createNode({ at: secondsText(at), on, run });
    if (isMap(step)) step.flow = true;
    if (isSeq(script)) script.items.splice(placeOf(script, at), 0, step);
  }
  return document.toString({ lineWidth: 0 });
}

/** Before the first step that comes later. */
function placeOf({ items }: YAMLSeq, at: Nanos): number {
  const isLater = (item: unknown): boolean =>
    isMap(item) && (secondsOf(String(item.get("at"))) ?? 0) * 1e9 > at;
  const found = items.findIndex(isLater);
  return found < 0 ? items.length : found;
}

/** Without an exponent, and to the nanosecond. */
const secondsText = (at: Nanos): string => `${(at / 1e9).toFixed(9).replace(/\.?0+$/, "")}s`;
