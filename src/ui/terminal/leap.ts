/** When a terminal is shown as a picture only: while somebody looks around in the past. */

import type { PageState } from "../store.ts";

/** Whether only the moment has changed, and nothing plays. */
export const isLeap = (state: PageState, before: PageState): boolean =>
  state.moment !== before.moment &&
  state.head === before.head &&
  state.terminal === before.terminal &&
  state.scenario === before.scenario &&
  state.player.play === "paused" &&
  before.player.play === "paused";
