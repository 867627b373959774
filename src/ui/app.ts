/**
 * Joins the parts: the state, the experiment, the player, the words, and the views that show them.
 */

import type { Finding } from "#doctor/finding";
import type { Batch } from "#lab/batch";
import type { LabAct, LabCommand, TerminalName } from "#lab/lab-command";
import { emptyRecording, positionAt } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import { type LanguageCode, loadWords } from "#words/languages";
import type { Words } from "#words/words";
import { announcer } from "./announcer.ts";
import { openLink } from "./lab-link.ts";
import { nanos } from "./nanos.ts";
import type { Page, View, ViewMaker } from "./page.ts";
import {
  ask,
  type Experiment,
  experimentOf,
  firstAct,
  LabFailure,
  openLab,
  receive,
} from "./playback/experiment.ts";
import { createPlayback, type Playback } from "./playback/playback.ts";
import { questions } from "./questions.ts";
import { askerOf } from "./silence.ts";
import type { OpenScenario, PageState } from "./store.ts";
import { type Store, storeOf } from "./store.ts";
import { openWithoutLast } from "./take-back.ts";
import type { Completion } from "./terminal/completion.ts";

/** A scenario to open, with what was done in it and the moment to look at, where a link says so. */
export interface ToOpen {
  readonly open: OpenScenario;
  readonly scenario: Scenario;
  readonly seed?: number | undefined;
  /** The text of a scenario that does not come with the lab. */
  readonly yaml?: string;
  readonly log?: readonly LabCommand[];
  readonly until?: number;
  readonly moment?: PageState["moment"];
}

export interface App {
  readonly page: Page;
  readonly playback: Playback;
  readonly experiment: () => Experiment;
  /** Opens a scenario in place of the one that is open. */
  readonly start: (toOpen: ToOpen) => Promise<void>;
  readonly act: (act: LabAct) => Promise<void>;
  /** Adds a view; answers it. */
  readonly mount: (host: HTMLElement, make: ViewMaker) => View;
  /** Takes a view away again. */
  readonly unmount: (view: View) => void;
  /** Who is to be asked when somebody opens a scenario by name. */
  opener: (name: string) => void;
  /** Who is to be asked when somebody opens a lesson by name. */
  lessonOpener: (name: string) => void;
  /** Who shows a line in a terminal. */
  typist: (node: string, line: string, enter: boolean) => void;
  readonly complete: (terminal: TerminalName, line: string, cursor: number) => Promise<Completion>;
  /** What a machine's terminals show before anything was typed. */
  readonly promptOf: (node: string) => string;
  /** What a terminal shows, all that has scrolled away included. */
  terminalText: (terminal: TerminalName) => Promise<string>;
  /** What the configuration of all machines foretells. */
  readonly examine: () => Promise<readonly Finding[]>;
  readonly readFile: (node: string, path: string) => Promise<string | undefined>;
  readonly restart: () => Promise<void>;
  /** Says that the first frame has moved. */
  readonly hasBegun: () => void;
}

/** Events that are let happen before the first frame is shown at most. */
const firstEvents = 12;

export function createApp(initial: PageState, words: Words): App {
  // The player's clock ticks with every frame, and what has changed is told with it.
  const store = storeOf(initial, () => {});
  const known = new Map<LanguageCode, Words>([[initial.language, words]]);
  const parts: Parts = {
    store,
    known,
    first: words,
    views: new Set(),
    ...{ experiment: undefined, opened: undefined },
  };
  const link = openLink({
    onBatch: (batch) => takeBatch(parts, batch),
    onProgress: (part) => playback.send({ type: "progress", part }),
    onCrash: (message) => fail(new LabFailure(message, true)),
  });
  const fail = (failure: LabFailure): void => {
    playback.send({ type: failure.isOver ? "failed" : "pause" });
    const text = failure.isOver ? page.words().page.failed(failure.message) : failure.message;
    store.patch({ notice: { tone: "bad", text } });
  };
  const experiment = (): Experiment => openExperiment(parts);
  const playback = createPlayback({ store, experiment, send: link.ask, onFailure: fail });
  let hasBegun = (): void => {};
  const begun = new Promise<void>((resolve) => {
    hasBegun = resolve;
  });
  const page = pageOf(parts, playback, {
    begun,
    typeAt: (node, line, enter) => app.typist(node, line, enter),
    open: (name) => app.opener(name),
    openLesson: (name) => app.lessonOpener(name),
  });
  const app: App = {
    ...{
      page,
      playback,
      experiment,
      act: playback.act,
      opener: () => {},
      lessonOpener: () => {},
      typist: () => {},
    },
    terminalText: async () => "",
    start: async (toOpen) => {
      playback.send({ type: "open" });
      await playback.settle();
      parts.experiment = experimentOf(toOpen);
      parts.opened = toOpen;
      await begin({ store, playback, send: link.ask, fail, experiment: parts.experiment }, toOpen);
    },
    ...mounting(parts, page),
    promptOf: (node) => parts.experiment?.prompts.find((prompt) => prompt.node === node)?.prompt ?? "",
    ...questions(experiment, link.ask),
    hasBegun,
    restart: async () => {
      link.restart();
      const isUndone = (await playback.undo()) || (await openWithoutLast(app, parts.opened));
      const { restarted, ended } = page.words().page;
      if (isUndone) store.patch({ notice: { tone: "plain", text: restarted } });
      else store.patch({ notice: { tone: "bad", text: ended }, dialog: "picker" });
    },
  };
  keepShowing({ parts, playback, silence: link.silence, app });
  return app;
}

