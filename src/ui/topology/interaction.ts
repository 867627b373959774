/**
 * What the stage has beside its first picture: marks and tables beside machines, zooming, dragging, choosing,
 * the card under the pointer, and telling in words.
 */

import type { LanguageCode } from "#words/languages";
import { loadStageNotes } from "#words/load-stage-notes";
import type { PageState } from "../store.ts";
import { showDelays } from "./cable-delays.ts";
import { createCamera } from "./camera.ts";
import { createFrameNames } from "./frame-names.ts";
import type { Lately } from "./happenings.ts";
import { createHoverCard } from "./hover-card.ts";
import { createMarksLayer } from "./marks-layer.ts";
import { listen } from "./pointing.ts";
import { showFrames } from "./showing.ts";
import type { NotedStage, Stage, StagePart } from "./stage.ts";
import { createTeller } from "./telling.ts";
import { createToolbar } from "./toolbar.ts";

/** Loads the words it needs, and takes the stage on from there. */
export async function createInteraction(stage: Stage): Promise<StagePart> {
  const { language } = stage.page.store.state();
  const noted = Object.assign(stage, { notes: await loadStageNotes(language) });
  return interactionOf(noted, language);
}

function interactionOf(stage: NotedStage, loaded: LanguageCode): StagePart {
  let spoken = loaded;
  const { page } = stage;
  const marks = createMarksLayer(stage);
  const frameNames = createFrameNames(stage);
  const teller = createTeller(stage);
  const camera = createCamera(stage, () => showFrames(stage, page.store.state()));
  const toolbar = createToolbar(stage, camera);
  const stops = [listen(stage, marks, camera), createHoverCard(stage, marks)];
  const show = (state: PageState): Lately => {
    const { lately, deciding } = marks.show(state);
    stage.machines.mark(deciding, state.selection.node);
    frameNames.show();
    return lately;
  };
  const reword = (state: PageState): void => {
    marks.reset();
    frameNames.reset();
    toolbar.update(state);
    show(state);
  };
  const changeLanguage = async ({ language }: PageState): Promise<void> => {
    const notes = await loadStageNotes(language);
    if (page.store.state().language !== language) return;
    stage.notes = notes;
    reword(page.store.state());
  };
  camera.refresh();
  showDelays(stage);
  return {
    update(state, before) {
      if (state === before) reword(state);
      if (state.language !== spoken) {
        spoken = state.language;
        void changeLanguage(state);
      }
      if (state.addressing !== before.addressing) marks.reset();
      if (state.places !== before.places) toolbar.update(state);
      if (isUnchanged(state, before)) return;
      const lately = show(state);
      if (state.moment !== before.moment) teller.tell(lately);
    },
    laidOut() {
      showDelays(stage);
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
  state.lesson === before.lesson &&
  state.addressing === before.addressing &&
  state.player.speed === before.player.speed;
