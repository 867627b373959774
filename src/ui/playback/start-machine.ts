/**
 * Starts the player's machine in the state in which the page is.
 */

import { createActor } from "xstate";
import type { PlayState } from "../store.ts";
import { type PlaybackContext, playbackMachine } from "./playback.machine.ts";
import type { OnChange, States } from "./states.ts";

interface Begun {
  readonly value: PlayState;
  readonly context: PlaybackContext;
}

export function startMachine({ value, context }: Begun, onChange: OnChange): Omit<States, "load"> {
  const snapshot = playbackMachine.resolveState({ value, context });
  const actor = createActor(playbackMachine, { snapshot });
  const stateOf = (): PlayState => actor.getSnapshot().value as PlayState;
  actor.subscribe((state) => onChange(state.value as PlayState, state.context));
  actor.start();
  return { value: stateOf, context: () => actor.getSnapshot().context, send: (event) => actor.send(event) };
}
