/**
 * The face "why" of the inspector: the explanation of the selected event; with none selected, what happened
 * last, and how to select.
 *
 * It reads the recorded past only. An explanation is made when another event is selected, another language or
 * way of writing addresses is chosen, or more of what followed is recorded.
 */

import { render } from "lit/html.js";
import type { Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { TraceEvent } from "#sim/trace";
import { sentenceOf } from "#words/caption-words";
import { type ExplainWords, loadExplain } from "#words/explain-words";
import type { LanguageCode } from "#words/languages";
import type { Names } from "#words/names";
import { packetOfEvent } from "../inspector/packet/packet-of-event.ts";
import { lastAtMachine } from "../last-at-machine.ts";
import type { Page, View } from "../page.ts";
import type { PageState } from "../store.ts";
import { createNamer } from "../topology/names.ts";
import { explain } from "./explain.ts";
import { explanationTemplate } from "./explanation-template.ts";
import { namesOf } from "./names-of.ts";
import { nothingTemplate } from "./nothing-template.ts";
import { pastOf } from "./past-of.ts";

interface Shown {
  readonly language: LanguageCode;
  readonly addressing: PageState["addressing"];
  readonly recording: Recording;
  readonly event: number | undefined;
  /** While the lab goes back and comes again, what is selected may not have happened yet. */
  readonly isKnown: boolean;
  /** The last event of the moment, where none is selected. */
  readonly last: number;
  /** What followed grows with the recording, seldom enough to be read. */
  readonly head: number;
  /** While the lab goes back and comes again, the event may be gone and come back. */
  readonly isRecorded: boolean;
}

/** Makes the face in its place. */
export function createWhy(host: HTMLElement, page: Page): View {
  const root = document.createElement("div");
  root.className = "why";
  host.append(root);
  const face: Face = { page, root, namer: createNamer(), shown: undefined, words: undefined, isOver: false };
  show(face, page.store.state());
  return {
    update: (state) => show(face, state),
    close: () => {
      face.isOver = true;
      root.remove();
    },
  };
}

interface Face {
  readonly page: Page;
  readonly root: HTMLElement;
  readonly namer: ReturnType<typeof createNamer>;
  shown: Shown | undefined;
  words: { readonly language: LanguageCode; readonly explain: ExplainWords } | undefined;
  isOver: boolean;
}

function show(face: Face, state: PageState): void {
  const { words } = face;
  if (words?.language !== state.language) {
    void load(face, state.language);
    return;
  }
  const next = shownOf(face.page, state);
  if (face.shown !== undefined && isSame(face.shown, next)) return;
  const isOther = face.shown?.event !== next.event;
  const hadFocus = face.root.contains(document.activeElement);
  face.shown = next;
  draw(face, state, words.explain);
  if (!isOther) return;
  face.root.parentElement?.scrollTo({ top: 0 });
  // What was clicked is another thing now: whoever goes on by keyboard begins at the title.
  if (hadFocus) face.root.querySelector("h2")?.focus({ preventScroll: true });
}

async function load(face: Face, language: LanguageCode): Promise<void> {
  const words = await loadExplain(language);
  if (face.isOver || face.page.store.state().language !== language) return;
  face.words = { language, explain: words };
  show(face, face.page.store.state());
}

/** While it plays, what followed is looked at anew so often, in events. */
const growth = 200;

function shownOf(page: Page, { language, addressing, selection, moment, head, player }: PageState): Shown {
  const { event } = selection;
  const recording = page.recording();
  const isGrowing = player.play === "playing" || player.play === "stepping";
  return {
    language,
    addressing,
    recording,
    event,
    isKnown: event !== undefined && eventAt(recording, event) !== undefined,
    // While the lab goes back and comes again, less is known than the moment has.
    last: event === undefined ? Math.min(moment.position, recording.events.length) : 0,
    isRecorded: event !== undefined && eventAt(recording, event) !== undefined,
    head: event === undefined ? 0 : isGrowing ? Math.floor(head.position / growth) : head.position,
  };
}

const isSame = (one: Shown, other: Shown): boolean =>
  (Object.keys(one) as (keyof Shown)[]).every((name) => one[name] === other[name]);

function draw({ page, root, namer, shown }: Face, state: PageState, words: ExplainWords): void {
  const scenario = page.scenario();
  const recording = page.recording();
  const names = namesIn({ namer, recording, scenario }, state);
  const { event } = state.selection;
  if (event === undefined || scenario === undefined) {
    const last = lastAtMachine(recording, scenario, shown?.last ?? 0);
    const sentence = last && { event: last.id, text: sentenceOf(words.captions, last.event, names) };
    render(nothingTemplate(page, words, sentence), root);
    return;
  }
  const found = explain(pastOf(recording, scenario), event, { words, names });
  render(
    explanationTemplate({
      page,
      words: words.why,
      explanation: found,
      event,
      at: eventAt(recording, event)?.at,
      inside: machineOf(eventAt(recording, event), scenario),
    }),
    root,
  );
}

const eventAt = ({ events }: Recording, id: number) => events[id - (events[0]?.id ?? 0)];

/** The machine that has the event's packet in it; a switch is none. */
function machineOf(traced: TraceEvent | undefined, { nodes }: Scenario): string | undefined {
  if (traced === undefined || packetOfEvent(traced.event) === undefined) return undefined;
  return nodes.find(({ name }) => name === traced.event.node)?.name;
}

interface Naming {
  readonly namer: Face["namer"];
  readonly recording: Recording;
  readonly scenario: Scenario | undefined;
}

/** Roles are those of the moment that is shown. */
function namesIn({ namer, recording, scenario }: Naming, { moment, addressing }: PageState): Names {
  if (addressing === "numbers" || scenario === undefined) return plain;
  return namesOf(namer(recording, scenario, moment, addressing).text);
}

const plain = namesOf((address) => address);
