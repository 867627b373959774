/**
 * One line for who was never here: that there is a course. It stands in the panel beside the stage, and is
 * gone for good once it was answered.
 */

import "./invitation.css";
import { html, nothing, render } from "lit/html.js";
import { loadLessonPanelWords } from "#words/lesson-words";
import type { Page } from "../page.ts";
import { keep } from "../preferences.ts";

export function showInvitation(page: Page): void {
  const host = document.createElement("div");
  document.getElementById("scenario")?.prepend(host);
  const end = (): void => {
    keep("invited", "yes");
    stop();
    render(nothing, host);
    host.remove();
  };
  const begin = async (): Promise<void> => {
    end();
    const { lessons } = await import("virtual:lessons");
    const [first] = lessons;
    if (first !== undefined) page.openLesson(first.name);
  };
  const draw = async (): Promise<void> => {
    const { course } = await loadLessonPanelWords(page.store.state().language);
    render(
      html`<aside class="invitation" aria-label=${course.course}>
        <p><b>${course.invite}</b> ${course.inviteMore}</p>
        <button class="button strong" @click=${begin}>${course.start}</button>
        <button class="button" @click=${end}>${course.notNow}</button>
      </aside>`,
      host,
    );
  };
  const stop = page.store.listen((state, before) => {
    if (state.lesson !== undefined) end();
    else if (state.language !== before.language) void draw();
  });
  void draw();
}
