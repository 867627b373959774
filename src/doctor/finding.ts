/**
 * What the doctor finds: which machine, by which values, and what to type against it. Everything is plain
 * data, so that it passes through a message port; the sentences are made from it in each language.
 */

import type { Examination } from "./examination.ts";
import type { FindingFacts } from "./finding-facts.ts";

export type FindingName = keyof FindingFacts;

/** A line to be typed in a machine's terminal. */
export interface Remedy {
  readonly node: string;
  readonly command: string;
}

/** The lessons that findings point to, by their names in the course. */
export type LessonSlug =
  | "first-request"
  | "nat-rewrites"
  | "whose-gateway"
  | "ip-forward"
  | "port-mapping"
  | "client-next-door"
  | "dr-another-mac"
  | "who-has-vip"
  | "winner-is-remembered"
  | "arp-ignore-device"
  | "arp-announce-leak"
  | "three-cures"
  | "vip-on-lo-24"
  | "link-not-subnet"
  | "director-as-gateway"
  | "rp-filter-modes"
  | "director-without-route"
  | "tunnel-in-a-packet"
  | "tunl0-reverse-path"
  | "uploads-hang"
  | "fullnat-both-addresses"
  | "four-modes";

/** What a kind of finding has found, one machine at a time. */
export interface Found<Name extends FindingName> {
  readonly node: string;
  readonly evidence: FindingFacts[Name];
  readonly remedy: readonly Remedy[];
  /** In place of the usual lesson. */
  readonly lesson?: LessonSlug;
}

export interface FindingKind<Name extends FindingName> {
  readonly name: Name;
  /** Numbers in the list of what people get wrong (docs/doctor.md). */
  readonly problems: readonly number[];
  readonly lesson: LessonSlug | undefined;
  readonly find: (examination: Examination) => readonly Found<Name>[];
}

export interface FindingOf<Name extends FindingName> {
  readonly name: Name;
  /** The machine whose configuration is at fault. */
  readonly node: string;
  readonly evidence: FindingFacts[Name];
  /** To be typed in this order. */
  readonly remedy: readonly Remedy[];
  readonly problems: readonly number[];
  readonly lesson: LessonSlug | undefined;
}

export type Finding = { readonly [Name in FindingName]: FindingOf<Name> }[FindingName];