/** What the app is made of. */
interface Parts {
  readonly store: Store;
  readonly known: Map<LanguageCode, Words>;
  /** The words to begin with. */
  readonly first: Words;
  readonly views: Set<View>;
  experiment: Experiment | undefined;
  /** As it was opened. */
  opened: ToOpen | undefined;
}

const mounting = ({ views }: Parts, page: Page): Pick<App, "mount" | "unmount"> => ({
  mount: (host, make) => {
    const view = make(host, page);
    views.add(view);
    return view;
  },
  unmount: (view) => {
    views.delete(view);
    view.close?.();
  },
});

function openExperiment({ experiment }: Parts): Experiment {
  if (experiment === undefined) throw new Error("no scenario is open");
  return experiment;
}

function takeBatch({ experiment, store }: Parts, batch: Batch): void {
  if (experiment === undefined) return;
  receive(experiment, batch);
  const { recording } = experiment;
  store.patch({ head: { at: recording.head, position: recording.events.length } });
}

const nothingRecorded = emptyRecording();

function pageOf(
  parts: Parts,
  playback: Playback,
  other: Pick<Page, "typeAt" | "open" | "openLesson" | "begun">,
): Page {
  const { store, known, first, views } = parts;
  const page: Page = {
    store,
    recording: () => parts.experiment?.recording ?? nothingRecorded,
    scenario: () => parts.experiment?.scenario,
    problems: () => parts.experiment?.problems ?? [],
    status: () => parts.experiment?.status,
    words: () => known.get(store.state().language) ?? first,
    player: playback,
    select: (selection) => store.change((draft) => void Object.assign(draft.selection, selection)),
    ...other,
    undo: () => void undo(),
    resized: () => {
      for (const view of views) view.resize?.();
    },
    say: announcer(),
  };
  const undo = async (): Promise<void> => {
    const isUndone = await playback.undo();
    const said = page.words().page;
    page.say(isUndone ? said.undone : said.nothingToUndo);
  };
  return page;
}

interface Beginning {
  readonly store: Store;
  readonly playback: Playback;
  readonly send: Parameters<typeof ask>[1];
  readonly fail: (failure: LabFailure) => void;
  readonly experiment: Experiment;
}

/** Opens a lab and lets it go on to where its first frame leaves, or to where a link wants it. */
async function begin(parts: Beginning, toOpen: ToOpen): Promise<void> {
  const { store, playback, send, fail, experiment } = parts;
  const start = { at: nanos(0), position: 0 };
  const selection = { event: undefined, node: undefined, flight: undefined };
  store.patch({
    scenario: toOpen.open,
    moment: start,
    head: start,
    selection,
    terminal: undefined,
    places: {},
  });
  try {
    const until = nanos(toOpen.until ?? firstAct(toOpen.scenario));
    await openLab(experiment, send, { log: toOpen.log ?? [], until });
    if (toOpen.until === undefined) {
      const limits = { step: undefined, breakpoints: [], maxEvents: firstEvents, toPiece: false } as const;
      await ask(experiment, send, { kind: "run", ...limits, until: nanos(until + 1e9) });
    }
  } catch (failure) {
    if (!(failure instanceof LabFailure)) throw failure;
    fail(failure);
    return;
  }
  const { recording } = experiment;
  if (toOpen.until !== undefined) playback.toEnd();
  else playback.seek({ at: recording.inFlight.flights[0]?.sentAt ?? recording.head });
  if (toOpen.moment !== undefined) {
    const { at, position } = toOpen.moment;
    // What terminals show has a time and no position.
    playback.seek(positionAt(recording, at) === position ? { at } : { position });
  }
  playback.send({ type: "opened", isPlaying: toOpen.until === undefined });
}

interface Showing {
  readonly parts: Parts;
  readonly playback: Playback;
  readonly silence: (now: number) => number;
  readonly app: App;
}

/** Tells the views of changes, and runs the player's clock. */
function keepShowing({ parts, playback, silence, app }: Showing): void {
  const { store, views, known } = parts;
  store.listen((state, before) => {
    if (!known.has(state.language)) {
      void loadWords(state.language).then((words) => {
        known.set(state.language, words);
        redraw();
      });
      return;
    }
    for (const view of views) view.update(state, before);
  });
  // A language that had to be loaded comes later than the state that asked for it.
  const redraw = (): void => {
    const state = store.state();
    const other: LanguageCode = state.language === "en" ? "zh" : "en";
    for (const view of views) view.update(state, { ...state, language: other });
  };
  const ask = askerOf(app);
  const tick = (now: number): void => {
    requestAnimationFrame(tick);
    playback.frame(now);
    store.flush();
    ask(silence(now));
  };
  requestAnimationFrame(tick);
}
