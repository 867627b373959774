/**
 * What the stage has beside its first picture: marks and tables beside machines, zooming, dragging, choosing,
 * the card under the pointer, and telling in words.
 */

import type { PageState } from "../store.ts";
import { createCamera } from "./camera.ts";
import { createFrameNames } from "./frame-names.ts";
import type { Lately } from "./happenings.ts";
import { createHoverCard } from "./hover-card.ts";
import { createMarksLayer } from "./marks-layer.ts";
import { listen } from "./pointing.ts";
import { showFrames } from "./showing.ts";
import type { Stage, StagePart } from "./stage.ts";
import { createTeller } from "./telling.ts";
import { createToolbar } from "./toolbar.ts";

export function createInteraction(stage: Stage): StagePart {
  const { page } = stage;
  const marks = createMarksLayer(stage);
  const nameFrames = createFrameNames(stage);
  const teller = createTeller(stage);
  const camera = createCamera(stage, () => showFrames(stage, page.store.state()));
  const toolbar = createToolbar(stage, camera);
  const stops = [listen(stage, marks, camera), createHoverCard(stage, marks)];
  const show = (state: PageState): Lately => {
    const { lately, deciding } = marks.show(state);
    stage.machines.mark(deciding, state.selection.node);
    return lately;
  };
  camera.refresh();
  return {
    update(state, before) {
      const isFirst = state === before;
      if (state.language !== before.language || state.addressing !== before.addressing) marks.reset();
      if (isFirst || state.language !== before.language || state.places !== before.places) {
        toolbar.update(state);
      }
      const isSame = isUnchanged(state, before);
      if (isSame && !isFirst) return;
      const lately = show(state);
      nameFrames();
      if (state.moment !== before.moment) teller.tell(lately);
    },
    laidOut() {
      marks.reset();
      camera.refresh();
      show(page.store.state());
    },
    boxes: marks.boxes,
    close() {
      camera.close();
      toolbar.close();
      teller.close();
      for (const stop of stops) stop();
    },
  };
}

const isUnchanged = (state: PageState, before: PageState): boolean =>
  state.moment === before.moment &&
  state.selection === before.selection &&
  state.language === before.language &&
  state.addressing === before.addressing &&
  state.player.speed === before.player.speed;
