/**
 * Events and rows that are only described, as lessons do it, in a few words of a language.
 */

import type { EventKind } from "#lesson/event-kinds";
import type { EventPattern } from "#lesson/lesson";
import type { TableName } from "#sim/rows";

/** What happens in an event of each kind, in a few words: "an ARP reply leaves". */
export type EventTexts = Readonly<Record<EventKind, string>>;

/** What is needed to describe an event that is only described itself. */
export interface PatternWords {
  readonly kinds: EventTexts;
  /** Puts the parts together: "an ARP reply leaves (rs1, eth0)". */
  readonly whole: (kind: string, details: readonly string[]) => string;
  /** Why something was dropped or left unanswered. */
  readonly reason: (reason: string) => string;
  readonly nth: (nth: number) => string | undefined;
}

/** An event that is described by what must fit, in a few words. */
export function patternText(words: PatternWords, pattern: EventPattern): string {
  const { kind, node, device, reason, frame = [], nth = 1 } = pattern;
  const values = Object.entries(pattern.with ?? {}).map(([name, value]) => `${name} ${value}`);
  const place = [node, device].filter((part) => part !== undefined).join(" ");
  const why = reason === undefined ? "" : words.reason(reason);
  const details = [place, why, ...frame, ...values, words.nth(nth) ?? ""].filter((part) => part !== "");
  return words.whole(words.kinds[kind], details);
}

/** A row of sysctls that is described by name and value alone, as a setting. */
export function settingOf(
  table: TableName,
  row: Readonly<Record<string, string | number | boolean>>,
): { readonly name: string; readonly value: string } | undefined {
  const { name, value, ...more } = row;
  if (table !== "sysctls" || name === undefined || value === undefined) return undefined;
  return Object.keys(more).length > 0 ? undefined : { name: String(name), value: String(value) };
}
