/**
 * What followed from an event: the events that name it as their cause, and what followed from those.
 *
 * Two columns hold for each event its first effect and the next effect of the same cause. They are filled
 * when first asked.
 */

import type { TraceEvent } from "#sim/trace";

export interface EffectIndex {
  /** By place among the events: the place of its first and its latest effect; -1: none. */
  readonly first: number[];
  readonly last: number[];
  /** The place of the next effect of the same cause. */
  readonly next: number[];
}

export const emptyEffectIndex = (): EffectIndex => ({ first: [], last: [], next: [] });

function fill({ first, last, next }: EffectIndex, events: readonly TraceEvent[]): void {
  const base = events[0]?.id ?? 0;
  for (let place = first.length; place < events.length; place++) {
    first.push(-1);
    last.push(-1);
    next.push(-1);
    const cause = (events[place] as TraceEvent).cause - base;
    if (cause < 0) continue;
    const before = last[cause] as number;
    if (before < 0) first[cause] = place;
    else next[before] = place;
    last[cause] = place;
  }
}

/** What followed from an event at once, and in all. */
export interface Effects {
  readonly direct: readonly TraceEvent[];
  /** In the order of happening, the direct ones among them. */
  readonly all: readonly TraceEvent[];
  /** There are more than were asked for. */
  readonly isCutOff: boolean;
}

/** The effects of the event at a place; of the whole tree at most `limit`. */
export function effectsAt(
  index: EffectIndex,
  events: readonly TraceEvent[],
  place: number,
  limit: number,
): Effects {
  fill(index, events);
  const direct = effectsOfOne(index, place);
  // Nearest first: where there are too many, those are kept.
  const found = [...direct];
  for (let asked = 0; asked < found.length && found.length <= limit; asked++) {
    found.push(...effectsOfOne(index, found[asked] as number));
  }
  const kept = found.slice(0, limit).sort((one, other) => one - other);
  const eventsAt = (places: readonly number[]): TraceEvent[] => places.map((at) => events[at] as TraceEvent);
  return { direct: eventsAt(direct), all: eventsAt(kept), isCutOff: found.length > limit };
}

function effectsOfOne({ first, next }: EffectIndex, place: number): number[] {
  const found: number[] = [];
  for (let at = first[place] ?? -1; at >= 0; at = next[at] as number) found.push(at);
  return found;
}
