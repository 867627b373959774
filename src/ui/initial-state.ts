/**
 * The page's state before anything is open.
 */

import { nanos } from "./nanos.ts";
import type { Preferences } from "./preferences.ts";
import { stored } from "./preferences.ts";
import type { PageState } from "./store.ts";

/** An empty page with a person's preferences. */
export function initialState({ language, theme, isProjector, isStill }: Preferences): PageState {
  const start = { at: nanos(0), position: 0 };
  return {
    language,
    theme,
    isProjector,
    isStill,
    addressing: stored("addressing") === "roles" ? "roles" : "numbers",
    scenario: undefined,
    moment: start,
    head: start,
    player: { play: "loading", speed: 1, breakpoints: [], stopped: undefined, progress: 0 },
    selection: { event: undefined, node: undefined, flight: undefined },
    face: "why",
    terminal: undefined,
    packetView: "hops",
    notice: undefined,
    folded: [],
    dialog: undefined,
    sheet: undefined,
    places: {},
  };
}
