/**
 * What the ladder keeps between two frames of the screen: what has been told, the scale of what the filter
 * lets through, the chain of the selected event, and the lanes. No document, no pixels but those of the
 * scale.
 */

import type { Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import { type Chain, chainOf, growChain } from "./chain.ts";
import { type Filter, noFilter, shownBy } from "./filter.ts";
import { laneOrder } from "./lanes.ts";
import { growScale, type Scale, scaleOf } from "./scale.ts";
import { tellAtOnce, tellingFor } from "./shared-telling.ts";
import { type Telling, tellOn } from "./telling.ts";

export interface Model {
  scenario: Scenario;
  order: readonly string[];
  filter: Filter;
  telling: Telling;
  scale: Scale;
  chain: Chain | undefined;
  /** Everything recorded has been told. */
  isComplete: boolean;
}

/** A model of a scenario's recording. */
export function modelOf(scenario: Scenario, recording: Recording): Model {
  const telling = tellingFor(recording, scenario);
  const scale = scaleOf(telling, shownBy(noFilter));
  const order = laneOrder(scenario.nodes);
  const model = { scenario, order, filter: noFilter, telling, scale, chain: undefined, isComplete: false };
  grow(model);
  return model;
}

/** Takes what has come since; of very much only a part, and `isComplete` says so. */
export function grow(model: Model): void {
  const { telling, scale, chain } = model;
  model.isComplete = tellOn(telling, tellAtOnce);
  growScale(scale);
  if (chain !== undefined) growChain(chain, telling.recording);
}

/** Another recording: that of another scenario, or the same one after going back. */
export function takeUp(model: Model, scenario: Scenario, recording: Recording): void {
  if (model.scenario !== scenario) {
    model.scenario = scenario;
    model.order = laneOrder(scenario.nodes);
    model.filter = noFilter;
  }
  model.telling = tellingFor(recording, scenario);
  // Flows are numbered by each telling.
  setFilter(model, { ...model.filter, flow: undefined });
}

/** Shows what another filter lets through. */
export function setFilter(model: Model, filter: Filter): void {
  model.filter = filter;
  model.scale = scaleOf(model.telling, shownBy(filter));
  grow(model);
}

/** The chain of the selected event, or none. */
export function setChosen(model: Model, event: number | undefined): void {
  model.chain = event === undefined ? undefined : chainOf(model.telling.recording, event);
}
