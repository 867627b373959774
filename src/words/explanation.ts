/**
 * An explanation as it is shown: a chain of questions and answers about one event, and what would change its
 * outcome. Made in src/ui/why/ of facts, which have no language, and of the words of one.
 */

/** Whether what a step found helps, harms, or is merely so. */
export type StepTone = "plain" | "good" | "bad";

/**
 * A value beside a step: `counts`: it decided; `loses`: another one of the same switch counts instead;
 * `result`: what they came to.
 */
export type ChipRole = "plain" | "counts" | "loses" | "result";

export interface Chip {
  readonly text: string;
  readonly role: ChipRole;
  /** The sysctl of the step's node that it shows. */
  readonly setting?: string;
}

/** A line of a reckoning: a candidate, and whether it was chosen. */
export interface ReckoningLine {
  readonly text: string;
  readonly isChosen: boolean;
}

export interface WhyStep {
  readonly title: string;
  readonly detail: string;
  readonly tone: StepTone;
  /** This one decided the outcome. */
  readonly isDeciding: boolean;
  readonly chips: readonly Chip[];
  readonly reckoning: readonly ReckoningLine[];
  readonly node: string;
  /** The event it comes from. */
  readonly event: number;
}

/** A line to be typed at a machine, and what it does. */
export interface Remedy {
  readonly node: string;
  readonly command: string;
  readonly text: string;
}

/** Something that came of the event, mostly on another machine. */
export interface Consequence {
  readonly event: number;
  readonly text: string;
  readonly tone: StepTone;
}

export interface Cause {
  readonly event: number;
  readonly node: string;
  readonly text: string;
}

export interface Explanation {
  readonly title: string;
  /** What led here, mostly on another machine, in a few words; `undefined`: it began here. */
  readonly cause: Cause | undefined;
  readonly steps: readonly WhyStep[];
  readonly consequences: readonly Consequence[];
  /** In the order in which they are to be typed, the decisive one first. */
  readonly remedies: readonly Remedy[];
}
