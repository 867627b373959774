/** What can be done with the stage. */
import type { Stage, StagePart } from "./stage.ts";

export function createInteraction(_stage: Stage): StagePart {
  return { update() {}, laidOut() {}, boxes: () => [], close() {} };
}
