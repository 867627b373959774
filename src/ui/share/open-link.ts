/**
 * Opens what a link holds, and keeps the link of the address bar true to what was done since.
 *
 * A link that cannot be read changes nothing but the message: what was open stays open.
 */

import type { Nanos } from "#sim/engine/time";
import { loadShareWords, type ShareWords } from "#words/share-words";
import type { App, ToOpen } from "../app.ts";
import { findScenario, openingScenario } from "../find-scenario.ts";
import type { OpenLesson } from "../store.ts";
import { readLink, type SharedLab, writeLink } from "./link.ts";

/** Opens the experiment of a fragment; where that is not possible says why, and shows the scenarios. */
export async function openFromLink(app: App, fragment: string): Promise<void> {
  const words = await loadShareWords(app.page.store.state().language);
  const read = await readLink(fragment);
  if (!read.ok) return refuse(app, words.mistakes[read.mistake]);
  const { shared } = read;
  const found = await scenarioOf(shared, words);
  if ("problem" in found) return refuse(app, found.problem);
  const known = new Set(found.scenario.nodes.map(({ name }) => name));
  const stranger = shared.log.find(({ act }) => !known.has(act.terminal.node));
  if (stranger !== undefined) return refuse(app, words.noSuchNode(stranger.act.terminal.node));
  if (!new URLSearchParams(location.search).has("lang")) app.page.store.patch({ language: shared.language });
  const moment = { at: shared.at as Nanos, position: shared.position };
  const { seed, log, until } = shared;
  await app.start({ ...found, seed, log, until, moment });
}

function refuse(app: App, text: string): void {
  app.page.store.patch({ notice: { tone: "bad", text }, dialog: "picker" });
  if (app.page.store.state().scenario === undefined) app.page.open(openingScenario);
}

async function scenarioOf(
  { name, yaml }: SharedLab,
  words: ShareWords,
): Promise<ToOpen | { readonly problem: string }> {
  if (yaml === undefined)
    return (await findScenario(name ?? "")) ?? { problem: words.noSuchScenario(name ?? "") };
  const [{ parseScenario }, { formatDiagnostic }] = await Promise.all([
    import("#scenario/parse"),
    import("#scenario/diagnostic"),
  ]);
  const { scenario, diagnostics } = parseScenario(yaml, { file: words.fileOfLink });
  if (scenario === undefined) {
    return { problem: [words.badScenario, ...diagnostics.map(formatDiagnostic)].join("\n") };
  }
  const { title, summary } = scenario;
  return { scenario, yaml, open: { name: undefined, title, summary } };
}

/** The experiment as it stands, to be shared. */
export function sharedOf(app: App): SharedLab {
  const { scenario, moment, language } = app.page.store.state();
  const { recording, seed, yaml } = app.experiment();
  return {
    name: yaml === undefined ? scenario?.name : undefined,
    yaml,
    seed,
    log: recording.log,
    until: recording.head,
    at: moment.at,
    position: moment.position,
    language,
  };
}

/** A lesson is shared by its name, from the step at hand on: who opens it goes the way themselves. */
function setLesson({ searchParams }: URL, { name, step }: OpenLesson): void {
  searchParams.set("lesson", name);
  searchParams.set("step", step);
}

/** The address of the experiment as it stands. */
export async function addressOf(app: App): Promise<string> {
  const url = new URL(location.href);
  url.search = "";
  url.hash = "";
  const { lesson } = app.page.store.state();
  if (lesson === undefined) url.hash = await writeLink(sharedOf(app));
  else setLesson(url, lesson);
  return url.href;
}

/** How long nothing new must have been done before the address bar takes it up. */
const quietMillis = 700;

/** From now on the address bar holds what was done, so that loading the page again loses nothing. */
export function keepAddress(app: App): void {
  let due: ReturnType<typeof setTimeout> | undefined;
  let written = location.hash;
  app.page.store.listen((state, before) => {
    const isSame = state.scenario === before.scenario && state.lesson === before.lesson;
    if (state.head === before.head && isSame) return;
    clearTimeout(due);
    // The step of a lesson is known at once; time may pass for long before it is quiet.
    if (state.lesson !== undefined && state.lesson !== before.lesson) return void write();
    due = setTimeout(() => void write(), quietMillis);
  });
  const write = async (): Promise<void> => {
    const { scenario, lesson } = app.page.store.state();
    const { recording, yaml } = app.experiment();
    const url = new URL(location.href);
    url.hash = "";
    for (const name of lesson === undefined ? ["lesson", "step"] : ["scenario"])
      url.searchParams.delete(name);
    if (lesson !== undefined) setLesson(url, lesson);
    else if (recording.log.length > 0 || yaml !== undefined) url.hash = await writeLink(sharedOf(app));
    else if (scenario?.name !== undefined) url.searchParams.set("scenario", scenario.name);
    if (url.href !== location.href) history.replaceState(null, "", url);
    written = location.hash;
  };
  addEventListener("hashchange", () => {
    if (location.hash !== written && location.hash.length > 1) void openFromLink(app, location.hash.slice(1));
  });
}
