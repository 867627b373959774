/**
 * In projector mode: what happened last at the shown moment, in a sentence that can be read from the back.
 */

import { type Caption, loadCaptions } from "#words/captions";
import type { Page, View } from "../page.ts";
import type { PageState } from "../store.ts";

export function createCaption(host: HTMLElement, page: Page): View {
  let caption: Caption | undefined;
  const draw = (state: PageState): void => {
    if (!state.isProjector) return;
    const last = page.recording().events[state.moment.position - 1];
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
