/**
 * How far a result agrees with the recording of a real kernel. A case agrees when every frame and every text
 * does.
 */

import { compareFrames } from "./compare-frames.ts";
import { compareSteps } from "./compare-steps.ts";
import type { Result } from "./result.ts";
import { isWhole, type Score } from "./score.ts";

export interface Agreement {
  readonly agrees: boolean;
  readonly frames: Score;
  readonly texts: Score;
}

/** Compares a result with its recording; `commands` holds what the case's `run` steps ran, by index. */
export function compare(
  recorded: Result,
  simulated: Result,
  commands: readonly (string | undefined)[],
): Agreement {
  const frames = compareFrames(recorded.frames, simulated.frames);
  const texts = compareSteps(recorded.steps, simulated.steps, commands);
  const agrees = isWhole(frames) && isWhole(texts) && frames.total + texts.total > 0;
  return { agrees, frames, texts };
}
