/**
 * The causal chain of an event: backwards what led to it, forwards what followed from it.
 *
 * Forwards it holds everything, however much that is, and grows with the recording; each event is looked at
 * once.
 */

import { causesOf, type Recording } from "#lab/recording";
import { positionOfId } from "./telling.ts";

export interface Chain {
  readonly event: number;
  readonly position: number;
  /** The positions of the event and its causes. */
  readonly causes: ReadonlySet<number>;
  /** Of the event itself and each one after it: 1 where it follows from the event. */
  readonly effects: number[];
}

/** The chain of the event with an id; `undefined` where no such event is recorded. */
export function chainOf(recording: Recording, event: number): Chain | undefined {
  const position = positionOfId(recording, event);
  if (position < 0) return undefined;
  const causes = causesOf(recording, event).map(({ id }) => positionOfId(recording, id));
  const chain: Chain = { event, position, causes: new Set(causes), effects: [1] };
  growChain(chain, recording);
  return chain;
}

/** Looks at the events that have come since. */
export function growChain({ position, effects }: Chain, recording: Recording): void {
  const { events } = recording;
  for (let next = position + effects.length; next < events.length; next++) {
    effects.push(effects[causeOf(recording, next) - position] ?? 0);
  }
}

const causeOf = (recording: Recording, position: number): number =>
  positionOfId(recording, recording.events[position]?.cause ?? 0);

/** Whether an event led to the chain's event, follows from it, or is it. */
export const isInChain = ({ position, causes, effects }: Chain, event: number): boolean =>
  causes.has(event) || effects[event - position] === 1;
