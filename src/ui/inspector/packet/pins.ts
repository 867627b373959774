/**
 * Hop tables that stay while something else is looked at, even in another scenario.
 *
 * As long as its recording is open a pinned table goes on with the moment; afterwards it is as it was last.
 */

import type { Recording } from "#lab/recording";
import type { Page } from "#ui/page";
import type { OpenScenario, PageState, Selection } from "#ui/store";
import type { HopTable } from "./hop-table.ts";
import { isLater } from "./hop-table.ts";
import { createModeller, type Modeller, type PacketModel } from "./packet-model.ts";

export interface Pin {
  readonly model: PacketModel;
  /** Where it comes from. */
  readonly scenario: OpenScenario | undefined;
  /** What it was read from. */
  readonly recording: Recording;
  /** Up to which position its hops are shown. */
  readonly positionAt: (page: Page, state: PageState) => number;
}

interface Kept extends Pin {
  model: PacketModel;
  readonly selection: Selection;
  readonly modeller: Modeller;
}

export interface Pins {
  readonly all: () => readonly Pin[];
  /** Whether a table of the open recording is pinned. */
  readonly has: (table: HopTable | undefined, page: Page) => boolean;
  /** Pins what is shown, or takes it off. */
  readonly toggle: (model: PacketModel, page: Page) => void;
  readonly remove: (pin: Pin) => void;
  /** Brings the tables of the open recording up to date; equal answers for what looks the same. */
  readonly update: (page: Page, state: PageState) => string;
}

/** More would not be compared but searched. */
const mostPins = 3;

export function createPins(): Pins {
  let kept: Kept[] = [];
  const find = (table: HopTable | undefined, page: Page): Kept | undefined =>
    kept.find(({ model, recording }) => model.table.id === table?.id && recording === page.recording());
  return {
    all: () => kept,
    has: (table, page) => table !== undefined && find(table, page) !== undefined,
    toggle: (model, page) => {
      const known = find(model.table, page);
      if (known === undefined) kept = [...kept, pinOf(model, page)].slice(-mostPins);
      else kept = kept.filter((one) => one !== known);
    },
    remove: (pin) => {
      kept = kept.filter((one) => one !== pin);
    },
    update: (page, state) => {
      for (const one of kept) bringUpToDate(one, page, state);
      return kept.map((one) => signOf(one, one.positionAt(page, state))).join(" ");
    },
  };
}

const signOf = ({ model }: Kept, position: number): string =>
  `${model.table.id}:${model.table.columns.filter((hop) => !isLater(hop, { position })).length}`;

function pinOf(model: PacketModel, page: Page): Kept {
  const state = page.store.state();
  const { flight, event } = model.chosen;
  const recording = page.recording();
  const at = state.moment.position;
  return {
    model,
    recording,
    modeller: createModeller(),
    selection: { flight, event, node: undefined },
    scenario: state.scenario,
    positionAt: (other, { moment }) => (other.recording() === recording ? moment.position : Math.max(at, 0)),
  };
}

function bringUpToDate(one: Kept, page: Page, state: PageState): void {
  const scenario = page.scenario();
  if (page.recording() !== one.recording || scenario === undefined) return;
  const model = one.modeller(one.recording, scenario, { ...state, selection: one.selection });
  if (model !== undefined) one.model = model;
}
