/**
 * Does something when the shown moment has come to rest: while somebody drags along the timeline a terminal
 * would be emptied and written anew at every place. Whatever else happens is done at once.
 */

import type { PageState } from "../store.ts";

/** How long a moment must have been shown that was leapt to. */
const restMillis = 180;

/** Calls back with the latest state: at once, or for a leap in the past when it is over. */
export function atRest(callback: (state: PageState) => void): (state: PageState, before: PageState) => void {
  let due: ReturnType<typeof setTimeout> | undefined;
  return (state, before) => {
    clearTimeout(due);
    if (isLeap(state, before)) due = setTimeout(() => callback(state), restMillis);
    else callback(state);
  };
}

/** Only the moment has changed, and nothing plays. */
const isLeap = (state: PageState, before: PageState): boolean =>
  state.moment !== before.moment &&
  state.head === before.head &&
  state.terminal === before.terminal &&
  state.scenario === before.scenario &&
  state.player.play === "paused" &&
  before.player.play === "paused";
