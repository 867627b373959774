/**
 * An event that is only described, as lessons do it, in a few words of a language.
 */

import type { EventKind } from "#lesson/event-kinds";
import type { EventPattern } from "#lesson/lesson";

/** What happens in an event of each kind, in a few words: "an ARP reply leaves". */
export type EventTexts = Readonly<Record<EventKind, string>>;

/** What is needed to describe an event that is only described itself. */
export interface PatternWords {
  readonly kinds: EventTexts;
  /** Puts the parts together: "an ARP reply leaves (rs1, eth0)". */
  readonly whole: (kind: string, details: readonly string[]) => string;
  readonly nth: (nth: number) => string | undefined;
}

/** An event that is described by what must fit, in a few words. */
export function patternText(words: PatternWords, pattern: EventPattern): string {
  const { kind, node, device, frame = [], nth = 1 } = pattern;
  const values = Object.entries(pattern.with ?? {}).map(([name, value]) => `${name} ${value}`);
  const place = [node, device].filter((part) => part !== undefined).join(" ");
  const details = [place, ...frame, ...values, words.nth(nth) ?? ""].filter((part) => part !== "");
  return words.whole(words.kinds[kind], details);
}
