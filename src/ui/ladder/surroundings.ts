/**
 * What stands above the window of the ladder: the heads of lanes and the filters.
 */

import type { Filter } from "./filter.ts";
import { drawFilterBar } from "./filter-bar.ts";
import { draw, type Ladder, scrollTo, wordsOf } from "./ladder.ts";
import { drawLaneHeads, type LaneHeads } from "./lane-heads.ts";
import { lanesOf, movedTo } from "./lanes.ts";
import { flowText } from "./mark-text.ts";
import { setFilter } from "./model.ts";

/** Draws heads and filters anew. */
export function drawSurroundings(ladder: Ladder): void {
  const { model, words, frame, page } = ladder;
  if (model === undefined || words === undefined) return;
  frame.scroller.setAttribute("aria-label", words.name);
  drawLaneHeads(frame.heads, () => headsOf(ladder));
  const { telling, chain, filter } = model;
  const chosenFlow = telling.flowOf[chain?.position ?? -1] ?? -1;
  drawFilterBar(frame.filter, {
    filter,
    words,
    isOpen: ladder.isFilterOpen,
    machines: model.order,
    flows: telling.flows.list,
    chosenFlow: chosenFlow < 0 ? undefined : chosenFlow,
    flowText: (flow) => flowText(flow, wordsOf(ladder, model, words)),
    set: (next) => filterBy(ladder, next),
    toggle: () => {
      ladder.isFilterOpen = !ladder.isFilterOpen;
      drawSurroundings(ladder);
      page.resized();
    },
  });
}

function headsOf(ladder: Ladder): LaneHeads {
  const { page, model, words, width } = ladder;
  const order = model?.order ?? [];
  return {
    lanes: lanesOf(order, width),
    node: page.store.state().selection.node,
    title: (machine) => words?.lane(machine) ?? machine,
    choose: (node) => page.select({ node }),
    move: (machine, index) => {
      if (model !== undefined) model.order = movedTo(order, machine, index);
      drawSurroundings(ladder);
      draw(ladder);
    },
  };
}

/** Shows what a filter lets through, from where the moment is. */
function filterBy(ladder: Ladder, filter: Filter): void {
  const { model } = ladder;
  if (model === undefined) return;
  setFilter(model, filter);
  ladder.cursor = undefined;
  ladder.isFollowing = true;
  scrollTo(ladder, 0);
  drawSurroundings(ladder);
  ladder.page.resized();
}
