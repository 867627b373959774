/**
 * Whether the page loads, plays, stands still, takes a step, or goes back to branch off: the player's states
 * and the moves between them. Moving the moment and asking the lab is done by whoever runs the machine
 * (playback.ts).
 */

import { assign, setup } from "xstate";
import type { RunEnd } from "#lab/lab-messages";

/**
 * How far playing goes by itself: `watch`: to the end of script and commands; `command`: to the end of what
 * was typed and of what comes of it; `line`: just to where what was typed has ended, so that something else
 * can be typed at once; `endless`: on and on, as who presses play once more at the end wants it.
 */
export type PlayMode = "watch" | "command" | "line" | "endless";

export type PlaybackEvent =
  | { readonly type: "open" }
  | { readonly type: "opened"; readonly isPlaying: boolean }
  | { readonly type: "progress"; readonly part: number }
  | { readonly type: "play"; readonly mode: PlayMode }
  | { readonly type: "pause" }
  | { readonly type: "stopped"; readonly because: RunEnd }
  | { readonly type: "step" }
  | { readonly type: "fork" }
  | { readonly type: "forked" }
  | { readonly type: "failed" };

export interface PlaybackContext {
  readonly mode: PlayMode;
  readonly stopped: RunEnd | undefined;
  /** Of loading or forking, from 0 to 1. */
  readonly progress: number;
}

const initial: PlaybackContext = { mode: "watch", stopped: undefined, progress: 0 };

const base = setup({
  types: { context: {} as PlaybackContext, events: {} as PlaybackEvent },
  actions: {
    begin: assign(initial),
    note: assign(({ event }) => (event.type === "stopped" ? { stopped: event.because } : {})),
    measure: assign(({ event }) => (event.type === "progress" ? { progress: event.part } : {})),
    aim: assign(({ event }) => (event.type === "play" ? { mode: event.mode, stopped: undefined } : {})),
  },
  guards: {
    isPlaying: ({ event }) => event.type === "opened" && event.isPlaying,
  },
});

/** The player's states. */
export const playbackMachine = base.createMachine({
  id: "playback",
  initial: "loading",
  context: initial,
  on: {
    open: { target: ".loading", actions: "begin" },
    failed: ".failed",
  },
  states: {
    loading: {
      on: {
        progress: { actions: "measure" },
        opened: [{ guard: "isPlaying", target: "playing" }, { target: "paused" }],
      },
    },
    paused: {
      on: { play: { target: "playing", actions: "aim" }, step: "stepping", fork: "forking" },
    },
    playing: {
      on: {
        pause: "paused",
        stopped: { target: "paused", actions: "note" },
        play: { actions: "aim" },
        step: "stepping",
        fork: "forking",
      },
    },
    stepping: {
      on: { pause: "paused", stopped: { target: "paused", actions: "note" }, fork: "forking" },
    },
    forking: {
      on: { progress: { actions: "measure" }, forked: "paused" },
    },
    failed: {},
  },
});
