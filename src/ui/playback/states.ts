/**
 * The player's state machine, which comes with the rest of the page, and what stands in for it until then:
 * the first frame moves before the machine is there. What is asked of it in between is not lost.
 */

import type { PlayState } from "../store.ts";
import type { PlaybackContext, PlaybackEvent } from "./playback.machine.ts";

export interface States {
  readonly value: () => PlayState;
  readonly context: () => PlaybackContext;
  readonly send: (event: PlaybackEvent) => void;
  /** Loads the machine and hands over to it. */
  readonly load: () => Promise<void>;
}

export type OnChange = (value: PlayState, context: PlaybackContext) => void;

interface Early {
  value: PlayState;
  context: PlaybackContext;
  readonly waiting: PlaybackEvent[];
}

/** The states of a page that begins. */
export function createStates(onChange: OnChange): States {
  const early: Early = {
    value: "loading",
    context: { mode: "watch", stopped: undefined, progress: 0 },
    waiting: [],
  };
  let machine: Omit<States, "load"> | undefined;
  return {
    value: () => machine?.value() ?? early.value,
    context: () => machine?.context() ?? early.context,
    send: (event) => {
      if (machine !== undefined) machine.send(event);
      else {
        begin(early, event);
        onChange(early.value, early.context);
      }
    },
    load: async () => {
      const { startMachine } = await import("./start-machine.ts");
      machine ??= startMachine(early, onChange);
      for (const event of early.waiting.splice(0)) machine.send(event);
    },
  };
}

/** Of a page that begins, only the opening and its end are followed; the rest waits for the machine. */
function begin(early: Early, event: PlaybackEvent): void {
  switch (event.type) {
    case "open":
      early.value = "loading";
      return;
    case "opened":
      early.value = event.isPlaying ? "playing" : "paused";
      return;
    case "progress":
      early.context = { ...early.context, progress: event.part };
      return;
    case "failed":
      early.value = "failed";
      return;
    case "stopped":
      // Nothing is about to move: whoever waits for the first frame must hear of it.
      early.value = "paused";
      early.context = { ...early.context, stopped: event.because };
      return;
    case "play":
    case "pause":
    case "step":
    case "fork":
    case "forked":
      early.waiting.push(event);
  }
}
