/**
 * What a step asks of the lab: small named tests over what was recorded, its events and tables.
 *
 * Each check is a file in `checks/`; its words are in `words/`, keyed by its name. All look at the recording
 * only, so that the page, the command line and the tests ask the same.
 */

import type { FieldName } from "#lab/field-condition";
import type { Recording } from "#lab/recording";
import type { Nanos } from "#sim/engine/time";
import type { TableName } from "#sim/rows";
import type { Reason } from "./event-kinds.ts";
import type { EventPattern } from "./lesson.ts";

/** The checks and what each is told. `since`: where it begins to look; else at the step's beginning. */
export interface CheckParameters {
  /** A program on a node got an answer; `text`: that contains this. `times`: so many (1). */
  readonly "reply-received": Readonly<{
    node: string;
    text?: string;
    times?: number;
    since?: "step" | "start";
  }>;
  /** A program on a node waited in vain, or was refused: its request failed. */
  readonly "request-failed": Readonly<{ node: string; why?: string; since?: "step" | "start" }>;
  /** Of the last `of` connections that a director scheduled, so many for each server (its address). */
  readonly "share-of-load": Readonly<{ node: string; of: number; each: Readonly<Record<string, number>> }>;
  /** A table of a node has a row with these values now; `absent`: has none. */
  readonly "table-holds": Readonly<{
    node: string;
    table: TableName;
    row: Readonly<Record<string, string | number | boolean>>;
    absent?: boolean;
    /** So many rows exactly. */
    count?: number;
  }>;
  /** The last time somebody asked who has an address, nobody answered but these. */
  readonly "arp-answered-by": Readonly<{ address: string; nodes: readonly string[] }>;
  /** The last time a node had to ask who has an address, for a packet from `for`, it asked as `as`. */
  readonly "arp-asked-as": Readonly<{ node: string; for: string; as: string }>;
  /** An event that fits has happened; `never`: none has. `times`: so many at least. */
  readonly "event-seen": Readonly<{ event: EventPattern; never?: boolean; times?: number }>;
  /** A packet was dropped on a node for a reason; `never`: none was. */
  readonly "drop-seen": Readonly<{ node: string; reason?: Reason; never?: boolean }>;
  /** The terminals of a node have shown a text; `never`: have not. */
  readonly "output-shows": Readonly<{
    node: string;
    text: string;
    never?: boolean;
    since?: "step" | "start";
  }>;
  /** Two events, and a header field that the frame of the second has changed, kept, raised or lowered. */
  readonly "field-changes": Readonly<{
    field: FieldName;
    from: EventPattern;
    to: EventPattern;
    how: "same" | "other" | "less" | "more";
  }>;
}

export type CheckName = keyof CheckParameters;

/** A check with its parameters. */
export type Check = {
  readonly [Name in CheckName]: { readonly check: Name } & CheckParameters[Name];
}[CheckName];

/** A place in a recording: so many events, pieces of terminals and acts of a person, and it is this late. */
export interface Mark {
  readonly position: number;
  readonly at: Nanos;
  readonly pieces: number;
  /** At one moment a person can act before it and after. */
  readonly acts: number;
}

/** What a check sees. */
export interface Seen {
  readonly recording: Recording;
  /** Where the lesson began. */
  readonly start: Mark;
  /** Where the step began. */
  readonly from: Mark;
  /** What has been seen until now: nothing after it counts. */
  readonly now: Mark;
}

/** How it stands with a check. */
export interface Standing {
  readonly isMet: boolean;
  /** What is now and what is wanted, in the same terms, for a person to compare; of counts and shares. */
  readonly now: readonly Reading[];
  readonly goal: readonly Reading[];
  /** An event that shows it. */
  readonly event: number | undefined;
}

/** A value with its name: `rs1` 3, `state` `ESTABLISHED`. */
export interface Reading {
  readonly name: string;
  readonly value: string | number;
}
