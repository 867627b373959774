/** The words of the player: its buttons, speeds, units of stepping, and the timeline. */

/** The units of stepping. */
export type UnitName = "event" | "hop" | "decision" | "drop" | "request";

export interface PlayerWords {
  readonly play: string;
  readonly pause: string;
  readonly toStart: string;
  readonly toEnd: string;
  /** The label of the menu of units. */
  readonly unit: string;
  readonly units: Readonly<Record<UnitName, string>>;
  readonly back: Readonly<Record<UnitName, string>>;
  readonly forward: Readonly<Record<UnitName, string>>;
  readonly speed: string;
  readonly times: (factor: string) => string;
  readonly real: string;
  readonly max: string;
  readonly stopOn: {
    readonly name: string;
    /** The button: on what it stops. */
    readonly button: (what: readonly string[]) => string;
    readonly drop: string;
    readonly pick: string;
    readonly vip: string;
  };
  readonly timeline: {
    readonly name: string;
    /** Where the knob is, in words. */
    readonly value: (time: string, position: number, total: number) => string;
  };
  /** Where the shown moment stands, and what follows from that. */
  readonly now: string;
  readonly past: string;
  readonly forks: string;
  /** Why it stopped, where that is worth a word. */
  readonly allQuiet: string;
  readonly full: string;
}
