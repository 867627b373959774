/**
 * The page: begins with what the first frame needs, and loads the rest once it moves.
 */

import "./style/tokens.css";
import { loadWords } from "#words/languages";
import { type App, createApp } from "./app.ts";
import { findScenario, openingScenario } from "./find-scenario.ts";
import { createBar } from "./frame/bar.ts";
import { createLayout, hostsOf } from "./frame/layout.ts";
import { createNotices } from "./frame/notices.ts";
import { initialState } from "./initial-state.ts";
import { preferencesOf, stored } from "./preferences.ts";
import { createStage } from "./topology/topology-view.ts";

const query = new URLSearchParams(location.search);
const preferences = preferencesOf({
  query,
  languages: navigator.languages,
  matches: (media) => matchMedia(media).matches,
  stored,
});

async function begin(): Promise<void> {
  const isLink = location.hash.length > 1 || query.has("lesson");
  const name = query.get("scenario") ?? openingScenario;
  const first = isLink ? undefined : findScenario(name);
  const app = createApp(initialState(preferences), await loadWords(preferences.language));
  // For whoever scripts the lab from the browser's console, and for the tests.
  Object.assign(globalThis, { lvsLab: app });
  app.opener = (wanted) => void open(app, wanted);
  const hosts = hostsOf(document);
  const frame = document.querySelector<HTMLElement>("#frame");
  if (frame === null) throw new Error("index.html has no #frame");
  app.mount(frame, (host, page) => createLayout(host, hosts, page));
  app.mount(hosts.bar, createBar);
  app.mount(hosts.notices, createNotices);
  app.mount(hosts.stage, createStage);
  const found = await first;
  if (found !== undefined) await app.start(found);
  await firstFrameMoves(app);
  performance.mark("first-frame");
  app.hasBegun();
  // The rest may take the page's time once what moves has been painted.
  await nextFrame();
  await nextFrame();
  const { goOn } = await import("./later.ts");
  await goOn(app, hosts, { isLink, missing: found === undefined && !isLink ? name : undefined });
}

const nextFrame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));

/** Comes back when a frame has been drawn at two places, or nothing is about to move. */
async function firstFrameMoves({ page }: App): Promise<void> {
  const { at } = page.store.state().moment;
  do await nextFrame();
  while (page.store.state().player.play === "playing" && page.store.state().moment.at === at);
  await nextFrame();
}

async function open(app: App, name: string): Promise<void> {
  const found = await findScenario(name);
  if (found !== undefined) await app.start(found);
}

void begin();
