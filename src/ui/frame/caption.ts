/**
 * In projector mode: what a machine did last at the shown moment, in a sentence that can be read from the
 * back of a room.
 */

import { type Caption, loadCaptions } from "#words/captions";
import { lastAtMachine } from "../last-at-machine.ts";
import type { Page, View } from "../page.ts";
import type { PageState } from "../store.ts";

export function createCaption(host: HTMLElement, page: Page): View {
  let caption: Caption | undefined;
  const draw = (state: PageState): void => {
    // In a lesson its step is the caption.
    if (!state.isProjector || state.lesson !== undefined) return;
    const last = lastAtMachine(page.recording(), page.scenario(), state.moment.position);
    host.textContent = last === undefined || caption === undefined ? "" : caption(last.event);
  };
  const load = async (state: PageState): Promise<void> => {
    caption = await loadCaptions(state.language);
    draw(page.store.state());
  };
  void load(page.store.state());
  return {
    update(state, before) {
      if (state.language !== before.language) void load(state);
      else if (state.moment !== before.moment || state.isProjector !== before.isProjector) draw(state);
    },
  };
}
