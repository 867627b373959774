/**
 * What the page loads once the first frame moves: the other panels, the dialogs, keys, what a link holds, and
 * the service worker.
 */

import type { App } from "./app.ts";
import { openingScenario } from "./find-scenario.ts";
import { createCaption } from "./frame/caption.ts";
import { dialogsOf } from "./frame/dialogs.ts";
import { listenForKeys } from "./frame/keys.ts";
import type { Hosts } from "./frame/layout.ts";
import { progressOf } from "./frame/progress.ts";
import { createScenarioPanel } from "./frame/scenario-panel.ts";
import { createSheets } from "./frame/sheets.ts";
import { keepOffline } from "./offline/keep-offline.ts";
import type { Page, ViewMaker } from "./page.ts";
import { stored } from "./preferences.ts";

export interface Beginning {
  readonly isLink: boolean;
  /** A scenario that was asked for and does not exist. */
  readonly missing: string | undefined;
}

/** Adds the rest of the page. */
export async function goOn(app: App, hosts: Hosts, { isLink, missing }: Beginning): Promise<void> {
  const { page } = app;
  const query = new URLSearchParams(location.search);
  app.lessonOpener = (name) => void openLessonIn(app, name);
  const [{ createPlayer }] = await Promise.all([import("./player/player-view.ts"), app.playback.load()]);
  app.mount(hosts.player, createPlayer);
  // Lessons stand beside it in the same place.
  const own = hosts.scenario.appendChild(document.createElement("div"));
  app.mount(own, createScenarioPanel);
  app.mount(hosts.caption, createCaption);
  app.mount(elementOf("sheets"), createSheets);
  app.mount(elementOf("dialogs"), dialogsOf(app));
  app.mount(elementOf("progress"), progressOf(app));
  let focusTerminal = (): void => {};
  listenForKeys(page, () => focusTerminal());
  listenForSize(app, hosts);
  listenForMotion(app);
  const loading = [
    mountLater(app, hosts.inspector, async () => (await import("./inspector/inspector.ts")).createInspector),
    mountLater(app, hosts.ladder, async () => (await import("./ladder/ladder-view.ts")).createLadder),
  ];
  const { createTerminals } = await import("./terminal/terminals.ts");
  const terminals = await createTerminals(app);
  app.mount(hosts.terminals, terminals.view);
  app.typist = terminals.typeAt;
  app.terminalText = terminals.text;
  focusTerminal = terminals.focus;
  await Promise.all(loading);
  const { keepAddress, openFromLink } = await import("./share/open-link.ts");
  const lesson = query.get("lesson");
  if (lesson !== null) await openLessonIn(app, lesson, query.get("step") ?? undefined);
  else if (isLink) await openFromLink(app, location.hash.slice(1));
  else if (!query.has("scenario")) void invite(page);
  keepAddress(app);
  keepOffline();
  if (missing !== undefined) {
    page.store.patch({
      notice: { tone: "bad", text: page.words().page.badScenario(missing) },
      dialog: "picker",
    });
    page.open(openingScenario);
  }
}

/** Lessons, and all that only they need, come when the first one is opened. */
export const openLessonIn = async (app: App, name: string, step?: string): Promise<void> =>
  (await import("./lesson/open-lesson.ts")).openLesson(app, name, step);

/** Who was never here is told of the course. */
async function invite(page: Page): Promise<void> {
  if (stored("invited") !== undefined || stored("progress") !== undefined) return;
  (await import("./lesson/invitation.ts")).showInvitation(page);
}

async function mountLater(app: App, host: HTMLElement, load: () => Promise<ViewMaker>): Promise<void> {
  app.mount(host, await load());
}

function elementOf(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`index.html has no #${id}`);
  return found;
}

/** Views measure their places when these change. */
function listenForSize({ page }: App, hosts: Hosts): void {
  const observer = new ResizeObserver(() => page.resized());
  for (const host of [hosts.stage, hosts.ladder, hosts.terminals, hosts.player]) observer.observe(host);
}

/** People switch motion off in their system when they have had enough of it: from then on nothing glides. */
function listenForMotion({ page }: App): void {
  matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", ({ matches }) =>
    page.store.patch({ isStill: matches }),
  );
}
