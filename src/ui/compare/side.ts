/**
 * A compared run as a page of its own: the views of the page show it as they show the open experiment.
 *
 * What is chosen in one run is chosen in the other as well, as far as that has it. Its player is that of the
 * comparison, and what would be typed is typed in the experiment, after the comparison is left.
 */

import { type Comparison, counterpartOf, otherSide, type Side, sides } from "#lab/compare";
import { eventById, type Recording } from "#lab/recording";
import type { Nanos } from "#sim/engine/time";
import type { App } from "../app.ts";
import type { Page, Player } from "../page.ts";
import { type PageState, type Selection, type Store, storeOf } from "../store.ts";
import type { ComparePlayer } from "./player.ts";
import type { ComparedRuns } from "./runs.ts";

export interface SidePage {
  readonly page: Page;
  readonly store: Store;
}

export interface SideParts {
  readonly app: App;
  readonly compared: ComparedRuns;
  readonly player: ComparePlayer;
  /** The pages of both sides, as soon as they are there. */
  readonly pages: Map<Side, SidePage>;
}

/** Makes the page of a side. */
export function createSidePage(side: Side, parts: SideParts): SidePage {
  const { app, compared, pages } = parts;
  const { recording, scenario, open } = compared.runs[side];
  const begun = stateOf(app.page.store.state(), recording);
  const store = storeOf({ ...begun, scenario: open }, () => {});
  const page: Page = {
    ...app.page,
    store,
    recording: () => recording,
    scenario: () => scenario,
    problems: () => [],
    status: () => undefined,
    player: playerOf(side, parts),
    select: (selection) => {
      for (const each of sides) {
        const own = each === side ? selection : counterpartSelection(compared.comparison, side, selection);
        pages.get(each)?.store.change((draft) => void Object.assign(draft.selection, own));
      }
    },
    typeAt: (node, line, enter) => {
      app.page.store.patch({ dialog: undefined });
      app.page.typeAt(node, line, enter);
    },
    undo: () => {},
    resized: () => {},
    // One voice is enough for two runs.
    say: side === "one" ? app.page.say : () => {},
  };
  return { page, store };
}

function stateOf(state: PageState, recording: Recording): PageState {
  const start = { at: 0 as Nanos, position: 0 };
  return {
    ...state,
    moment: start,
    head: { at: recording.head, position: recording.events.length },
    selection: { event: undefined, node: undefined, flight: undefined },
    player: { play: "paused", speed: 1, breakpoints: [], stopped: undefined, progress: 0 },
    notice: undefined,
    dialog: "compare",
    isProjector: false,
  };
}

function playerOf(side: Side, { app, compared, player }: SideParts): Player {
  const { recording } = compared.runs[side];
  const goTo = (position: number): void =>
    position <= 0 ? player.toStart() : player.goTo(side, position - 1);
  return {
    ...app.page.player,
    play: player.play,
    pause: player.pause,
    step: (_unit, direction) => player.step(direction),
    seek: (to) => {
      if ("position" in to) goTo(to.position);
      else goTo(recording.events.findLastIndex(({ at }) => at <= to.at) + 1);
    },
    toStart: player.toStart,
    toEnd: player.toEnd,
    setSpeed: player.setSpeed,
    setBreakpoints: () => {},
    isPast: () => false,
  };
}

/** What is chosen on the other side when something is chosen on one. */
function counterpartSelection(
  comparison: Comparison,
  side: Side,
  selection: Partial<Selection>,
): Partial<Selection> {
  const { runs } = comparison;
  const found: { -readonly [Name in keyof Selection]?: Selection[Name] } = {};
  if ("node" in selection) found.node = selection.node;
  if ("event" in selection) found.event = eventBeside(comparison, side, selection.event);
  if ("flight" in selection) {
    const { flights } = runs[side].inFlight;
    const flight = selection.flight === undefined ? undefined : flights[selection.flight];
    const event = eventBeside(comparison, side, flight?.cause);
    const beside = runs[otherSide(side)].inFlight.flights;
    found.flight = event === undefined ? undefined : beside.find(({ cause }) => cause === event)?.id;
    // What sent it is chosen where no frame of it is there.
    if (found.flight === undefined && event !== undefined) found.event = event;
  }
  return found;
}

function eventBeside(comparison: Comparison, side: Side, event: number | undefined): number | undefined {
  if (event === undefined || eventById(comparison.runs[side], event) === undefined) return undefined;
  return counterpartOf(comparison, side, event)?.id;
}
