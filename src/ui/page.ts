/**
 * What every view is given: the state, the recorded past, the words of the language, and what can be done.
 *
 * A view is made once in its place and then told of changes; it keeps nothing of the lab to itself.
 */

import type { SetupProblem } from "#lab/lab";
import type { LabStatus } from "#lab/lab-messages";
import type { Recording } from "#lab/recording";
import type { Breakpoint, StepUnit } from "#lab/stop";
import type { Scenario } from "#scenario/scenario";
import type { Nanos } from "#sim/engine/time";
import type { Words } from "#words/words";
import type { PageState, Selection, Speed, Store } from "./store.ts";

/** A part of the page. */
export interface View {
  /** Shows a state; `before` is the one shown last, or the same one at the first time. */
  update(state: PageState, before: PageState): void;
  /** Its place has another size. */
  resize?(): void;
  /** Takes everything away that the view made. */
  close?(): void;
}

export type ViewMaker = (host: HTMLElement, page: Page) => View;

/** What the player can be told. */
export interface Player {
  play(): void;
  pause(): void;
  /** Goes a unit forwards or backwards; in the present forwards lets the lab go on. */
  step(unit: StepUnit, direction: 1 | -1): void;
  /** Shows a moment: a position (number of events), or a time. Never simulates. */
  seek(to: { readonly position: number } | { readonly at: Nanos }): void;
  toStart(): void;
  /** To the end of what is recorded. */
  toEnd(): void;
  setSpeed(speed: Speed): void;
  setBreakpoints(breakpoints: readonly Breakpoint[]): void;
  /** Whether something was seen that lies after the shown moment: what is done there begins a branch. */
  isPast(): boolean;
}

export interface Page {
  readonly store: Store;
  /** What is recorded of the branch at hand. It grows; a fork replaces it. */
  readonly recording: () => Recording;
  readonly scenario: () => Scenario | undefined;
  /** What setups complained about. */
  readonly problems: () => readonly SetupProblem[];
  readonly status: () => LabStatus | undefined;
  readonly words: () => Words;
  readonly player: Player;
  /** Makes something the subject of inspector, ladder, stage and timeline. */
  readonly select: (selection: Partial<Selection>) => void;
  /** Shows a node's terminal with a line typed in it, ready for Enter; `enter`: pressed as well. */
  readonly typeAt: (node: string, line: string, enter: boolean) => void;
  /** Opens a scenario that comes with the lab, by its name. */
  readonly open: (name: string) => void;
  /** Opens a lesson of the course, by its name. */
  readonly openLesson: (name: string) => void;
  /** Takes back what was done last: the log without its last entry, from that moment on. */
  readonly undo: () => void;
  /** Room has been given or taken: views measure themselves anew. */
  readonly resized: () => void;
  /** Comes when the first frame has moved: the time to load what can wait. */
  readonly begun: Promise<void>;
  /** Tells a screen reader, politely. */
  readonly say: (text: string) => void;
}
