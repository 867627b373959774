/**
 * What the page knows and shows, as one immutable value, and who wants to hear of changes.
 *
 * Listeners are told once a frame of the screen, however often the state changed in between, with the state
 * before: a view compares the parts it shows and leaves the rest alone. The recorded past is not in here, for
 * it only grows; the moment that is shown of it is.
 */

import { produce } from "immer";
import type { TerminalName } from "#lab/lab-command";
import type { RunEnd } from "#lab/lab-messages";
import type { Breakpoint } from "#lab/stop";
import type { Nanos } from "#sim/engine/time";
import type { TableName } from "#sim/rows";
import type { LanguageCode } from "#words/languages";

/** A moment of the recorded past: so many of its events have happened. */
export interface Moment {
  readonly at: Nanos;
  readonly position: number;
}

export type PlayState = "loading" | "paused" | "playing" | "stepping" | "forking" | "failed";

/** Times the pace at which one hop can be watched; `real`: as the clock on the wall; `max`: at once. */
export type Speed = number | "real" | "max";

export interface PlayerState {
  readonly play: PlayState;
  readonly speed: Speed;
  readonly breakpoints: readonly Breakpoint[];
  /** Why it stopped last. */
  readonly stopped: RunEnd | undefined;
  /** Of loading and forking, from 0 to 1. */
  readonly progress: number;
}

/** What the inspector and the marks on stage, ladder and timeline are about. */
export interface Selection {
  /** The id of an event. */
  readonly event: number | undefined;
  readonly node: string | undefined;
  /** A frame on a cable, by the flight's id. */
  readonly flight: number | undefined;
}

export type Face = "why" | "packet" | "node";

export interface OpenScenario {
  /** The name of its file without the ending; `undefined` for one that came with a link. */
  readonly name: string | undefined;
  readonly title: { readonly en: string; readonly zh: string };
  readonly summary: { readonly en: string; readonly zh: string } | undefined;
}

/** A lesson and a step of it, by their names. */
export interface OpenLesson {
  readonly name: string;
  readonly step: string;
  /** The moment at which the learner came to it from the step before; what was before needs no mark. */
  readonly since?: Nanos;
}

/** Something to tell the person, until it is closed. */
export interface Notice {
  readonly tone: "good" | "bad" | "plain";
  readonly text: string;
  /** What can be done about it. */
  readonly actions?: readonly { readonly text: string; readonly run: () => void }[];
}

/** A row of a machine's table that a person was led to, for as long as the same event is selected. */
export interface SoughtRow {
  readonly event: number | undefined;
  readonly node: string;
  readonly table: TableName;
  readonly key: string;
}

export interface PageState {
  readonly language: LanguageCode;
  readonly theme: "light" | "dark";
  readonly isProjector: boolean;
  /** Reduced motion: frames step from place to place. */
  readonly isStill: boolean;
  readonly addressing: "numbers" | "roles";
  readonly scenario: OpenScenario | undefined;
  /** The lesson that is open, and its step. */
  readonly lesson?: OpenLesson | undefined;
  readonly moment: Moment;
  /** The end of what is recorded; a moment there is the present. */
  readonly head: Moment;
  readonly player: PlayerState;
  readonly selection: Selection;
  readonly face: Face;
  /** What of the packet is shown. */
  readonly packetView: PacketView;
  readonly sought?: SoughtRow | undefined;
  readonly terminal: TerminalName | undefined;
  readonly notice: Notice | undefined;
  /** Panels that are folded away. */
  readonly folded: readonly string[];
  readonly dialog: Dialog | undefined;
  /** A line that the run at hand is to be compared with and without: the dialog begins with that. */
  readonly wished?: { readonly node: string; readonly line: string } | undefined;
  /** Where machines were dragged to: right and down, in the units of the scenario. */
  readonly places: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
  /** On a narrow screen: the panel that lies over the stage. */
  readonly sheet: Sheet | undefined;
}

export const packetViews = ["hops", "fields", "bytes", "inside"] as const;
export type PacketView = (typeof packetViews)[number];

export type Dialog = "picker" | "doctor" | "compare" | "share" | "export" | "help";
export type Sheet = "scenario" | "inspector" | "ladder" | "terminals";

export type Listener = (state: PageState, before: PageState) => void;

export interface Store {
  readonly state: () => PageState;
  /** Changes the state; the recipe works on a draft. */
  readonly change: (recipe: (draft: Draft) => void) => void;
  /** Changes some parts, each replaced whole. */
  readonly patch: (part: Partial<PageState>) => void;
  /** Calls the listener after changes, once a frame. Answers how to stop that. */
  readonly listen: (listener: Listener) => () => void;
  /** Tells the listeners now and not with the next frame. */
  readonly flush: () => void;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
/** A draft: parts are replaced whole or changed one level down. */
export type Draft = Mutable<
  Omit<PageState, "moment" | "head" | "player" | "selection"> & {
    moment: Mutable<Moment>;
    head: Mutable<Moment>;
    player: Mutable<PlayerState>;
    selection: Mutable<Selection>;
  }
>;

/** A store that begins with a state; `onNextFrame` calls back once, before the next frame is drawn. */
export function storeOf(initial: PageState, onNextFrame: (callback: () => void) => void): Store {
  let current = initial;
  let told = initial;
  let isDue = false;
  const listeners = new Set<Listener>();
  const flush = (): void => {
    isDue = false;
    if (current === told) return;
    const before = told;
    told = current;
    for (const listener of listeners) listener(current, before);
  };
  const change = (recipe: (draft: Draft) => void): void => {
    current = produce(current, (draft) => recipe(draft as Draft));
    if (current === told || isDue) return;
    isDue = true;
    onNextFrame(() => {
      if (isDue) flush();
    });
  };
  return {
    state: () => current,
    change,
    patch: (part) => change((draft) => void Object.assign(draft, part)),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush,
  };
}
